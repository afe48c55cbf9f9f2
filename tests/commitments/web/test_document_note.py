"""What is odd about a document is said beside its promises."""

from countries.models import Person


def test_page_without_a_date_says_so(shipped, client):
    client.force_login(Person.objects.get(email="viewer@example.org"))
    page = client.get("/commitments/LT-KAM-13/").content.decode()
    assert "It carries no date" in page
    assert "counted from 1 July 2021" in page
    assert "The page sets no day for identifying the need" in page


def test_late_promise_shows_its_words_and_its_164_days(shipped, client):
    client.force_login(Person.objects.get(email="viewer@example.org"))
    page = client.get("/commitments/NO-2017-02/").content.decode()
    for shown in ("innen utgangen av 2018", "13 June 2019", "164 days", "paragraph 6", "by the end of 2018"):
        assert shown in page, shown
