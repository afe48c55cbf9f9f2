"""Every word of a mail in every language, with the same placeholders, and compiled as it is written."""

import pytest
from babel.messages.catalog import Message
from django.core.management import call_command

from commitments.catalogues import (
    LANGUAGES,
    _said_in_code,
    compiled,
    compiled_path,
    extracted,
    gaps,
    path_of,
    read,
    updated,
    written,
)

WORDS = extracted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(language):
    assert list(gaps(updated(read(language), WORDS))) == [], "run `make catalogues`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_up_to_date(language):
    assert written(updated(read(language), WORDS)) == path_of(language).read_bytes(), "run `make catalogues`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_is_what_is_written(language):
    assert compiled(updated(read(language), WORDS)) == compiled_path(language).read_bytes(), "run `make catalogues`"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (Message("due today", ""), "not translated"),
        (Message("due today", "terminas šiandien", flags=["fuzzy"]), "not translated"),
        (Message(("%(n)d day", "%(n)d days"), ("%(n)d diena", "%(n)d dienos", "")), "not translated"),
        (Message("before: %(day)s", "anksčiau"), "give the same placeholders: day"),
    ],
)
def test_gap_is_found(said, problem):
    catalogue = updated(read("lt"), {})
    catalogue[said.id] = said
    assert [gap.partition("”: ")[2] for gap in gaps(catalogue)] == [problem]


def test_words_in_code_and_templates_are_collected():
    assert {"due today", "Also on your list", ("due in %(days)s day", "due in %(days)s days")} <= set(WORDS)


def test_words_inside_an_f_string_are_collected():
    source = """from django.utils.translation import gettext as _\nsaid = f"{why} {_('Also: %(reason)s.') % facts}" """
    assert list(_said_in_code(source)) == ["Also: %(reason)s."]


def test_check_writes_nothing(capsys):
    before = path_of("lt").stat().st_mtime_ns
    call_command("catalogues", "--check")
    assert (capsys.readouterr().out, path_of("lt").stat().st_mtime_ns) == ("Every word is translated.\n", before)
