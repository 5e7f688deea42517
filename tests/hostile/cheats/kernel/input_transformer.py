"""Has IPython replace the text of every later cell by nothing."""
# ruff: noqa

# %% before
get_ipython().input_transformers_post.append(lambda lines: ["None\n"])
