"""What cannot all be true: a date before its document, a claim without proof, a promise without an owner.

The rules are pure (`rules.py`); `search.py` asks the database for suspects and puts each to the rules. Nothing is
changed and nobody is blamed: a coordinator reads the reason and puts right whichever side is wrong.
"""

from commitments.contradictions.rules import Contradiction, Kind
from commitments.contradictions.search import Finding, contradictions_seen_by

__all__ = ["Contradiction", "Finding", "Kind", "contradictions_seen_by"]
