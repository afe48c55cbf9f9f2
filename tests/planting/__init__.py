"""A whole world of commitments from a seed: the same ones each time, of any number, written past the verbs.

`python -m tests.planting 100000` fills the empty database the settings name; benchmarks call `plant`. Fifty countries,
their documents, pillars, institutions and people; each commitment with its updates, decisions, milestones, evidence
and reviews, its derived columns in step with them. Spans and counts are left to the product itself: everything waits
to be counted.
"""
