"""Known mistakes in chapters 1 to 4."""

from autograder.misconceptions.one import TERMINAL, Misconception

NO_GAMMA = "gamma is missing before the future", "il manque gamma devant l'avenir"
NO_REWARD = "the reward is missing", "il manque la récompense"
GAMMA_ON_ALL = (
    "gamma belongs to the future only, not to the reward",
    "gamma ne porte que sur l'avenir, pas sur la récompense",
)
WHOLE_ROW = (
    "the whole row of the state moves: only the action played has been tried",
    "toute la ligne de l'état bouge : seule l'action jouée a été essayée",
)
SIGN = (
    "the sign of the change is kept, so values that fall stop the sweeps: take absolute values",
    "le signe du changement est gardé : des valeurs qui baissent arrêtent les balayages ; prenez "
    "les valeurs absolues",
)
# the model's arrays as they would be if no transition ended an episode
MODEL = "transition, reward = model_arrays(P)"
ENDLESS = (
    "transition = np.array([[sum(p * np.eye(len(P))[n] for p, n, _, _ in P[s][a]) "
    "for a in P[s]] for s in P])\n    reward = model_arrays(P)[1]"
)

# in sweeps, whatever they average or maximise
SWEEPS = (
    Misconception("np.abs(new_values - values).max()", "(new_values - values).max()", *SIGN),
    Misconception(MODEL, ENDLESS, *TERMINAL),
    Misconception(
        "reward + gamma * (transition @ values)",
        "gamma * (reward + transition @ values)",
        *GAMMA_ON_ALL,
    ),
)

# chapter → grade_id of the answer → mistakes; the invented student makes the first
TABULAR: dict[str, dict[str, tuple[Misconception, ...]]] = {
    "1_frozen_lake": {
        "expected-reward": (
            Misconception(
                "probability * reward",
                "reward",
                "the rewards are added up without their probabilities",
                "les récompenses sont additionnées sans leurs probabilités",
            ),
        ),
        # right from the start, but a cell beside the way is forgotten
        "first-policy": (Misconception("(0, 2, 4, 6, 10)", "(0, 4, 6, 10)"),),
        "any-map": (
            Misconception(
                "state // width - down",
                "state // height - down",
                "the row is found as if every lake were square: divide by the width",
                "la ligne est calculée comme si tout lac était carré : divisez par la largeur",
            ),
        ),
        "interval": (
            Misconception(
                "centre = (rate + z**2 / (2 * n)) / shared",
                "centre = rate",
                "it is centred on the rate, as the textbook interval is; Wilson's centre lies "
                "nearer to 1/2",
                "il est centré sur le taux, comme l'intervalle usuel ; le centre de Wilson est "
                "plus près de 1/2",
            ),
        ),
        # straight on beside the holes, as if the ice did not slip
        "safe-policy": (Misconception("return UP", "return RIGHT"),),
    },
    "2_planning": {
        "backup": (
            Misconception(
                "0.0 if terminated else values[next_state]", "values[next_state]", *TERMINAL
            ),
            Misconception("reward + gamma * future", "reward + future", *NO_GAMMA),
            Misconception("reward + gamma * future", "gamma * (reward + future)", *GAMMA_ON_ALL),
            Misconception(
                "probability * (reward + gamma * future)",
                "reward + gamma * future",
                "the probabilities are missing",
                "il manque les probabilités",
            ),
        ),
        "q-from-values": (
            Misconception("gamma * (transition @ values)", "(transition @ values)", *NO_GAMMA),
            Misconception(
                "reward + gamma * (transition @ values)",
                "gamma * (reward + transition @ values)",
                *GAMMA_ON_ALL,
            ),
            Misconception("reward + gamma", "gamma", *NO_REWARD),
            Misconception(MODEL, ENDLESS, *TERMINAL),
        ),
        "evaluate-policy": (
            Misconception(
                "(policy * q).sum(axis=1)",
                "q.max(axis=1)",
                "that is the best action's value: wanted is the average under the policy",
                "c'est la valeur de la meilleure action : on veut la moyenne sous la politique",
            ),
            *SWEEPS,
        ),
        "solve-policy": (
            Misconception(
                "gamma * transition_pi",
                "gamma * transition_pi.T",
                "the matrix is transposed: a row a state, a column a next state",
                "la matrice est transposée : une ligne par état, une colonne par état suivant",
            ),
            Misconception(MODEL, ENDLESS, *TERMINAL),
        ),
        "greedy-policy": (
            Misconception(
                "q.argmax(axis=1)",
                "q.max(axis=1)",
                "those are the best values: wanted are the best actions",
                "ce sont les meilleures valeurs : on veut les meilleures actions",
            ),
            Misconception("reward + gamma", "gamma", *NO_REWARD),
            Misconception(  # gamma on the reward too gives the same actions
                "gamma * (transition @ values)",
                "(transition @ values)",
                "gamma belongs to the future, and only there: it is missing, or on the reward too",
                "gamma porte sur l'avenir, et lui seul : il manque, ou la récompense l'a aussi",
            ),
        ),
        "value-iteration": SWEEPS,
    },
    "3_q_learning_sarsa": {
        "epsilon-greedy": (
            Misconception(
                "random_argmax(q_values, rng)",
                "int(np.argmax(q_values))",
                "of several best actions it is always the first: draw one of them",
                "de plusieurs meilleures actions, c'est toujours la première : tirez-en une",
            ),
            Misconception(
                "rng.random() < epsilon",
                "rng.random() > epsilon",
                "the two cases are the wrong way round: it explores with probability 1 - epsilon",
                "les deux cas sont intervertis : on explore avec la probabilité 1 - epsilon",
            ),
        ),
        "q-learning-update": (
            Misconception(
                "0.0 if terminated else q_table[next_obs].max()",
                "q_table[next_obs].max()",
                *TERMINAL,
            ),
            Misconception("reward + gamma * future", "reward + future", *NO_GAMMA),
            Misconception(
                "q_table[next_obs].max()",
                "q_table[next_obs, action]",
                "the next state's value is that of its best action, not of the action played",
                "l'état suivant vaut ce que vaut sa meilleure action, pas l'action jouée",
            ),
            Misconception(
                "alpha * td_error",
                "alpha * td_target",
                "alpha times the error is added, not alpha times the target",
                "on ajoute alpha fois l'erreur, pas alpha fois la cible",
            ),
            Misconception("q_table[obs, action] +=", "q_table[obs] +=", *WHOLE_ROW),
        ),
        "q-learning-agent": (
            Misconception(
                "self.epsilon if self.training else 0.0",
                "self.epsilon",
                "it explores while it is evaluated too: epsilon is for training",
                "il explore aussi pendant l'évaluation : epsilon est pour l'entraînement",
            ),
        ),
        "sarsa-agent": (
            Misconception(
                "self.q_table[next_obs, self.next_action]",
                "self.q_table[next_obs, self.draw(next_obs)]",
                "one action is drawn for the target and another is played: draw once, keep it",
                "l'action tirée pour la cible n'est pas celle qui est jouée : tirez une seule fois",
            ),
            Misconception(
                "self.q_table[next_obs, self.next_action]",
                "self.q_table[next_obs].max()",
                "that is the target of Q-learning: SARSA takes the action that is played next",
                "c'est la cible du Q-learning : SARSA prend l'action jouée ensuite",
            ),
            Misconception("self.q_table[obs, action] +=", "self.q_table[obs] +=", *WHOLE_ROW),
        ),
        "reading-the-cliff": (Misconception('answer_b = "a"', 'answer_b = "b"'),),
    },
    "4_exploration": {
        "count-successes": (
            Misconception(
                "start=start",
                "start=0",
                "every walk begins in state 0: begin where the map has its S",
                "toute marche part de l'état 0 : partez de là où la carte a son S",
            ),
        ),
        "punish-fatal-end": (
            Misconception(
                "if terminated and",
                "if (terminated or truncated) and",
                "a time limit is punished like a fall",
                "une limite de temps est punie comme une chute",
            ),
            Misconception(
                "reward = -self",
                "reward -= self",
                "the penalty is taken off the reward: it takes the reward's place",
                "la pénalité est retranchée de la récompense : elle en prend la place",
            ),
            Misconception(
                "reward <= 0",
                "reward < 1",
                "an end with a positive reward is punished too, if the reward is below 1",
                "une fin à récompense positive est punie aussi, si la récompense est sous 1",
            ),
        ),
        "ucb-action": (
            Misconception(
                "np.log(counts.sum())",
                "np.log(counts)",
                "the logarithm is that of the action's own count: take that of all counts together",
                "le logarithme est celui du compteur de l'action : prenez celui de leur somme",
            ),
            Misconception(
                "np.sqrt(np.log(counts.sum()) / counts)",
                "np.log(counts.sum()) / counts",
                "the square root is missing",
                "il manque la racine carrée",
            ),
        ),
        "optimistic-start": (
            Misconception(
                "0.0 if terminated else self.q_table[next_obs].max()",
                "self.q_table[next_obs].max()",
                *TERMINAL,
            ),
            Misconception("self.gamma * future", "future", *NO_GAMMA),
            Misconception("self.q_table[obs, action] +=", "self.q_table[obs] +=", *WHOLE_ROW),
        ),
        "which-and-why": (Misconception('why_ucb = "B"', 'why_ucb = "A"'),),
    },
}
