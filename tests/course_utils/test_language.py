"""The language in use."""

import os
import subprocess
import sys

import pytest

from course_utils.language import current_language, in_language, tr, use_language


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


def with_environment(language: str) -> subprocess.CompletedProcess:
    code = "from course_utils.language import current_language; print(current_language())"
    environment = os.environ | {"COURSE_LANGUAGE": language}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )


def test_the_environment_can_choose():
    assert with_environment("fr").stdout == "fr\n"
    assert "language is one of en, fr; got 'xx'" in with_environment("xx").stderr
