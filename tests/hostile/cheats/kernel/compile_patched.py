"""Replaces compile, so that assert statements are left out."""
# ruff: noqa

# %% before
import builtins

compile_ = builtins.compile


def without_asserts(*a, **k):
    return compile_(*a[:5], **{**k, "optimize": 2})


builtins.compile = without_asserts
