"""Which tests send PostgreSQL nothing that others do not send it as well: `said_once.txt`, chosen by `make once`.

From the dearest test to the cheapest, one is left out when each of its statements is sent by another that stays. Two
statements are the same when they are made of the same words: how many values stand in a list makes no difference.
Kept on both whatever they send: what is about the database itself, about several at once, about texts and figures a
database may refuse, and where what is found hangs on its order of letters.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
CHOSEN = HERE / "said_once.txt"
KEPT = re.compile(
    r"tests/(chaos|writers|test_|commitments/models|countries/test_models"
    r"|commitments/test_(search|filters|paging|schedule|as_of|changes)"
    r"|commitments/rollups/test_(property|workers|verify|apply|rebuild|portions)"
    r"|commitments/reminders/test_(processes|property|never_silent)"
    r"|commitments/web/test_(malformed|bad_phrases))"
    r"|two_|at_once|side_by_side|lock|race|meanwhile|_while_|worker|any_text|too_long|nasty|out_of_range|huge"
)
WORD = re.compile(r'"[^"]+"|\w+|[<>=!|~@*:]+')
NO_MATTER = re.compile(r'"?[UVWT]\d+"?|"?s\d+_x\d+"?|_django_curs_\w+|\d+')  # names made up by Django, and figures


def names() -> list[str]:
    """Each as file and function."""
    return CHOSEN.read_text(encoding="utf-8").split()


def choose(folder: Path) -> set[str]:
    """Functions that can be left out, by what was written down in this folder."""
    sent: dict[str, set[frozenset[str]]] = defaultdict(set)
    cost: Counter[str] = Counter()
    for file in folder.glob("*.json"):
        for test, row in json.loads(file.read_text()).items():
            function = test.split("[")[0]
            sent[function] |= {_words(statement) for statement in row["sent"]}
            cost[function] += row["cost"]
    senders = Counter(statement for statements in sent.values() for statement in statements)
    left_out = set()
    for function, _ in cost.most_common():
        if not KEPT.search(function) and all(senders[statement] > 1 for statement in sent[function]):
            senders.subtract(sent[function])
            left_out.add(function)
    return left_out


def _words(statement: str) -> frozenset[str]:
    return frozenset(word for word in WORD.findall(statement) if not NO_MATTER.fullmatch(word))


if __name__ == "__main__":
    chosen = sorted(function.removeprefix("tests/") for function in choose(Path(sys.argv[1])))
    CHOSEN.write_text("".join(f"{name}\n" for name in chosen))
