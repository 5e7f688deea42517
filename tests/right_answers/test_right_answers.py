"""Is every right answer of the tree accepted, however it is written?"""

from collections import Counter

import pytest
from right_answers import grade, packed, read_answers

from autograder.demo import reference_answers
from autograder.sources import find_sources, read_chapter

CHAPTERS = [path.stem for path in find_sources()]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_exercise_has_five_right_answers_of_its_own(chapter):
    answers = reference_answers(read_chapter(find_sources([chapter])[0]).notebook)
    counts = Counter(answer.exercise for answer in read_answers(chapter))
    assert set(counts) == set(answers)
    assert min(counts.values()) >= 5
    assert any(answer.language == "fr" for answer in read_answers(chapter))


def test_a_submission_has_one_answer_an_exercise_and_one_language():
    answers = read_answers(CHAPTERS[0])
    submissions = packed(answers)
    assert sum(len(submission) for submission in submissions) == len(answers)
    for submission in submissions:
        assert len({answer.exercise for answer in submission}) == len(submission)
        assert len({answer.language for answer in submission}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_right_answer_is_rejected(chapter, tmp_path):
    graded = grade(chapter, read_answers(chapter), tmp_path)
    assert len(graded) == len(read_answers(chapter))
    assert [str(result) for result in graded if result.rejected] == []
