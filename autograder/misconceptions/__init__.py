"""Known mistakes: small edits of the reference, each with the sentence that names it.

They serve three times: invented students make the first of each exercise (`demo`), a student whose
evidence is the same is told its name (`diagnosis`), and the tests hold every one to that.
"""

from autograder.misconceptions.atari import ATARI
from autograder.misconceptions.one import Misconception
from autograder.misconceptions.tabular import TABULAR

MISCONCEPTIONS: dict[str, dict[str, tuple[Misconception, ...]]] = {**TABULAR, **ATARI}
# chapter → grade_id of the answer → (text of the reference, what an invented student has there)
TYPICAL = {
    chapter: {grade_id: known[0][:2] for grade_id, known in answers.items()}
    for chapter, answers in MISCONCEPTIONS.items()
}
