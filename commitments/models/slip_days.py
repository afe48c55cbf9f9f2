"""Days between the first promise and what happened or is in force: by SQL, so that an index can hold them."""

from typing import Any

from django.db.models import Func, IntegerField
from django.db.models.functions import Coalesce


class DaysBetween(Func):
    """Of two dates; both databases compute it without a look at the clock, as an index demands."""

    arity = 2
    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        (later, values), (earlier, more) = (compiler.compile(part) for part in self.get_source_expressions())
        return f"CAST(julianday({later}) - julianday({earlier}) AS integer)", (*values, *more)


SLIP_DAYS = DaysBetween(Coalesce("done_on", "due_latest"), "baseline_latest")
