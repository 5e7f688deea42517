"""How much the texts of two cells are alike, at a cost that no file can drive up.

`difflib`'s ratio is what people call alike, but 2,000 characters can keep it busy for minutes. So
cheap bounds of the ratio come first, and what it does itself is counted. The budget is one of
steps, not of seconds: every machine finds the same.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from nbformat import NotebookNode

LENGTH = 2000  # characters of a cell that are looked at
BUDGET = 60_000_000  # steps for a whole notebook; the hardest honest ones took 7 million


class TooMuchError(Exception):
    """The budget is spent."""


class Likeness:
    """Finds the cells of one notebook that are most like the course's."""

    def __init__(self, budget: int = BUDGET):
        self.left = budget
        self._letters: dict[str, Counter[str]] = {}

    def best(
        self, cells: Sequence[NotebookNode], source: str, *, least: float
    ) -> NotebookNode | None:
        """Return the first of the cells most like `source`, where that is at least `least`.

        Raises:
            TooMuchError: it would take more steps than are left.
        """
        text = source[:LENGTH]
        matcher = _Matcher(text, self._spend)
        places = _places(text)
        found, most = None, 0.0
        for cell in cells:
            theirs = cell.source[:LENGTH]
            both = len(theirs) + len(text)
            for common in self._bounds(theirs, text, places):
                bound = 2.0 * common / both if both else 1.0
                if bound < least or bound <= most:
                    break
            else:
                ratio = matcher.ratio_with(theirs)
                if ratio >= least and ratio > most:
                    found, most = cell, ratio
        return found

    def _bounds(self, theirs: str, text: str, places: dict[str, int]) -> Iterator[int]:
        """Yield what both can have in common at most, from the cheapest bound to the closest."""
        yield min(len(theirs), len(text))
        yield (self._count(theirs) & self._count(text)).total()
        yield self._in_order(theirs, places, len(text))

    def _spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooMuchError

    def _count(self, text: str) -> Counter[str]:
        if text not in self._letters:
            self._spend(len(text))
            self._letters[text] = Counter(text)
        self._spend(100)
        return self._letters[text]

    def _in_order(self, text: str, places: dict[str, int], length: int) -> int:
        """Return the length of the longest common subsequence: never less than difflib's matches.

        Hyyrö (2004), "Bit-parallel LCS-length computation revisited": a bit a character.
        """
        self._spend(8 * len(text))
        full = row = (1 << length) - 1
        for letter in text:
            hits = row & places.get(letter, 0)
            row = ((row + hits) | (row - hits)) & full
        return length - row.bit_count()


def _places(text: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, letter in enumerate(text):
        places[letter] = places.get(letter, 0) | 1 << at
    return places


class _Matcher(SequenceMatcher):
    """difflib's own, with the steps of its inner loop counted before they are made."""

    def __init__(self, text: str, spend: Callable[[int], None]):
        super().__init__(None, "", text, autojunk=False)
        self._spend = spend
        self._often = Counter(text)
        self._steps = [0]

    def ratio_with(self, other: str) -> float:
        self.set_seq1(other)
        visits = (1 + self._often[letter] for letter in other)
        self._steps = list(accumulate(visits, initial=0))
        return self.ratio()

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):  # type: ignore[no-untyped-def]
        self._spend(self._steps[len(self._steps) - 1 if ahi is None else ahi] - self._steps[alo])
        return super().find_longest_match(alo, ahi, blo, bhi)
