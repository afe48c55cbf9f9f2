"""Pictures as files: the same scope, day and numbers as the page they come from."""

import csv
import datetime as dt
import io
import re
from html import unescape

import pytest
from pypdf import PdfReader

from commitments.actions import BaselineDraft, keep_baseline, withdraw_baseline
from commitments.choices import OPEN_STATES
from commitments.dashboard import Subject
from commitments.models import JobRun
from commitments.press import Busy
from commitments.rollups import verify
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.usefixtures("norwegian", "lithuanian")


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_page_offers_every_picture_it_shows_and_each_can_be_had(page):
    shown = page("administrator", "/dashboard/?on=2019-01-15")
    offered = re.findall(r'href="(/dashboard/pictures/(\w+)\.(svg|png|csv)\?on=2019-01-15)"', shown.content.decode())
    assert {name for _, name, _ in offered} == set(shown.context["pictures"])
    for address, name, kind in offered:
        if kind == "png" and name != "late":  # one is enough: they are printed one by one
            continue
        answer = page("administrator", address)
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="{name}-all-countries-2019-01-15.{kind}"'
        )


def test_the_sheet_says_the_numbers_of_the_page(page):
    for query in ["on=2019-01-15", "country=NO&on=2018-12-15", "document=NO-2017&on=2031-01-01"]:
        shown = page("administrator", f"/dashboard/?{query}").context["shown"]
        found = rows(page("administrator", f"/dashboard/pictures/schedule.csv?{query}"))
        assert [int(row["Commitments"]) for row in found] == [part.number.count for part in shown.figures.schedule]
        assert {row["As of"] for row in found} == {shown.on.isoformat()}


def test_slippage_is_there_on_every_day(page):
    for day in ("", "?on=2017-12-31"):
        assert page("administrator", f"/dashboard/pictures/slip.svg{day}").status_code == 200


def test_a_file_is_named_after_what_it_shows(page, norway):
    answer = page("head", "/dashboard/pictures/late.svg?country=NO&on=2019-01-15")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="late-norway-2019-01-15.svg"'
    assert answer.headers["Content-Type"] == "image/svg+xml"


def test_who_sees_one_country_gets_its_pictures_only(page):
    found = rows(page("outsider", "/dashboard/pictures/schedule.csv?on=2019-01-15"))
    assert sum(int(row["Commitments"]) for row in found) == 1
    assert {row["Scope"] for row in found} == {"Lithuania"}
    assert page("outsider", "/dashboard/pictures/schedule.csv?country=NO").status_code == 404


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("pictures/nothing.svg", "has no such picture"),
        ("pictures/late.exe", "not here"),
        ("pictures/late.SVG", "not here"),
        ("pictures/late.svg?on=2019-02-30", "is not a day of the calendar"),
        ("pictures/late.png?country=XX", "“XX” is not a country you can see"),
        ("pictures/late.csv?on=1999-01-01", "has no such picture"),
        ("report.pdf?on=1999-01-01", "Nothing was promised there by 1 January 1999"),
        ("report.pdf?pillar=0", "“0” is not a pillar you can see"),
    ],
)
def test_what_there_is_no_picture_of_is_refused_with_a_reason(page, address, reason):
    answer = page("administrator", f"/dashboard/{address}")
    assert answer.status_code == 404
    assert reason in unescape(answer.content.decode())


def test_doubts_about_the_numbers_go_with_them(page):
    address = "/dashboard/pictures/late.svg?on=2019-01-15"
    assert "Numbers may be wrong" not in page("administrator", address).content.decode()
    proof = JobRun.objects.create(job=verify.JOB, started_at=NOW, needs_attention=True, outcome=verify.DIFFER)
    assert "Numbers may be wrong" in page("administrator", address).content.decode()
    proof.delete()
    assert "Numbers may be wrong" not in page("administrator", address).content.decode()


def test_a_visitor_signs_in_first(page):
    assert page("anonymous", "/dashboard/pictures/late.svg").status_code == 302


def test_the_report_has_the_numbers_of_the_page(page):
    query = "country=NO&on=2019-01-15"
    shown = page("administrator", f"/dashboard/?{query}").context["shown"]
    answer = page("administrator", f"/dashboard/report.pdf?{query}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-norway-2019-01-15.pdf"'
    words = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert words.startswith("Norway\n")
    assert f"{shown.figures.total.count} {shown.figures.open.count} {shown.figures.overdue.count} " in words
    for row in shown.pillars[0].rows[:1]:
        assert row.subject.name in words


def test_the_report_has_the_figures_kept_for_the_same_place(page, norway, coordinator):
    draft = BaselineDraft("Annual report #1", Subject(norway), dt.date(2018, 3, 31), TODAY, "For the Storting.")
    kept = keep_baseline(draft, by=standing_for(coordinator), now=NOW)
    counted = dict(kept.figures.values_list("state", "count"))
    address = "/dashboard/report.pdf?on=2018-06-01"
    words = text_of(page("administrator", f"{address}&country=NO"))
    assert "Annual report #1, 31 March 2018 5 " in words
    assert f"31 March 2018 5 {sum(counted.get(state, 0) for state in OPEN_STATES)} " in words
    assert "Annual report" not in text_of(page("administrator", address))
    ruling = {"reason": "Counted wrongly.", "by": standing_for(coordinator), "now": NOW}
    withdraw_baseline(kept, **ruling)
    assert "Annual report" not in text_of(page("administrator", f"{address}&country=NO"))


def text_of(answer):
    return " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())


def test_when_the_press_stands_still_there_is_a_page_that_says_so(page, monkeypatch):
    def broken(*ours):
        raise Busy("Several reports are being printed at this moment. Try again in a minute.")

    monkeypatch.setattr("commitments.web.pictures.pdf", broken)
    answer = page("administrator", "/dashboard/report.pdf?on=2019-01-15")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "Several reports are being printed" in answer.content.decode()
    assert 'href="/dashboard/?on=2019-01-15"' in answer.content.decode()
