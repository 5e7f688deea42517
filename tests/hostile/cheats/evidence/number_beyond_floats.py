"""Sends 1e400 and NaN in the bytes of the reply, past every check of the encoder."""
# ruff: noqa

# %% before
session = get_ipython().kernel.session
pack = session.pack


def packed(thing):
    if isinstance(thing, dict) and "user_expressions" in thing:
        return (
            b'{"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {"evidence": '
            b'{"status": "ok", "metadata": {}, "data": {"application/vnd.course.evidence+json": '
            b'{"evidence": [1e400, NaN, -Infinity]}}}}}'
        )
    return pack(thing)


session.pack = packed
