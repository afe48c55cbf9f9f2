"""A broken file is refused whole, and says where it is broken."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from commitments.models import Commitment
from countries.models import Person
from tests.shipped import FILES

pytestmark = pytest.mark.django_db


def _file(folder, text, name):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('due_edtf = "2018"', 'due_edtf = "2018-13"', "commitment NO-2017-02, due_edtf"),
        ('lead = "FD"', 'lead = "XX"', "commitment NO-2017-01, lead: No institution has the key “XX”"),
        ("effective_on = 2019-06-13", "effective_on = 2999-06-13", "update of 2999-06-13, effective_on"),
        ("effective_on = 2019-06-13", 'effective_on = "June"', "update 3, effective_on: This must be a day"),
        ('completion = "complete"', 'completion = "done"', "completion: Choose one of the five steps"),
        ('code = "NO"', 'code = "no"', "[country]"),
        ("https://norsis.no", "javascript:alert(1)", "evidence: Only web addresses"),
        ('dated_on = "2018-05"', 'dated_on = "May"', "dated_on: “May” is not a date"),
        ('place = "paragraph 5"', 'plaice = "paragraph 5"', "commitment NO-2017-01, plaice: No such field"),
        ("[country]", "[country", "Not TOML"),
        (
            'reference = "NO-2017-03"',
            'reference = "NO-2017-02"',
            "NO-2017-02, reference: This reference is given twice",
        ),
        ('key = "crime"', 'key = "innovation"', "pillar innovation, key: This key is given twice"),
    ],
)
def test_broken_file_is_refused_whole_and_says_where(tmp_path, old, new, said):
    norway = FILES[-1].read_text(encoding="utf-8")
    assert old in norway
    broken = _file(tmp_path, norway.replace(old, new), "norway.toml")
    with pytest.raises(CommandError) as refusal:
        call_command("load_fixtures", str(FILES[0]), str(broken), verbosity=0)
    assert said in str(refusal.value)
    assert "norway.toml" in str(refusal.value)
    assert not Commitment.objects.exists()
    assert not Person.objects.exists()


def test_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.toml: It cannot be read"):
        call_command("load_fixtures", str(tmp_path / "nowhere.toml"))
