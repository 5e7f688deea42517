"""The language that messages, captions and plots are written in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

LANGUAGES = ("en", "fr")
_current = "en"


def use_language(language: str) -> None:
    """Write everything from now on in `language`, one of `LANGUAGES`."""
    global _current
    if language not in LANGUAGES:
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}; got {language!r}")
    _current = language


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Write in `language` inside the `with` block, and as before after it."""
    before = _current
    use_language(language)
    try:
        yield
    finally:
        use_language(before)


def current_language() -> str:
    """Return the language in use, `"en"` until `use_language` says otherwise."""
    return _current


def tr(*, en: str, fr: str) -> str:
    """Return the sentence in the language in use: `tr(en="a hole", fr="un trou")`.

    In a chapter's source the release replaces the call by the one string its edition needs.
    """
    return {"en": en, "fr": fr}[_current]


def written(value: float, form: str = ",") -> str:
    """Return a number as the language in use writes it: "27,000" and "0.5", "27 000" and "0,5".

    `form` is Python's: "," groups thousands, ".1f" has one decimal, "g" as few as there are.
    """
    text = format(value, form)
    return tr(en=text, fr=text.translate({ord(","): " ", ord("."): ","}))


use_language(os.environ.get("COURSE_LANGUAGE") or "en")
