"""numpy's strings; the French edition."""

LANGUAGE = "fr"

# %% answer
why_ucb, why_punished, why_optimistic, best_for = np.array(["B", "C", "D", "A"])
print("je n'étais pas sûre de la dernière")
