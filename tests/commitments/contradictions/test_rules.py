"""Each rule finds its own contradiction, and leaves alone what only looks like one."""

import datetime as dt
from dataclasses import replace

import pytest

from commitments.contradictions.rules import Kind, Promise, Step, in_promise, in_steps

BEGINS, DUE = dt.date(2017, 9, 27), dt.date(2018, 12, 31)
SOUND = Promise(
    begins_on=BEGINS,
    registered_on=dt.date(2017, 10, 1),
    due_latest=DUE,
    baseline_latest=DUE,
    is_open=True,
    claims_without_proof=False,
    quotation="innen utgangen av 2018",
    translation="by the end of 2018",
)


def kinds(**changed):
    return [found.kind for found in in_promise(replace(SOUND, **changed))]


def test_sound_promise_has_none():
    assert kinds() == []
    assert kinds(due_latest=None, baseline_latest=None) == []


NORWEGIAN = {"language": "nb", "quotation": "innen 15. mai 2026"}
LITHUANIAN = {"language": "lt", "quotation": "iki 2024 m. gruodžio 31 d."}
CZECH = {"language": "cs", "quotation": "do konce září 2025"}


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"due_latest": BEGINS - dt.timedelta(days=1)}, Kind.DUE_BEFORE_DOCUMENT),
        ({"due_latest": BEGINS}, Kind.DUE_BEFORE_DOCUMENT),
        ({"due_latest": BEGINS - dt.timedelta(days=1), "is_open": False}, Kind.DUE_BEFORE_DOCUMENT),
        ({"baseline_latest": BEGINS - dt.timedelta(days=1)}, Kind.BASELINE_BEFORE_DOCUMENT),
        ({"registered_on": DUE + dt.timedelta(days=1)}, Kind.PAST_WHEN_REGISTERED),
        ({"claims_without_proof": True}, Kind.NO_PROOF),
        ({"translation": "by the end of 2019"}, Kind.TRANSLATION),
        ({**NORWEGIAN, "translation": "by 15 March 2026"}, Kind.TRANSLATION),
        ({**NORWEGIAN, "translation": "no later than May 16, 2026"}, Kind.TRANSLATION),
        ({**LITHUANIAN, "translation": "by 1 December 2024"}, Kind.TRANSLATION),
        ({**CZECH, "translation": "by the end of October 2025"}, Kind.TRANSLATION),
    ],
)
def test_each_contradiction_is_found_once(changed, kind):
    assert kinds(**changed) == [kind]


@pytest.mark.parametrize(
    "changed",
    [
        {"due_latest": BEGINS, "is_open": False},  # promised and done on one day
        {"baseline_latest": BEGINS},
        {"registered_on": DUE},
        {"registered_on": DUE + dt.timedelta(days=1), "is_open": False},
        {"translation": ""},
        {"translation": "by the end of the year"},
        {"quotation": "2022-2024", "translation": "2022 to 24"},
        {"quotation": "sak 120185", "translation": "case of 2019"},
        {**NORWEGIAN, "translation": "by 15 May 2026, as agreed on 3 March 2026"},
        {**NORWEGIAN, "translation": "by May 2026"},
        {**NORWEGIAN, "translation": "by the spring of 2026; states may march on"},
        {**NORWEGIAN, "language": "tlh", "translation": "by 15 March 2026"},
        {**LITHUANIAN, "translation": "by 31 December 2024"},
        {**CZECH, "translation": "by the end of September 2025"},
    ],
)
def test_what_may_be_true_is_left_alone(changed):
    assert kinds(**changed) == []


def test_the_reason_names_both_days():
    (found,) = in_promise(replace(SOUND, registered_on=dt.date(2026, 11, 22)))
    assert found.reason == "It was due by 31 December 2018 and registered on 22 November 2026."


def steps(*steps):
    return [found.kind for found in in_steps(DUE, steps)]


LATER = DUE + dt.timedelta(days=1)


def test_milestone_after_its_commitment():
    assert steps(Step("Talks", LATER, is_reached=False)) == [Kind.LATE_MILESTONE]
    assert steps(Step("Talks", DUE, is_reached=False), Step("Reached", LATER, is_reached=True)) == []
    assert list(in_steps(None, [Step("Talks", LATER, is_reached=False)])) == []


@pytest.mark.parametrize("final", ["Publication", "Adopted by parliament", "Approve the rules"])
def test_draft_after_its_own_publication(final):
    early, late = dt.date(2018, 3, 1), dt.date(2018, 6, 1)
    assert steps(Step("Draft of the rules", late, False), Step(final, early, False)) == [Kind.LATE_DRAFT]
    assert steps(Step("Draft of the rules", early, False), Step(final, late, False)) == []
    assert steps(Step("Draft of the rules", late, True), Step(final, early, False)) == []


def test_published_draft_is_no_publication():
    early, late = dt.date(2018, 3, 1), dt.date(2018, 6, 1)
    assert steps(Step("Second draft", late, False), Step("Publish the first draft", early, False)) == []
