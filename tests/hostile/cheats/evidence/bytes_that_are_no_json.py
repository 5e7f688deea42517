"""Sends replies that are no JSON, and ones nested so deep that reading them fails."""
# ruff: noqa

# %% before
session = get_ipython().kernel.session
pack = session.pack
count = []


def packed(thing):
    if isinstance(thing, dict) and "user_expressions" in thing:
        count.append(1)
        return (b"{", b"\xff\xfe", b"[" * 100_000, b'{"user_expressions": ' + b"9" * 5000 + b"}")[
            len(count) % 4
        ]
    return pack(thing)


session.pack = packed
