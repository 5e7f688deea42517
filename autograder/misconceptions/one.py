"""What a misconception is, and a sentence that several chapters share."""

from typing import NamedTuple


class Misconception(NamedTuple):
    """One mistake; without a sentence where a judge names it, or where hardly anyone makes it."""

    old: str  # stands once in the reference's answer
    new: str  # what the student wrote instead
    en: str = ""
    fr: str = ""


TERMINAL = (
    "the value of a terminal state is counted: an episode that is over has no future",
    "la valeur d'un état terminal est comptée : un épisode fini n'a pas d'avenir",
)
