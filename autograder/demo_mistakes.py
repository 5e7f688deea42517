"""Typical mistakes of the invented student who gets things wrong: one-line edits of the reference.

chapter → grade_id of the answer → (text of the reference, what the student wrote instead).
"""

MISTAKES: dict[str, dict[str, tuple[str, str]]] = {}
