"""Who did something, and in whose place: a deputy acts in their own name for somebody who is away."""

from countries.models import Person


def in_words(person: Person, on_behalf_of: Person | None) -> str:
    return f"{person.full_name} for {on_behalf_of.full_name}" if on_behalf_of else person.full_name
