"""The language in use."""

import os
import subprocess
import sys

import pytest

from course_utils.language import current_language, in_language, tr, use_language, written


def test_english_unless_told_otherwise():
    assert current_language() == "en"
    assert tr(en="hole", fr="trou") == "hole"


def test_use_language():
    try:
        use_language("fr")
        assert current_language() == "fr"
        assert tr(en="hole", fr="trou") == "trou"
    finally:
        use_language("en")


def test_in_language_gives_back_what_was_before():
    with in_language("fr"):
        assert tr(en="hole", fr="trou") == "trou"
        with in_language("en"):
            assert tr(en="hole", fr="trou") == "hole"
        assert current_language() == "fr"
    assert current_language() == "en"


def test_in_language_gives_it_back_even_after_an_error():
    with pytest.raises(ZeroDivisionError), in_language("fr"):
        raise ZeroDivisionError
    assert current_language() == "en"


def test_an_unknown_language_is_named_and_changes_nothing():
    with pytest.raises(ValueError, match="language is one of en, fr; got 'de'"):
        use_language("de")
    assert current_language() == "en"


def test_both_sentences_are_needed():
    with pytest.raises(TypeError, match="fr"):
        tr(en="hole")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("value", "form", "en", "fr"),
    [(27_000, ",", "27,000", "27 000"), (0.05, "g", "0.05", "0,05"), (-2.5, ".1f", "-2.5", "-2,5"),
     (1234.5, ",.1f", "1,234.5", "1 234,5")],
)  # fmt: skip
def test_numbers_are_written_as_the_language_writes_them(value, form, en, fr):
    assert written(value, form) == en
    with in_language("fr"):
        assert written(value, form) == fr


def with_environment(language: str) -> subprocess.CompletedProcess:
    code = "from course_utils.language import current_language; print(current_language())"
    environment = os.environ | {"COURSE_LANGUAGE": language}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )


def test_the_environment_can_choose():
    assert with_environment("fr").stdout == "fr\n"
    assert with_environment("").stdout == "en\n"  # as if it were not set
    assert "language is one of en, fr; got 'xx'" in with_environment("xx").stderr
