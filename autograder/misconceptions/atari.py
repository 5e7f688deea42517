"""Known mistakes in chapters 5 and 6."""

from autograder.misconceptions.one import TERMINAL, Misconception

# chapter → grade_id of the answer → mistakes; the invented student makes the first
ATARI: dict[str, dict[str, tuple[Misconception, ...]]] = {
    "5_dqn_breakout": {
        "greedy-actions": (
            Misconception(
                "dim=1",
                "dim=0",
                "that is the best row of each column: wanted is the best action of each row",
                "c'est la meilleure ligne de chaque colonne : prenez l'action de chaque ligne",
            ),
        ),
        "epsilon-greedy-actions": (
            Misconception(
                "rng.random(n) < epsilon",
                "rng.random() < epsilon",
                "one toss for all games: draw one for each",
                "un seul tirage pour toutes les parties : faites-en un pour chacune",
            ),
            Misconception(
                "rng.random(n) < epsilon",
                "rng.random(n) > epsilon",
                "the two cases are the wrong way round: it explores with probability 1 - epsilon",
                "les deux cas sont intervertis : on explore avec la probabilité 1 - epsilon",
            ),
            Misconception(
                "rng.random(n) < epsilon",
                "np.arange(n) < int(epsilon * n)",
                "epsilon is no share of the games: each one tosses for itself",
                "epsilon n'est pas une part des parties : chacune tire pour elle-même",
            ),
        ),
        "ring": (
            Misconception(
                "oldest + 3, n_added - 1",
                "oldest, n_added - 1",
                "the stack of the oldest times reaches back to frames that are gone",
                "la pile des instants les plus anciens remonte à des images qui ne sont plus là",
            ),
            Misconception(
                "n_added - 1, size",
                "n_added, size",
                "the last frame has no next obs yet",
                "la dernière image n'a pas encore d'obs suivante",
            ),
            Misconception(
                "(3, 2, 1, 0)",
                "(0, 1, 2, 3)",
                "the oldest frame comes first",
                "l'image la plus ancienne vient d'abord",
            ),
        ),
        "current-q": (
            Misconception(
                "q_values.gather(1, action[:, None]).squeeze(1)",
                "q_values.max(dim=1).values",
                "that is the best action's value: wanted is that of the action played",
                "c'est la valeur de la meilleure action : on veut celle de l'action jouée",
            ),
        ),
        "dqn-target": (
            Misconception(
                "torch.where(terminated, reward, reward + discount * future)",
                "reward + discount * future",
                *TERMINAL,
            ),
            Misconception(
                "torch.where(terminated, reward, reward + discount * future)",
                "torch.where(terminated, reward + discount * future, reward)",
                "the mask is the wrong way round",
                "le masque est à l'envers",
            ),
            Misconception(
                "discount * future", "future", "discount is missing", "il manque discount"
            ),
        ),
        "huber-loss": (
            Misconception(
                "size - 0.5",
                "size",
                "the two pieces do not meet: beyond 1 it is size - 1/2",
                "les deux morceaux ne se rejoignent pas : au-delà de 1, c'est size - 1/2",
            ),
            Misconception(
                "0.5 * td_error**2",
                "td_error**2",
                "the parabola's factor of one half is missing",
                "il manque le facteur un demi de la parabole",
            ),
        ),
        "polyak-update": (
            Misconception(
                "slow.copy_((1 - tau) * slow + tau * fast)",
                "slow = (1 - tau) * slow + tau * fast",
                "a name is bound anew and the parameter stays as it was: copy into it",
                "un nom est lié à neuf et le paramètre reste tel quel : copiez dedans",
            ),
            Misconception(
                "(1 - tau) * slow + tau * fast",
                "tau * slow + (1 - tau) * fast",
                "tau is the share of the online network: the two are the wrong way round",
                "tau est la part du réseau qui apprend : les deux sont intervertis",
            ),
        ),
        "n-step-return": (
            Misconception(
                "weight * bootstrap",
                "gamma * bootstrap",
                "the bootstrap is discounted once, whatever n is: it takes gamma to the power of n",
                "le bootstrap n'est actualisé qu'une fois : il lui faut gamma puissance n",
            ),
            Misconception(
                "if ends:",
                "if False:",
                "what comes after the end of the episode is counted",
                "ce qui vient après la fin de l'épisode est compté",
            ),
        ),
        "double-dqn-target": (
            Misconception(
                "greedy_actions(next_q_online)",
                "greedy_actions(next_q_target)",
                "the target network chooses the action as well: that is the target of plain DQN",
                "le réseau cible choisit aussi l'action : c'est la cible du DQN simple",
            ),
            Misconception(
                "current_q(next_q_target, greedy_actions(next_q_online))",
                "current_q(next_q_online, greedy_actions(next_q_target))",
                "the two networks are the wrong way round",
                "les deux réseaux sont intervertis",
            ),
        ),
        "what-went-wrong": (Misconception('hangs = "C"', 'hangs = "A"'),),
    },
    "6_dqn_space_invaders": {
        "conv-size": (
            Misconception(
                "2 * padding",
                "padding",
                "padding is added at both ends",
                "le remplissage s'ajoute des deux côtés",
            ),
            Misconception(
                "return moves + 1",
                "return moves",
                "the first position is missing: there is one more than moves",
                "il manque la première position : il y en a une de plus que de déplacements",
            ),
        ),
        "count-parameters": (
            Misconception(
                "channels = filters  # what comes out goes into the next layer",
                "pass",
                "every layer is taken to read as many channels as the first",
                "chaque couche est censée lire autant de canaux que la première",
            ),
            Misconception(
                "(channels * kernel * kernel + 1)",
                "channels * kernel * kernel",
                "the biases of the convolutions are missing",
                "il manque les biais des convolutions",
            ),
        ),
        "dueling-q": (
            Misconception(
                "advantage.mean(dim=1, keepdim=True)",
                "advantage.mean()",
                "that is the mean of the whole batch: take that of each row",
                "c'est la moyenne de tout le lot : prenez celle de chaque ligne",
            ),
            Misconception(
                " - advantage.mean(dim=1, keepdim=True)",
                "",
                "the mean of the advantages is not subtracted",
                "la moyenne des avantages n'est pas soustraite",
            ),
        ),
        "annealed": (
            Misconception(
                "min(1.0, step / steps)",
                "step / steps",
                "the line goes on beyond its end",
                "la droite continue au-delà de sa fin",
            ),
        ),
        "keep": (Misconception(", metadata=about", ""),),
        "reading": (Misconception('overlap = "C"', 'overlap = "B"'),),
    },
}
