"""Pictures as files: the same scope, day and numbers as the page they come from."""

import csv
import io
import re

import pytest

from tests.commitments.web.test_dashboard import lithuanian, norwegian  # noqa: F401  fixtures

pytestmark = pytest.mark.usefixtures("norwegian", "lithuanian")


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_page_offers_every_picture_it_shows_and_each_can_be_had(page):
    shown = page("administrator", "/dashboard/?on=2019-01-15")
    offered = re.findall(r'href="(/dashboard/pictures/(\w+)\.(svg|csv)\?on=2019-01-15)"', shown.content.decode())
    assert {name for _, name, _ in offered} == set(shown.context["pictures"])
    for address, name, kind in offered:
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


def test_slippage_is_there_today_only(page):
    assert page("administrator", "/dashboard/pictures/slip.svg").status_code == 200
    assert page("administrator", "/dashboard/pictures/slip.svg?on=2017-12-31").status_code == 404


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
    "address",
    ["nothing.svg", "late.exe", "late.svg?on=2019-02-30", "late.svg?country=XX", "late.svg?on=1999-01-01", "late.SVG"],
)
def test_what_cannot_be_drawn_is_not_found(page, address):
    assert page("administrator", f"/dashboard/pictures/{address}").status_code == 404


def test_a_visitor_signs_in_first(page):
    assert page("anonymous", "/dashboard/pictures/late.svg").status_code == 302
