"""Senders killed, mail servers that lie, brokers and databases that go away: what people found in their mailbox.

Counted at the mail server (`sink`, a process of its own whose log is the only truth) and never in our tables.
`launcher` forks real senders and kills them at the named places of `seams`, without a hook in the product. Each
scenario runs short in `make test` and at full length in `make chaos`; `docs/reliability.md` has the figures.
"""
