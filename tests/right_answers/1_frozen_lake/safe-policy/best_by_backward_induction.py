"""Planned from the model, with the holes made very dear."""

LANGUAGE = "fr"

# %% answer
def planifie():
    P = model_of(make_lake(SAFE_LAKE, slippery=True))
    lettres = "".join(SAFE_LAKE)
    v = np.zeros(16)
    for _ in range(2000):
        q = np.array(
            [
                [
                    sum(
                        p * (r - 10 * (lettres[n] == "H") + 0.99 * v[n] * (not fin))
                        for p, n, r, fin in P[s][a]
                    )
                    for a in range(4)
                ]
                for s in range(16)
            ]
        )
        v = q.max(axis=1)
    return q.argmax(axis=1)


POLITIQUE = planifie()


def safe_policy(state):
    return int(POLITIQUE[state])
