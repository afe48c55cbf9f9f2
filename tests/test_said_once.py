"""A test is left out on PostgreSQL only while others send all that it sends."""

import json

import pytest

from tests.said_once import choose

READ, WRITE = 'SELECT "a" FROM "t" WHERE "a" IN (%s, %s)', 'INSERT INTO "t" ("a") VALUES (%s)'


@pytest.fixture
def chosen(tmp_path):
    def of(**tests):
        rows = {f"tests/a/test_b.py::{name}": {"cost": cost, "sent": sent} for name, (cost, *sent) in tests.items()}
        (tmp_path / "gw0.json").write_text(json.dumps(rows))
        return {name.split("::")[1] for name in choose(tmp_path)}

    return of


def test_dearest_of_those_that_send_the_same_is_left_out(chosen):
    assert chosen(test_dear=(3, READ), test_cheap=(1, READ)) == {"test_dear"}


def test_how_many_values_stand_in_a_list_makes_no_difference(chosen):
    assert chosen(test_dear=(3, READ), test_cheap=(1, READ.replace("%s, %s", "%s"))) == {"test_dear"}


def test_who_sends_something_of_its_own_stays(chosen):
    assert chosen(test_dear=(3, READ, WRITE), test_cheap=(1, READ)) == {"test_cheap"}


def test_what_runs_side_by_side_stays_whatever_it_sends(chosen):
    assert chosen(test_two_writers_at_once=(3, READ), test_cheap=(1, READ)) == {"test_cheap"}


def test_parameters_of_a_test_stay_or_go_together(chosen):
    sent = {"test_dear[1]": (3, READ), "test_dear[2]": (3, WRITE), "test_cheap": (1, READ)}
    assert chosen(**sent) == {"test_cheap"}
