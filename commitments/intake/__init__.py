"""A file in, candidates or rows out; nothing becomes a commitment without a person.

`source` reads and checks fixture files, `fixtures` adds what they hold and is missing. All or nothing.
"""
