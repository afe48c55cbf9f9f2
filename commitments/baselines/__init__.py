"""A subject and a day in, figures and a list kept for good out; and what became known since.

What is kept is written once, by the database from its own spans, and never again: a later back-dated update changes
what is known now, and the difference can be shown.
"""
