"""numpy's strings."""

LANGUAGE = "fr"

# %% answer
reponses = np.array(list("babc"))
answer_a, answer_b, answer_c, answer_d = reponses
