"""Replaces do_execute by one that answers each question with what looks like evidence."""
# ruff: noqa

# %% before
MIME = "application/vnd.course.evidence+json"


async def do_execute(code="", *a, user_expressions=None, **k):
    data = {MIME: {"evidence": [0.0] * 100}, "text/plain": "True"}
    answers = {
        key: {"status": "ok", "data": data, "metadata": {}} for key in user_expressions or {}
    }
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": answers}


get_ipython().kernel.do_execute = do_execute
