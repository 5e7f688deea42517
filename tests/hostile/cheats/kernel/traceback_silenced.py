"""Replaces showtraceback, so that an error leaves no output."""
# ruff: noqa

# %% before
shell = get_ipython()
shell.showtraceback = shell._showtraceback = lambda *a, **k: None
