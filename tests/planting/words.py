"""Titles and quotations out of a few dozen words, in the letters of four languages: something to search in."""

import random

_VERBS = ("Establish", "Strengthen", "Review", "Fund", "Publish", "Adopt", "Train", "Test", "Extend", "Coordinate")
_KINDS = ("a national", "a shared", "an annual", "a sectoral", "an independent", "a voluntary", "a legal", "a new")
_THINGS = (
    "incident response centre",
    "certification scheme",
    "skills programme",
    "threat picture",
    "exercise",
    "vulnerability disclosure policy",
    "standard for suppliers",
    "research fund",
    "hotline for citizens",
    "register of essential services",
    "working group",
    "risk assessment",
)
_FOR = ("municipalities", "hospitals", "energy", "transport", "schools", "small firms", "courts", "the armed forces")
_SAID = {
    "nb": ("Vi skal gjøre det.", "Regjeringen vil styrke øvelser på nett.", "Å være til stede i Tromsø."),
    "lt": ("Bus stiprinamas atsparumas.", "Įsteigti ryšių centrą.", "Žmonės mokomi saugumo."),
    "cs": ("Zřídíme národní centrum.", "Posílíme odolnost škol.", "Účinná ochrana úřadů."),
    "en": ("This will be done.", "The government will act.", "Services will be protected."),
}


def title(chance: random.Random) -> str:
    """About eight thousand different ones."""
    pick = chance.random
    words = (part[int(pick() * len(part))] for part in (_VERBS, _KINDS, _THINGS, _FOR))
    return "{} {} {} for {}".format(*words)


def quotation(chance: random.Random, language: str) -> str:
    said = _SAID.get(language, _SAID["en"])
    return said[int(chance.random() * len(said))]
