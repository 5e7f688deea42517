"""One line, with spaces around the letters."""

# %% answer
answer_a, answer_b, answer_c, answer_d = " b", "a ", "b", " c "
print("I was not sure about d")
