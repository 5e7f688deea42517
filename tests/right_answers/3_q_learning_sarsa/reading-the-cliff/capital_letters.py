"""Capital letters."""

# %% answer
answer_a = "B"
answer_b = "A"
answer_c = "B"
answer_d = "C"
