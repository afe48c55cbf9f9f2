"""What cannot all be true: a date before its document, a claim without proof, a promise without an owner.

The rules are pure (`rules.py`); `suspects.py` says what the database is asked for, `search.py` puts each suspect to the
rules, so many at a time. Nobody is blamed: a coordinator reads the reason and puts right whichever side is wrong, or
dismisses it with a reason; it comes back when the facts it rests on change.
"""

from commitments.contradiction_kind import ContradictionKind as Kind
from commitments.contradictions.finding import Finding
from commitments.contradictions.rules import Contradiction
from commitments.contradictions.search import Sheet, findings_about, sheet, sheets, standing_still, tally

__all__ = ["Contradiction", "Finding", "Kind", "Sheet", "findings_about", "sheet", "sheets", "standing_still", "tally"]
