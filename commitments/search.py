"""Text in, which commitments out: every word asked for begins a word of the promise, or of the name of its lead.

Letters are folded the same way when they are kept and when they are asked for, so that "ovelse" finds "øvelse",
"rysiu" finds "ryšių" and "ucinna" finds "účinná", on either database. The actions keep the index.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from commitments.models import Commitment, SearchText
from countries.models import Institution

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_TABLE = SearchText._meta.db_table
_FOUND = {
    "sqlite": "SELECT rowid FROM commitments_search WHERE commitments_search MATCH %s",
    "postgresql": (
        f"SELECT commitment_id FROM {_TABLE} WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)"
    ),
}


def fold(text: str) -> str:
    """Words of plain letters and figures, one space between them."""
    # Taking a sign apart can leave a capital, as in "ᴬ", and folding a capital one that can be taken apart.
    small = unicodedata.normalize("NFKD", text).casefold()
    parted = unicodedata.normalize("NFKD", small).casefold().translate(_LETTERS)
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def words_of(commitment: Commitment) -> str:
    return fold(" ".join((commitment.reference, commitment.title, commitment.quotation, commitment.translation)))


def index(commitments: Iterable[Commitment]) -> None:
    """Keep what a search reads of each in step with it."""
    SearchText._default_manager.bulk_create(
        (SearchText(commitment=commitment, words=words_of(commitment)) for commitment in commitments),
        update_conflicts=True,
        unique_fields=["commitment"],
        update_fields=["words"],
    )


def matching(text: str) -> Q:
    """A condition on commitments; text without a letter or figure matches nothing."""
    words = fold(text).split()
    if not words:
        return Q(pk__in=[])
    leads = _leads_named(words)
    condition = Q()
    in_texts = [word for word in words if not leads[word]]
    if in_texts:
        condition &= _in_text(in_texts)
    for word, named in leads.items():
        if named:
            condition &= _in_text([word]) | Q(lead__in=named)
    return condition


def knows_how_many() -> bool:
    """Whether the database reckons how common a word is, and so may walk a list in its order until a page is full.
    SQLite reckons nothing of a text: what is found there is taken for few."""
    return connection.vendor == "postgresql"


def _in_text(words: Sequence[str]) -> Q:
    postgresql = connection.vendor == "postgresql"
    asked = " & ".join(f"{word}:*" for word in words) if postgresql else " ".join(f'"{word}"*' for word in words)
    return Q(pk__in=RawSQL(_FOUND[connection.vendor], [asked]))


def _leads_named(words: Sequence[str]) -> dict[str, list[int]]:
    """There are hundreds of institutions, not millions: their names are read each time, whoever changed them."""
    found: dict[str, list[int]] = {word: [] for word in words}
    for pk, *names in Institution.objects.order_by().values_list("pk", "name", "native_name", "acronym"):
        called = _name_words(tuple(names))
        for word in found:
            if any(name.startswith(word) for name in called):
                found[word].append(pk)
    return found


@lru_cache(maxsize=10_000)
def _name_words(names: tuple[str, ...]) -> list[str]:
    return fold(" ".join(names)).split()
