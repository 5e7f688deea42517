"""Replaces the parser that IPython uses: every cell becomes `None`."""
# ruff: noqa

# %% before
import ast

get_ipython().compile.ast_parse = lambda *a, **k: ast.parse("None")
