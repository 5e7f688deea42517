"""Centres first, then adds; French edition."""

LANGUAGE = "fr"

# %% answer
def dueling_q(value, advantage):
    moyenne = torch.mean(advantage, 1, True)
    centres = torch.sub(advantage, moyenne)
    return torch.add(centres, value)
