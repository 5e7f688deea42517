# %% [markdown] slug="opening" lang="en"
# # 3 · Learning from experience: Q-learning and SARSA
#
# In chapter 2 you could read the lake's rules in `P`. From here on nobody hands you the rules:
# an agent steps, sees what happens, and learns from that alone.
#
# **After this chapter you can**
#
# - write an agent: a class that acts, learns, and stops exploring when it is evaluated;
# - write the Q-learning update line by line, with terminal states and time limits treated rightly;
# - write a SARSA that is truly on-policy, and say what that means;
# - reproduce a published result over 50 seeds, with an interval, and read what it does and does
#   not show;
# - choose a step size and a discount by measuring.
#
# **Time:** about 90 minutes; the computations together take about half a minute.
#
# **You need:** chapters 1 and 2 (policies, $Q(s, a)$, the Bellman optimality equation), and Python
# classes.

# %% [markdown] slug="opening" lang="fr"
# # 3 · Apprendre par l'expérience : Q-learning et SARSA
#
# Au chapitre 2, vous pouviez lire les règles du lac dans `P`. Désormais, personne ne vous les
# donne : l'agent agit, observe ce qui se passe et n'apprend que de cela.
#
# **À la fin de ce chapitre, vous saurez**
#
# - écrire un agent : une classe qui agit, qui apprend et qui cesse d'explorer quand on l'évalue ;
# - écrire ligne par ligne la mise à jour du Q-learning, en traitant correctement les états
#   terminaux et les limites de temps ;
# - écrire un SARSA véritablement *on-policy*, et dire ce que cela signifie ;
# - reproduire un résultat publié sur 50 graines, avec un intervalle, et lire ce qu'il montre et ce
#   qu'il ne montre pas ;
# - choisir un pas d'apprentissage et un facteur d'actualisation en mesurant.
#
# **Durée :** environ 90 minutes ; les calculs prennent en tout une demi-minute environ.
#
# **Prérequis :** les chapitres 1 et 2 (politiques, $Q(s, a)$, équation d'optimalité de Bellman) et
# les classes en Python.

# %% slug="setup" tags=["setup"]
import gymnasium as gym
import numpy as np

from course_utils.agents import Agent, RandomAgent, n_states_and_actions, random_argmax
from course_utils.episodes import evaluate, run_episode, train, train_seeds
from course_utils.exact import model_arrays, policy_value, success_probability
from course_utils.feedback import expect
from course_utils.lakes import (
    CLIFF_WALKING,
    DOWN,
    RIGHT,
    SMALL_LAKE,
    make_cliff_walking,
    make_lake,
    model_of,
)
from course_utils.language import tr
from course_utils.plotting import beside, plot_curves, plot_lake, plot_q_values

# %% [markdown] slug="interface" lang="en"
# ## An agent has two methods
#
# `act(obs)` returns an action. `learn(...)` is told what came of it. The loop that brings agent and
# environment together is the same for every agent of this course:
#
# ```python
# obs, _ = env.reset()
# agent.start_episode()
# while not (terminated or truncated):
#     action = agent.act(obs)
#     next_obs, reward, terminated, truncated, _ = env.step(action)
#     agent.learn(obs, action, reward, next_obs, terminated)
#     obs = next_obs
# ```
#
# Notice what `learn` hears of: `terminated`, never `truncated`. We shall see why that matters.
#
# Let us begin with two agents that learn nothing: one plays at random, one was written by hand.
# How long do they need on a lake of nine cells without holes?

# %% [markdown] slug="interface" lang="fr"
# ## Un agent a deux méthodes
#
# `act(obs)` renvoie une action. `learn(...)` reçoit ce qui en a résulté. La boucle qui réunit
# l'agent et l'environnement est la même pour tous les agents du cours :
#
# ```python
# obs, _ = env.reset()
# agent.start_episode()
# while not (terminated or truncated):
#     action = agent.act(obs)
#     next_obs, reward, terminated, truncated, _ = env.step(action)
#     agent.learn(obs, action, reward, next_obs, terminated)
#     obs = next_obs
# ```
#
# Remarquez ce qui est transmis à `learn` : `terminated`, jamais `truncated`. Nous verrons pourquoi
# c'est important.
#
# Commençons par deux agents qui n'apprennent rien : l'un joue au hasard, l'autre est écrit à la
# main. Combien de pas leur faut-il sur un lac de neuf cases, sans trou ?


# %% slug="two-agents"
class RightThenDown(Agent):
    def act(self, obs):
        return RIGHT if obs % 3 < 2 else DOWN


lake = make_lake(SMALL_LAKE)  # SFF / FFF / FFG
print("RandomAgent   ", evaluate(lake, RandomAgent(4, seed=0), episodes=1000))
print("RightThenDown ", evaluate(lake, RightThenDown(), episodes=1000))
plot_lake(SMALL_LAKE, path=run_episode(lake, RightThenDown()).obs)

# %% [markdown] slug="two-agents-read" lang="en"
# The hand-written agent always needs 4 steps, the fewest possible. The random one needs about 27
# on average, and once in a hundred episodes the time limit of 100 steps stops it before the goal.
# A learner has to get from 27 to 4, with nothing but rewards to go by.
#
# `evaluate` plays without learning, `train` plays and calls `learn`. Both return a `Record` with
# one entry an episode: `returns`, `lengths`, `terminated`, `seeds`.

# %% [markdown] slug="two-agents-read" lang="fr"
# L'agent écrit à la main met toujours 4 pas, le minimum. L'agent aléatoire en met environ 27 en
# moyenne et, une fois sur cent, la limite de 100 pas l'arrête avant le but. Un agent qui apprend
# doit passer de 27 à 4, guidé par les seules récompenses.
#
# `evaluate` joue sans apprendre, `train` joue et appelle `learn`. Les deux renvoient un `Record`
# qui contient une valeur par épisode : `returns`, `lengths`, `terminated`, `seeds`.

# %% [markdown] slug="explore" lang="en"
# ## Explore or exploit: epsilon-greedy
#
# Suppose the agent keeps a table of estimates $Q(s, a)$. Always playing the best-looking action
# (the *greedy* one) never corrects an estimate that is too low: that action is never tried again.
# The simplest cure: with probability $\varepsilon$, play any action at all.
#
# One detail decides between learning and not learning. `np.argmax` returns the **first** of
# several equal values. On a table of zeros that is action 0, "left", at every step: the agent
# stays in its corner, and one may be tempted to blame the environment. Ties must be broken at
# random, which is what `random_argmax(values, rng)` does. Chapter 4 measures how much hangs on it.

# %% [markdown] slug="explore" lang="fr"
# ## Explorer ou exploiter : epsilon-glouton
#
# Supposons que l'agent tienne une table d'estimations $Q(s, a)$. S'il joue toujours l'action qui
# paraît la meilleure (l'action *gloutonne*), une estimation trop basse n'est jamais corrigée :
# cette action n'est plus jamais essayée. Le remède le plus simple : avec la probabilité
# $\varepsilon$, jouer n'importe quelle action.
#
# Un détail décide si l'agent apprend ou non. `np.argmax` renvoie la **première** des valeurs
# égales. Sur une table de zéros, c'est l'action 0, « gauche », à chaque pas : l'agent reste dans
# son coin, et l'on serait tenté d'accuser l'environnement. Il faut départager les ex æquo au
# hasard ; c'est ce que fait `random_argmax(values, rng)`. Le chapitre 4 mesure tout ce qui en
# dépend.

# %% [markdown] slug="ex-epsilon-greedy" lang="en"
# ### Exercise 3.1 · Epsilon-greedy · 3 points · 15 min · ●●○○○
#
# Write `epsilon_greedy(q_values, epsilon, rng)`: with probability $\varepsilon$ one of **all**
# actions, each equally likely (the greedy one too); otherwise a largest one, ties broken at random.
#
# $$\Pr(a) = \frac{\varepsilon}{n} + \frac{1 - \varepsilon}{m} \quad \text{if } a \text{ is one of the } m \text{ best of } n \text{ actions,} \qquad \frac{\varepsilon}{n} \quad \text{otherwise}$$
#
# - `q_values`: float array, shape (n_actions,), the row of one state;
# - `epsilon`: a probability, 0 to 1;
# - `rng`: a numpy `Generator`; **all** chance comes from it, so that a seed repeats a run;
# - returns an action, an int.
#
# <details><summary>Hint 1: a nudge</summary>
#
# First decide *whether* to explore, then *which* action. Two questions, two draws.
# </details>
# <details><summary>Hint 2: the tools</summary>
#
# `rng.random()` is uniform on 0 to 1, so it is below `epsilon` with probability `epsilon`.
# `rng.integers(n)` is one of 0 … n − 1.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# If `rng.random() < epsilon`, return `rng.integers` of the number of actions, as an int; after
# the `if`, return what `random_argmax` says of `q_values`.
# </details>

# %% [markdown] slug="ex-epsilon-greedy" lang="fr"
# ### Exercice 3.1 · Epsilon-glouton · 3 points · 15 min · ●●○○○
#
# Écrivez `epsilon_greedy(q_values, epsilon, rng)` : avec la probabilité $\varepsilon$, une action
# parmi **toutes**, équiprobables (la gloutonne comprise) ; sinon l'une des meilleures, les ex æquo
# étant départagés au hasard.
#
# $$\Pr(a) = \frac{\varepsilon}{n} + \frac{1 - \varepsilon}{m} \quad \text{si } a \text{ est l'une des } m \text{ meilleures des } n \text{ actions,} \qquad \frac{\varepsilon}{n} \quad \text{sinon}$$
#
# - `q_values` : tableau de float, de forme (n_actions,), la ligne d'un état ;
# - `epsilon` : une probabilité, de 0 à 1 ;
# - `rng` : un `Generator` de numpy ; **tout** le hasard en vient, pour qu'une même graine redonne la
#   même partie ;
# - renvoie une action, un int.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Décidez d'abord *s'il faut* explorer, ensuite *quelle* action jouer. Deux questions, deux tirages.
# </details>
# <details><summary>Indice 2 : les outils</summary>
#
# `rng.random()` est uniforme entre 0 et 1 : il est inférieur à `epsilon` avec la probabilité
# `epsilon`. `rng.integers(n)` est l'un des entiers 0 … n − 1.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Si `rng.random() < epsilon`, renvoyez `rng.integers` du nombre d'actions, converti en int ; après
# le `if`, renvoyez ce que `random_argmax` dit de `q_values`.
# </details>


# %% exercise="3.1" difficulty=2 minutes=15 nbgrader={"grade": false, "grade_id": "epsilon-greedy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def epsilon_greedy(q_values, epsilon, rng):
    ### BEGIN SOLUTION
    # stub en: Exercise 3.1: return any action with probability epsilon, else a best one; an int.
    # stub fr: Exercice 3.1 : renvoyez une action quelconque avec la probabilité epsilon, sinon l'une des meilleures ; un int.
    if rng.random() < epsilon:
        return int(rng.integers(len(q_values)))
    return random_argmax(q_values, rng)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "epsilon-greedy-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def shares(q_values, epsilon, draws=20_000):
    rng = np.random.default_rng(0)
    actions = [epsilon_greedy(np.array(q_values), epsilon, rng) for _ in range(draws)]
    return np.bincount(actions, minlength=len(q_values)) / draws


action = epsilon_greedy(np.array([0.0, 5.0, 1.0, 0.0]), 0.0, np.random.default_rng(0))
expect(
    action,
    lambda a: a in range(4),
    what=tr(en="it returns an action, 0 to 3", fr="elle renvoie une action, de 0 à 3"),
    mistakes=[
        (None, tr(en="is a `return` missing?", fr="manque-t-il un `return` ?")),
        (
            5.0,
            tr(
                en="that is the largest value; its place in the row is wanted",
                fr="c'est la plus grande valeur ; on veut sa place dans la ligne",
            ),
        ),
    ],
)
expect(
    shares([0.0, 5.0, 1.0, 0.0], 0.4),
    [0.1, 0.7, 0.1, 0.1],
    what=tr(
        en="shares of 20,000 draws, epsilon = 0.4, values 0, 5, 1, 0",
        fr="fréquences sur 20 000 tirages, epsilon = 0,4, valeurs 0, 5, 1, 0",
    ),
    mistakes=[
        (
            [0.15, 0.55, 0.15, 0.15],
            tr(
                en="explore with probability epsilon, not 1 - epsilon",
                fr="on explore avec la probabilité epsilon, et non 1 - epsilon",
            ),
        ),
        (
            [2 / 15, 0.6, 2 / 15, 2 / 15],
            tr(
                en="when exploring, the greedy action may be drawn too: draw among all actions",
                fr="en explorant, l'action gloutonne peut être tirée aussi : tirez parmi toutes",
            ),
        ),
        ([0.0, 1.0, 0.0, 0.0], tr(en="it never explores", fr="elle n'explore jamais")),
        ([0.25] * 4, tr(en="it always explores", fr="elle explore toujours")),
    ],
    rtol=0,
    atol=0.02,
)
expect(
    shares([3.0, 0.0, 3.0, 3.0], 0.0),
    [1 / 3, 0, 1 / 3, 1 / 3],
    what=tr(
        en="shares of 20,000 draws, epsilon = 0, values 3, 0, 3, 3",
        fr="fréquences sur 20 000 tirages, epsilon = 0, valeurs 3, 0, 3, 3",
    ),
    mistakes=[
        (
            [1.0, 0.0, 0.0, 0.0],
            tr(
                en="always the first of equals: break ties at random, with random_argmax",
                fr="toujours le premier des ex æquo : départagez au hasard, avec random_argmax",
            ),
        ),
        (
            lambda got: got[1] > 0,
            tr(
                en="with epsilon = 0 action 1 is never right: does it explore when it should not?",
                fr="avec epsilon = 0, l'action 1 est exclue : explore-t-elle mal à propos ?",
            ),
        ),
    ],
    rtol=0,
    atol=0.02,
)
twice = []
for _ in range(2):
    rng = np.random.default_rng(7)
    twice.append([epsilon_greedy(np.zeros(4), 0.5, rng) for _ in range(1000)])
expect(
    int(np.sum(np.array(twice[0]) != np.array(twice[1]))),
    0,
    what=tr(
        en="1000 draws, then 1000 more with the same seed: how many differ",
        fr="1000 tirages, puis 1000 autres avec la même graine : combien diffèrent",
    ),
    mistakes=[
        (
            lambda n: n > 0,
            tr(
                en="some chance does not come from rng, so no run can be repeated",
                fr="une part du hasard ne vient pas de rng : rien ne peut être répété",
            ),
        )
    ],
)
### BEGIN HIDDEN TESTS
import numpy as np

from autograder.checks import check, rng
from autograder.judges import drawn_from, equal


def rows(n, epsilons, best, rng):
    # other best actions in each of many rows; a generator each: answers draw as often as they like
    made = []
    for epsilon in epsilons:
        q_values = rng.uniform(-3.0, -1.0, size=n)
        q_values[rng.permutation(n)[:best]] = -0.5
        made.append((epsilon, q_values, int(rng.integers(2**32))))
    return made


def drawn(rows, draws=4000):
    counts = []
    for epsilon, q_values, seed in rows:
        generator = np.random.default_rng(seed)
        counts.append([0] * len(q_values))
        for _ in range(draws):
            counts[-1][int(epsilon_greedy(np.array(q_values), epsilon, generator))] += 1
    return counts


def wanted_draws(rows, draws=4000):
    best = [q_values == q_values.max() for _, q_values, _ in rows]
    shares = [
        epsilon / len(one) + (1 - epsilon) * one / one.sum()
        for one, (epsilon, _, _) in zip(best, rows, strict=True)
    ]
    return {"draws": draws, "probabilities": shares}


one_best = rows(5, 3 * (0.0, 0.15, 0.5, 0.9) + (1.0,), 1, rng)
check(
    drawn(one_best),
    drawn_from(),
    wanted=wanted_draws(one_best),
    about=tr(
        en="how often each action is drawn, for several epsilons",
        fr="la fréquence de chaque action, pour plusieurs epsilons",
    ),
)
ties = rows(4, 6 * (0.0, 0.3), 2, rng) + rows(4, (0.0, 0.3), 4, rng)
check(
    drawn(ties),
    drawn_from(),
    wanted=wanted_draws(ties),
    about=tr(en="ties broken at random", fr="les ex æquo départagés au hasard"),
)
seed = int(rng.integers(1000))
rows = np.round(rng.uniform(0, 2, size=(200, 4)))
generators = np.random.default_rng(seed), np.random.default_rng(seed)
pairs = [[int(epsilon_greedy(row, 0.5, g)) for g in generators] for row in rows]
clear = [rng.permutation(5) + 0.5 for _ in range(50)]
check(
    [first - second for first, second in pairs] + [int(epsilon_greedy(q, 0.0, rng)) for q in clear],
    equal(),
    about=tr(
        en="the same seed gives the same actions; with epsilon = 0, the best one",
        fr="même graine, mêmes actions ; avec epsilon = 0, la meilleure",
    ),
)
### END HIDDEN TESTS

# %% slug="epsilon-greedy-picture" picture="epsilon-greedy" tags=["skip-when-grading"]
q_table = np.zeros((9, 4))  # a made-up table; columns: left, down, right, up
q_table[:, [DOWN, RIGHT]] = 1.0
q_table[[2, 5], RIGHT] = q_table[[6, 7], DOWN] = 0.0
rng = np.random.default_rng(0)
frequencies = np.zeros((9, 4))
for obs in range(9):
    for _ in range(1000):
        frequencies[obs, epsilon_greedy(q_table[obs], 0.4, rng)] += 1 / 1000
plot_q_values(
    frequencies, SMALL_LAKE, title=tr(en="share of each action", fr="part de chaque action")
)

# %% [markdown] slug="epsilon-greedy-see" lang="en"
# **What you should see.** The share of each action in 1,000 calls a cell, at $\varepsilon = 0.4$.
# Where two actions are best, each has about 0.4; where one is, it has about 0.7; the others have
# about 0.1 each. White labels mark the largest of each cell.
#
# ![The 3 by 3 lake with four shares a cell. Down and right have about 0.4 wherever both are best; in the last column down has about 0.7, in the last row right has; every other share is about 0.1.](picture:epsilon-greedy)

# %% [markdown] slug="epsilon-greedy-see" lang="fr"
# **Ce que vous devriez voir.** La part de chaque action sur 1 000 appels par case, avec
# $\varepsilon = 0{,}4$. Là où deux actions sont les meilleures, chacune a environ 0,4 ; là où une
# seule l'est, elle a environ 0,7 ; les autres ont environ 0,1 chacune. Les étiquettes blanches
# marquent la plus grande de chaque case.
#
# ![Le lac de 3 sur 3, quatre parts par case. Bas et droite ont environ 0,4 là où toutes deux sont les meilleures ; dans la dernière colonne, bas a environ 0,7 ; dans la dernière ligne, c'est droite ; toute autre part est d'environ 0,1.](picture:epsilon-greedy)

# %% [markdown] slug="td" lang="en"
# ## From one step to a better estimate
#
# In chapter 2, one backup averaged over everything that `P` says can happen:
#
# $$Q(s, a) \leftarrow \sum_{s'} p(s' \mid s, a) \left[ r + \gamma \max_{a'} Q(s', a') \right]$$
#
# Without `P` the agent has a single sample $(s, a, r, s')$. What stands in the bracket is then a
# noisy guess, so Q-learning moves only a fraction $\alpha$ of the way towards it
# (Sutton & Barto, 2018, eq. 6.8):
#
# $$\text{target} = r + \gamma \max_{a'} Q(s', a')$$
# $$\delta = \text{target} - Q(s, a)$$
# $$Q(s, a) \leftarrow Q(s, a) + \alpha \, \delta$$
#
# If $s'$ is **terminal** there is no next action and no future: the target is $r$.

# %% [markdown] slug="td" lang="fr"
# ## D'un pas à une meilleure estimation
#
# Au chapitre 2, une mise à jour faisait la moyenne de tout ce qui, selon `P`, peut arriver :
#
# $$Q(s, a) \leftarrow \sum_{s'} p(s' \mid s, a) \left[ r + \gamma \max_{a'} Q(s', a') \right]$$
#
# Sans `P`, l'agent n'a qu'un échantillon $(s, a, r, s')$. Le crochet n'est alors qu'une estimation
# bruitée ; le Q-learning ne parcourt donc qu'une fraction $\alpha$ du chemin vers elle
# (Sutton et Barto, 2018, éq. 6.8) :
#
# $$\text{cible} = r + \gamma \max_{a'} Q(s', a')$$
# $$\delta = \text{cible} - Q(s, a)$$
# $$Q(s, a) \leftarrow Q(s, a) + \alpha \, \delta$$
#
# Si $s'$ est **terminal**, il n'y a ni action suivante ni avenir : la cible est $r$.

# %% [markdown] slug="quiz-mask" lang="en"
# **Quiz.** On a Frozen Lake whose table starts at zero, forgetting the terminal case changes
# nothing. Why?
#
# <details><summary>A. Because the reward of a terminal step is always 0</summary>
#
# No: the step that reaches the goal is rewarded with 1. The reward is in the target either way.
# </details>
# <details><summary>B. Because nothing is ever learned <em>from</em> a terminal state, so its row stays at zero</summary>
#
# Yes. No action is ever played there, so $\max_{a'} Q(s', a')$ is 0 by accident. Start the table at
# anything but zero (chapter 4 does) or use a network (chapter 5), and the accident is over.
# </details>
# <details><summary>C. Because the discount makes the future of a terminal state small</summary>
#
# No: $\gamma$ is 0.9 or more here, which would leave nearly all of a wrong value standing.
# </details>

# %% [markdown] slug="quiz-mask" lang="fr"
# **Quiz.** Sur un Frozen Lake dont la table part de zéro, oublier le cas terminal ne change rien.
# Pourquoi ?
#
# <details><summary>A. Parce que la récompense d'un pas terminal est toujours 0</summary>
#
# Non : le pas qui atteint le but rapporte 1. La récompense est dans la cible de toute façon.
# </details>
# <details><summary>B. Parce qu'on n'apprend jamais rien <em>depuis</em> un état terminal : sa ligne reste à zéro</summary>
#
# Oui. On n'y joue aucune action, donc $\max_{a'} Q(s', a')$ ne vaut 0 que par un heureux hasard.
# Partez d'une table non nulle (chapitre 4) ou d'un réseau (chapitre 5), et il disparaît.
# </details>
# <details><summary>C. Parce que l'actualisation rend négligeable l'avenir d'un état terminal</summary>
#
# Non : $\gamma$ vaut ici 0,9 ou plus, ce qui laisserait subsister presque toute la valeur fausse.
# </details>

# %% [markdown] slug="ex-q-learning-update" lang="en"
# ### Exercise 3.2 · Q-learning update · 3 points · 15 min · ●●○○○
#
# Write `q_learning_update(q_table, obs, action, reward, next_obs, terminated, *, alpha, gamma)`,
# which changes one entry of `q_table` **in place** and returns nothing. Three lines, one for each
# line of the equation: `td_target`, `td_error`, update.
#
# - `q_table`: float array, shape (n_states, n_actions);
# - `obs`, `action`, `next_obs`: ints; `reward`: a float;
# - `terminated`: True if `next_obs` is a terminal state.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is the most that can still be earned from `next_obs` on? There are two cases.
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# `q_table[next_obs]` is the row of the next state and has a method `max`. A future of 0 when
# `terminated` is true covers the other case.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Set `future` to `0.0` or to the row's maximum; `td_target` is the reward plus `gamma` times it;
# `td_error` is `td_target` less the entry; then add `alpha * td_error` to the entry with `+=`.
# </details>

# %% [markdown] slug="ex-q-learning-update" lang="fr"
# ### Exercice 3.2 · Mise à jour du Q-learning · 3 points · 15 min · ●●○○○
#
# Écrivez `q_learning_update(q_table, obs, action, reward, next_obs, terminated, *, alpha, gamma)`,
# qui modifie une case de `q_table` **sur place** et ne renvoie rien. Trois lignes, une pour chaque
# ligne de l'équation : `td_target`, `td_error`, mise à jour.
#
# - `q_table` : tableau de float, de forme (n_states, n_actions) ;
# - `obs`, `action`, `next_obs` : des int ; `reward` : un float ;
# - `terminated` : True si `next_obs` est un état terminal.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Que peut-on encore gagner au mieux à partir de `next_obs` ? Il y a deux cas.
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# `q_table[next_obs]` est la ligne de l'état suivant et possède une méthode `max`. Un avenir égal
# à 0 quand `terminated` est vrai couvre l'autre cas.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Donnez à `future` la valeur `0.0` ou le maximum de la ligne ; `td_target` est la récompense plus
# `gamma` fois cet avenir ; `td_error` est `td_target` moins la case ; ajoutez enfin
# `alpha * td_error` à la case avec `+=`.
# </details>


# %% exercise="3.2" difficulty=2 minutes=15 nbgrader={"grade": false, "grade_id": "q-learning-update", "locked": false, "schema_version": 3, "solution": true, "task": false}
def q_learning_update(q_table, obs, action, reward, next_obs, terminated, *, alpha, gamma):
    ### BEGIN SOLUTION
    # stub en: Exercise 3.2: compute td_target and td_error, then change q_table[obs, action] in place.
    # stub fr: Exercice 3.2 : calculez td_target et td_error, puis modifiez q_table[obs, action] sur place.
    future = 0.0 if terminated else q_table[next_obs].max()
    td_target = reward + gamma * future
    td_error = td_target - q_table[obs, action]
    q_table[obs, action] += alpha * td_error
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "q-learning-update-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def after_one_update(reward, terminated):
    q_table = np.array([[0.0, 1.0, 3.0], [2.5, 4.0, 6.0], [0.0, 9.0, 0.0]])
    # en: from state 0, action 1, to state 1
    # fr: depuis l'état 0, action 1, vers l'état 1
    q_learning_update(q_table, 0, 1, reward, 1, terminated, alpha=0.5, gamma=0.9)
    return q_table


# en: target 1 + 0.9 x 6 = 6.4, error 6.4 - 1 = 5.4, new value 1 + 0.5 x 5.4 = 3.7
# fr: cible 1 + 0,9 x 6 = 6,4, erreur 6,4 - 1 = 5,4, nouvelle valeur 1 + 0,5 x 5,4 = 3,7
expect(
    after_one_update(1.0, terminated=False)[0, 1],
    3.7,
    what=tr(
        en="Q(0, 1) was 1; reward 1, the best next value is 6, alpha 0.5, gamma 0.9",
        fr="Q(0, 1) valait 1 ; récompense 1, meilleure valeur suivante 6, alpha 0,5, gamma 0,9",
    ),
    mistakes={
        1.0: tr(
            en="nothing changed: is a copy of the table updated, or is the update missing?",
            fr="rien n'a changé : modifiez-vous une copie, ou la mise à jour manque-t-elle ?",
        ),
        4.2: tr(
            en="the current value is not subtracted: td_error = td_target - Q(s, a)",
            fr="la valeur actuelle n'est pas soustraite : td_error = td_target - Q(s, a)",
        ),
        6.4: tr(
            en="that is the target itself: alpha is missing",
            fr="c'est la cible elle-même : il manque alpha",
        ),
        3.2: tr(
            en="the old value was thrown away: use += for the last line",
            fr="l'ancienne valeur a été perdue : utilisez += à la dernière ligne",
        ),
        2.7: tr(
            en="only the correction was stored: use += for the last line",
            fr="seule la correction a été rangée : utilisez += à la dernière ligne",
        ),
        2.35: tr(
            en="the maximum is taken over the row of obs; take that of next_obs",
            fr="le maximum est pris dans la ligne de obs ; prenez celle de next_obs",
        ),
        1.9: tr(
            en="argmax gives the place of the best value; take the value",
            fr="argmax donne la place de la meilleure valeur ; prenez la valeur",
        ),
        2.8: tr(
            en="the next row's value of the action just played: take the row's maximum",
            fr="la valeur, dans la ligne suivante, de l'action qui vient d'être jouée : prenez le maximum",
        ),
        5.05: tr(
            en="that is the maximum of the whole table; take that of the row of next_obs",
            fr="c'est le maximum de toute la table ; prenez celui de la ligne de next_obs",
        ),
        4.0: tr(en="gamma is missing", fr="il manque gamma"),
        -1.7: tr(
            en="the sign: the error is target minus current value",
            fr="le signe : l'erreur est la cible moins la valeur actuelle",
        ),
        2.875: tr(
            en="that is the mean of the next row; take its maximum",
            fr="c'est la moyenne de la ligne suivante ; prenez son maximum",
        ),
    },
)
expect(
    after_one_update(2.0, terminated=True)[0, 1],
    1.5,
    what=tr(
        en="the same entry; reward 2, and state 1 is terminal: the target is 2",
        fr="la même case ; récompense 2, et l'état 1 est terminal : la cible est 2",
    ),
    mistakes={
        4.2: tr(
            en="a terminal state has no future: its row does not count",
            fr="un état terminal n'a pas d'avenir : sa ligne ne compte pas",
        ),
        0.5: tr(
            en="the target is not 0 at the end: the last reward counts",
            fr="la cible n'est pas 0 à la fin : la dernière récompense compte",
        ),
        1.0: tr(
            en="nothing is learned from the last step of an episode",
            fr="rien n'est appris du dernier pas d'un épisode",
        ),
    },
)
# en: target -3, error -3 - 1 = -4, new value 1 - 0.5 x 4 = -1; the rest stays
# fr: cible -3, erreur -3 - 1 = -4, nouvelle valeur 1 - 0,5 x 4 = -1 ; le reste ne bouge pas
expect(
    after_one_update(-3.0, terminated=True),
    np.array([[0.0, -1.0, 3.0], [2.5, 4.0, 6.0], [0.0, 9.0, 0.0]]),
    what=tr(
        en="the whole table, after reward −3 at the end: only Q(0, 1) changes",
        fr="toute la table, après une récompense de −3 à la fin : seul Q(0, 1) change",
    ),
    mistakes=[
        (
            lambda table: not np.allclose(table[1:], [[2.5, 4.0, 6.0], [0.0, 9.0, 0.0]]),
            tr(
                en="the row of another state was changed: only Q(obs, action) is learned about",
                fr="la ligne d'un autre état a été modifiée : on n'apprend que sur Q(obs, action)",
            ),
        ),
        (
            lambda table: not np.allclose(table[0, ::2], [0.0, 3.0]),
            tr(
                en="the whole row of obs has moved: change q_table[obs, action] alone",
                fr="toute la ligne de obs a bougé : ne modifiez que q_table[obs, action]",
            ),
        ),
        (
            lambda table: np.isclose(table[0, 1], 3.0),
            tr(
                en="the error is negative here, and must stay so: no absolute value",
                fr="ici l'erreur est négative et doit le rester : pas de valeur absolue",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
import numpy as np

from autograder.checks import check, rng
from autograder.judges import close


def table_after(ends, rng, steps=60):
    q_table = rng.uniform(-5.0, 5.0, size=(7, 3))
    q_table[4] -= 8.0
    for _ in range(steps):
        obs, next_obs = rng.integers(7, size=2).tolist()
        action, reward = int(rng.integers(3)), float(rng.normal())
        alpha, gamma = rng.uniform(0.1, 1.0, size=2).tolist()
        terminated = bool(rng.random() < ends)
        q_learning_update(
            q_table, obs, action, reward, next_obs, terminated, alpha=alpha, gamma=gamma
        )
    return q_table


check(
    table_after(0.0, rng),
    close(),
    about=tr(
        en="a table after many steps that do not end an episode",
        fr="une table après de nombreux pas qui ne terminent pas l'épisode",
    ),
)
check(
    table_after(1.0, rng),
    close(),
    about=tr(
        en="a table after many steps that end an episode",
        fr="une table après de nombreux pas qui terminent l'épisode",
    ),
)
check(
    [table_after(0.3, rng, steps=steps) for steps in (1, 200)],
    close(),
    about=tr(en="both kinds of step, mixed", fr="les deux sortes de pas, mêlées"),
)
### END HIDDEN TESTS

# %% [markdown] slug="ex-q-learning-agent" lang="en"
# ### Exercise 3.3 · The whole agent · 4 points · 20 min · ●●●○○
#
# Put the pieces together: `QLearning(env, *, alpha, gamma, epsilon, seed=0)`.
#
# - `self.q_table`: zeros, float array, shape (n_states, n_actions); `n_states_and_actions(env)`
#   gives this pair; `self.rng`: its own `Generator`, made from `seed`;
# - `act(obs)`: epsilon-greedy **while** `self.training` **is true**, greedy when it is false (every
#   `Agent` has the attribute; `evaluate` switches it off and on again);
# - `learn(obs, action, reward, next_obs, terminated)`: one update of `self.q_table`.
#
# You may call your two functions, or write their lines again.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What do `act` and `learn` need that is not among their arguments? `__init__` keeps it, on `self`.
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# `np.zeros` takes a shape; `np.random.default_rng(seed)` makes a generator. Greedy is
# epsilon-greedy with an epsilon of 0.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# In `act`: `epsilon = self.epsilon if self.training else 0.0`, then `epsilon_greedy` of the row
# `self.q_table[obs]`. In `learn`: `q_learning_update` of `self.q_table` and the five arguments,
# with `alpha=self.alpha, gamma=self.gamma`.
# </details>

# %% [markdown] slug="ex-q-learning-agent" lang="fr"
# ### Exercice 3.3 · L'agent complet · 4 points · 20 min · ●●●○○
#
# Assemblez les morceaux : `QLearning(env, *, alpha, gamma, epsilon, seed=0)`.
#
# - `self.q_table` : des zéros, tableau de float, de forme (n_states, n_actions) ;
#   `n_states_and_actions(env)` donne ce couple ; `self.rng` : son propre `Generator`, créé à partir
#   de `seed` ;
# - `act(obs)` : epsilon-glouton **tant que** `self.training` **est vrai**, glouton quand il est faux
#   (tout `Agent` a cet attribut ; `evaluate` le met à False, puis le rétablit) ;
# - `learn(obs, action, reward, next_obs, terminated)` : une mise à jour de `self.q_table`.
#
# Vous pouvez appeler vos deux fonctions, ou en récrire les lignes.
#
# <details><summary>Indice 1 : une piste</summary>
#
# De quoi `act` et `learn` ont-elles besoin qui ne figure pas dans leurs arguments ? `__init__` le
# range dans `self`.
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# `np.zeros` prend une forme ; `np.random.default_rng(seed)` crée un générateur. Glouton, c'est
# epsilon-glouton avec un epsilon nul.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Dans `act` : `epsilon = self.epsilon if self.training else 0.0`, puis `epsilon_greedy` de la ligne
# `self.q_table[obs]`. Dans `learn` : `q_learning_update` de `self.q_table` et des cinq arguments,
# avec `alpha=self.alpha, gamma=self.gamma`.
# </details>


# %% exercise="3.3" difficulty=3 minutes=20 nbgrader={"grade": false, "grade_id": "q-learning-agent", "locked": false, "schema_version": 3, "solution": true, "task": false}
class QLearning(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        ### BEGIN SOLUTION
        # stub en: Exercise 3.3: keep alpha, gamma and epsilon, and make self.q_table and self.rng.
        # stub fr: Exercice 3.3 : conservez alpha, gamma et epsilon, et créez self.q_table et self.rng.
        self.alpha = alpha
        self.gamma = gamma
        self.epsilon = epsilon
        self.q_table = np.zeros(n_states_and_actions(env))
        self.rng = np.random.default_rng(seed)
        ### END SOLUTION

    def act(self, obs):
        ### BEGIN SOLUTION
        # stub en: Exercise 3.3: return an epsilon-greedy action, a greedy one if self.training is False.
        # stub fr: Exercice 3.3 : renvoyez une action epsilon-gloutonne, gloutonne si self.training est False.
        epsilon = self.epsilon if self.training else 0.0
        return epsilon_greedy(self.q_table[obs], epsilon, self.rng)
        ### END SOLUTION

    def learn(self, obs, action, reward, next_obs, terminated):
        ### BEGIN SOLUTION
        # stub en: Exercise 3.3: update self.q_table with this transition.
        # stub fr: Exercice 3.3 : mettez à jour self.q_table avec cette transition.
        q_learning_update(
            self.q_table,
            obs,
            action,
            reward,
            next_obs,
            terminated,
            alpha=self.alpha,
            gamma=self.gamma,
        )
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "q-learning-agent-test", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
agent = QLearning(make_lake(SMALL_LAKE), alpha=0.5, gamma=0.9, epsilon=1.0, seed=0)
expect(
    np.shape(agent.q_table),
    (9, 4),
    what=tr(
        en="a row a state, a column an action", fr="une ligne par état, une colonne par action"
    ),
)
agent.q_table[0] = [1.0, 7.0, 2.0, 3.0]
expect(
    len({agent.act(0) for _ in range(200)}),
    4,
    what=tr(
        en="with epsilon = 1, 200 draws: how many different actions",
        fr="avec epsilon = 1, 200 tirages : nombre d'actions différentes",
    ),
    mistakes={1: tr(en="it does not explore", fr="il n'explore pas")},
)
agent.training = False
expect(
    sorted({agent.act(0) for _ in range(200)}),
    [1],
    what=tr(
        en="with training = False only the best action, 1, is played",
        fr="avec training = False, seule la meilleure action, 1, est jouée",
    ),
    mistakes=[
        ([0, 1, 2, 3], tr(en="it still explores", fr="il explore encore")),
        ([0], tr(en="is the row that of obs?", fr="est-ce bien la ligne de obs ?")),
    ],
)
agent = QLearning(make_lake(SMALL_LAKE), alpha=0.5, gamma=0.9, epsilon=0.1, seed=0)
# en: the goal's row must not count
# fr: la ligne du but ne doit pas compter
agent.q_table[8] = 7.0
agent.learn(5, DOWN, 1.0, 8, True)
expect(
    type(agent.q_table).__name__,
    lambda name: name != "NoneType",
    what=tr(
        en="after one step was learned, self.q_table is still a table",
        fr="après un pas appris, self.q_table est toujours une table",
    ),
    mistakes={
        "NoneType": tr(
            en="q_learning_update changes the table in place and returns None: do not put what it "
            "returns into self.q_table",
            fr="q_learning_update modifie la table sur place et renvoie None : ne rangez pas ce qu'elle "
            "renvoie dans self.q_table",
        )
    },
)
agent.learn(4, RIGHT, 0.0, 5, False)
expect(
    [agent.q_table[5, DOWN], agent.q_table[4, RIGHT]],
    [0.5, 0.225],  # 0 + 0.5 (1 - 0), then 0 + 0.5 (0 + 0.9 x 0.5 - 0)
    what=tr(
        en="5 → 8, the goal (reward 1), then 4 → 5: the two values learned",
        fr="5 → 8, le but (récompense 1), puis 4 → 5 : les deux valeurs apprises",
    ),
    mistakes=[
        ([0.0, 0.0], tr(en="nothing is learned", fr="rien n'est appris")),
        ([1.0, 0.9], tr(en="alpha is missing", fr="il manque alpha")),
        (
            [3.65, 1.6425],
            tr(
                en="the goal is terminal and has no future: pass `terminated` on",
                fr="le but est terminal et n'a pas d'avenir : transmettez `terminated`",
            ),
        ),
    ],
)
twice = []
for _ in range(2):
    agent = QLearning(make_lake(SMALL_LAKE), alpha=0.5, gamma=0.9, epsilon=0.5, seed=7)
    twice.append([agent.act(0) for _ in range(200)])
expect(
    int(np.sum(np.array(twice[0]) != np.array(twice[1]))),
    0,
    what=tr(
        en="two agents with the same seed: how many of 200 actions differ",
        fr="deux agents de même graine : combien d'actions diffèrent sur 200",
    ),
    mistakes=[
        (
            lambda n: n > 0,
            tr(
                en="some chance does not come from self.rng, made from seed",
                fr="une part du hasard ne vient pas de self.rng, créé à partir de seed",
            ),
        )
    ],
)
### BEGIN HIDDEN TESTS
import numpy as np

from autograder.checks import check, rng
from autograder.judges import close, drawn_from, each, reaches_goal, resting_on
from course_utils.episodes import train
from course_utils.lakes import make_lake, model_of, random_lake


def new_agent(env, rng, *, epsilon):
    alpha, gamma = rng.uniform(0.2, 0.9, size=2).tolist()
    return QLearning(env, alpha=alpha, gamma=gamma, epsilon=epsilon, seed=int(rng.integers(1000)))


def learned(rng, ends=0.25):
    agent = new_agent(make_lake(random_lake(rng, size=3)), rng, epsilon=0.5)
    agent.q_table[:] = rng.normal(size=(9, 4))
    for _ in range(100):
        obs, next_obs = rng.integers(9, size=2).tolist()
        action, reward = int(rng.integers(4)), float(rng.normal())
        agent.learn(obs, action, reward, next_obs, bool(rng.random() < ends))
    return agent.q_table


check(
    learned(rng),
    close(),
    about=tr(
        en="the table after transitions you have not seen",
        fr="la table après des transitions jamais vues",
    ),
)


def acts(rows, rng, draws=2000):
    counts = []
    for number, row in enumerate(rows):
        agent = new_agent(make_lake(random_lake(rng, size=3)), rng, epsilon=0.6)
        agent.q_table[:] = rng.uniform(-2.0, -1.0, size=(9, 4))
        agent.q_table[7] = row
        agent.training = number % 2 == 0
        counts.append([0] * 4)
        for _ in range(draws):
            counts[-1][int(agent.act(7))] += 1
    return counts


def wanted_acts(rows, epsilon, draws):
    explores = np.where(np.arange(len(rows)) % 2 == 0, epsilon, 0.0)[:, None]
    best = rows == rows.max(axis=1, keepdims=True)
    return {"draws": draws, "probabilities": explores / 4 + (1 - explores) * best}


rows = rng.uniform(-2.0, -1.0, size=(12, 4))
rows[np.arange(12), rng.integers(4, size=12)] = -0.5
check(
    acts(rows, rng),
    drawn_from(),
    wanted=wanted_acts(rows, 0.6, 2000),
    about=tr(
        en="how often each action is played, in training and in evaluation",
        fr="la fréquence de chaque action, à l'entraînement et à l'évaluation",
    ),
)


def twins(rng):
    # so small that whoever learns at all finds the goal, whatever the seed
    lake, seed, tables = make_lake(["SFF", "FFG"]), int(rng.integers(1000)), []
    for _ in range(2):
        agent = QLearning(lake, alpha=0.4, gamma=0.95, epsilon=0.4, seed=seed)
        train(lake, agent, episodes=100, seed=seed, progress=False)
        tables.append(np.array(agent.q_table, dtype=float))
    return {"difference": tables[0] - tables[1], "learned": int(tables[0].max() > 0.5)}


# that there is no difference is known beforehand: it counts with a table that is not
check(
    {"answer": twins(rng), "basis": learned(rng, ends=0.0)},
    resting_on(close(), close()),
    about=tr(
        en="two agents with the same seed learn the same table, one value a state and action",
        fr="deux agents de même graine apprennent la même table, une valeur par état et action",
    ),
)


def trained(rng):
    lake_map = random_lake(rng, size=4, frozen=0.9)
    lake, seed = make_lake(lake_map), int(rng.integers(1000))
    agent = QLearning(lake, alpha=0.5, gamma=0.9, epsilon=0.5, seed=seed)
    train(lake, agent, episodes=2000, seed=seed, progress=False)
    agent.training = False
    # asked again and again: one policy that still explores may arrive by chance
    policies = [[int(agent.act(obs)) for obs in range(16)] for _ in range(8)]
    return [{"map": list(lake_map), "slippery": False, "policy": one} for one in policies]


# a planner finds the way too: it counts with learning that is right
check(
    {"answer": trained(rng), "basis": learned(rng, ends=0.0)},
    resting_on(close(), each(reaches_goal(at_least=0.99))),
    about=tr(
        en="after training on a lake you have not seen, the greedy policy reaches the goal",
        fr="après entraînement sur un lac jamais vu, la politique gloutonne atteint le but",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="train" lang="en"
# ## Watching it learn
#
# The rest of this chapter plays with **your** `QLearning` (and, later, your `Sarsa`). If yours does
# not work yet, the pictures under "what you should see" come from the reference: read on with them.
#
# Does the agent get from 27 steps to 4? On this lake nearly every episode ends with return 1, so a
# curve of returns would tell us nothing. The *length* of an episode tells more. One run is
# luck, so we train 20 agents and draw their mean, with a band for what 20 runs leave uncertain.

# %% [markdown] slug="train" lang="fr"
# ## Regarder l'agent apprendre
#
# La suite du chapitre utilise **votre** `QLearning` (et, plus loin, votre `Sarsa`). Si la vôtre ne
# fonctionne pas encore, les images sous « ce que vous devriez voir » viennent de la référence :
# poursuivez avec elles.
#
# L'agent passe-t-il de 27 pas à 4 ? Sur ce lac, presque tous les épisodes rapportent 1 : une courbe
# des retours ne dirait rien. La *longueur* d'un épisode en dit plus. Un seul entraînement relève
# de la chance : nous entraînons donc 20 agents et traçons leur moyenne, avec une bande pour
# l'incertitude que laissent 20 essais.

# %% slug="train-small-lake" picture="learning-curve" tags=["skip-when-grading"]
lengths = []
for seed in range(20):
    agent = QLearning(lake, alpha=0.5, gamma=0.9, epsilon=0.1, seed=seed)
    record = train(lake, agent, episodes=100, seed=1000 * seed, progress=False)
    lengths.append(record.lengths)
print(np.mean(lengths, axis=0)[[0, 1, 4, 9, 99]])
plot_curves({"Q-learning": lengths}, ylabel=tr(en="steps to the end", fr="pas jusqu'à la fin"))

# %% [markdown] slug="train-see" lang="en"
# **What you should see.** The first episode is a random walk; after about ten episodes the agent
# needs between 4 and 5 steps: 4 for the path, the rest for its random actions.
#
# ![Learning curve over 100 episodes: the mean length falls steeply from about 36 steps in the first episode to between 4 and 5 from about the tenth on, and stays there.](picture:learning-curve)
#
# | Budget card | |
# |---|---|
# | training | 20 agents, 100 episodes each, about 10,000 steps in all |
# | measured time | 0.2 s on two CPU cores |
# | score band, last 50 episodes | 4.3 to 4.7 steps (lowest and highest of 20 seeds) |
# | a random agent | 27 steps |

# %% [markdown] slug="train-see" lang="fr"
# **Ce que vous devriez voir.** Le premier épisode est une marche au hasard ; après une dizaine
# d'épisodes, il faut à l'agent entre 4 et 5 pas : 4 pour le chemin, le reste pour ses actions
# aléatoires.
#
# ![Courbe d'apprentissage sur 100 épisodes : la longueur moyenne chute d'environ 36 pas au premier épisode à une valeur entre 4 et 5 dès le dixième environ, et y reste.](picture:learning-curve)
#
# | Fiche de budget | |
# |---|---|
# | entraînement | 20 agents, 100 épisodes chacun, environ 10 000 pas en tout |
# | durée mesurée | 0,2 s sur deux cœurs |
# | fourchette, 50 derniers épisodes | 4,3 à 4,7 pas (minimum et maximum de 20 graines) |
# | un agent aléatoire | 27 pas |

# %% [markdown] slug="q-table" lang="en"
# What does its table say? From chapter 2 you know the exact answer: $d$ steps before the end, the
# best action is worth $\gamma^{d-1}$, because the reward of 1 comes with the last of $d$ steps.
# With $\gamma = 0.9$ the start, 4 steps away, should be worth $0.9^3 = 0.729$.

# %% [markdown] slug="q-table" lang="fr"
# Que dit sa table ? Depuis le chapitre 2, vous connaissez la réponse exacte : à $d$ pas de la fin,
# la meilleure action vaut $\gamma^{d-1}$, car la récompense de 1 arrive au dernier des $d$ pas.
# Avec $\gamma = 0{,}9$, le départ, à 4 pas, devrait valoir $0{,}9^3 = 0{,}729$.

# %% slug="q-table-small-lake" picture="q-values" tags=["skip-when-grading"]
agent = QLearning(lake, alpha=0.5, gamma=0.9, epsilon=0.1, seed=0)
train(lake, agent, episodes=100)
print("max Q(0, a) =", round(agent.q_table[0].max(), 3))
plot_q_values(agent.q_table, SMALL_LAKE)

# %% [markdown] slug="q-table-see" lang="en"
# **What you should see.** Along the path that the agent walks, the values are 0.73, 0.81, 0.9, 1:
# exact to two decimals, although nobody gave it the model. Elsewhere they are too low, or still
# zero. **Q-learning knows well only what it visits often.**
#
# ![The 3 by 3 lake with four Q-values a cell. Along one path from start to goal the best values rise: 0.73, 0.81, 0.90, 1. Many values off that path are zero.](picture:q-values)

# %% [markdown] slug="q-table-see" lang="fr"
# **Ce que vous devriez voir.** Le long du chemin que l'agent emprunte, les valeurs sont 0,73, 0,81,
# 0,9 et 1 : exactes à deux décimales, alors que personne ne lui a donné le modèle. Ailleurs, elles
# sont trop basses, ou encore nulles. **Le Q-learning ne connaît bien que ce qu'il visite souvent.**
#
# ![Le lac de 3 sur 3, quatre valeurs Q par case. Le long d'un chemin du départ au but, les meilleures valeurs croissent : 0,73, 0,81, 0,90, 1. Beaucoup de valeurs hors de ce chemin sont nulles.](picture:q-values)

# %% [markdown] slug="evaluation" lang="en"
# ## Training is not the exam
#
# While it trains, the agent plays a random action one time in ten. That is how it learns, not how
# well it plays. To see what it *knows*, stop exploring: that is what `training` is for.
# `run_episode` leaves it as it is (True at first); `evaluate` sets it to False while it plays. The
# same agent, both ways:

# %% [markdown] slug="evaluation" lang="fr"
# ## S'entraîner n'est pas passer l'examen
#
# Pendant l'entraînement, l'agent joue une action au hasard une fois sur dix. C'est ainsi qu'il
# apprend, mais cela ne dit pas ce qu'il vaut. Pour voir ce qu'il *sait*, cessez d'explorer : c'est
# à cela que sert `training`. `run_episode` n'y touche pas (au début, True) ; `evaluate` le met à
# False le temps de jouer. Le même agent, des deux façons :

# %% slug="evaluation-mode" tags=["skip-when-grading"]
exploring = [run_episode(lake, agent).length for _ in range(1000)]
greedy = evaluate(lake, agent, episodes=1000)
print(tr(en="with exploration   ", fr="avec exploration   "), np.mean(exploring), max(exploring))
print(
    tr(en="without exploration", fr="sans exploration   "),
    greedy.lengths.mean(),
    greedy.lengths.max(),
)

# %% [markdown] slug="evaluation-read" lang="en"
# Between 4 and 5 steps on average with exploration (and unlucky episodes of a dozen or so); exactly
# 4 in every episode without. Report both, and say which is which: the *online* return says what
# learning costs, the evaluation what was learned. On the cliff below the two will disagree about
# who wins.

# %% [markdown] slug="evaluation-read" lang="fr"
# En moyenne entre 4 et 5 pas avec exploration (et des épisodes malchanceux d'une douzaine de pas) ;
# exactement 4 à chaque épisode sans elle. Donnez les deux, en précisant lequel est lequel : le
# retour *en ligne* dit ce que coûte l'apprentissage, l'évaluation ce qui a été appris. Plus bas,
# sur la falaise, les deux ne désigneront pas le même gagnant.

# %% [markdown] slug="time-limit" lang="en"
# ## A time limit is not a terminal state
#
# Many programs join the two flags, `done = terminated or truncated`, and let the agent learn from
# `done`. What does that do? When the clock stops an episode in state $s'$, the agent is told that
# $s'$ has no future. But the state is as good as ever; only our patience ended. The wrapper below
# makes this mistake on purpose. The lake is the same, with a limit of 6 steps: the goal
# needs 4.

# %% [markdown] slug="time-limit" lang="fr"
# ## Une limite de temps n'est pas un état terminal
#
# Beaucoup de programmes confondent les deux indicateurs, `done = terminated or truncated`, et font
# apprendre l'agent à partir de `done`. Quel en est l'effet ? Quand l'horloge interrompt un épisode
# dans l'état $s'$, on dit à l'agent que $s'$ n'a pas d'avenir. Or l'état vaut autant qu'avant ;
# seule notre patience est à bout. L'enveloppe (*wrapper*) ci-dessous commet cette faute exprès. Le
# lac est le même, avec une limite de 6 pas : le but en demande 4.


# %% slug="time-limit-mistake" tags=["skip-when-grading"]
class TellsDone(gym.Wrapper):
    def step(self, action):
        obs, reward, terminated, truncated, info = self.env.step(action)
        return obs, reward, terminated or truncated, truncated, info


for name, hurried in (
    ("terminated", make_lake(SMALL_LAKE, max_steps=6)),
    ("done      ", TellsDone(make_lake(SMALL_LAKE, max_steps=6))),
):
    start_values, successes = [], []
    for seed in range(20):
        agent = QLearning(hurried, alpha=0.5, gamma=0.9, epsilon=0.3, seed=seed)
        train(hurried, agent, episodes=500, seed=1000 * seed, progress=False)
        start_values.append(agent.q_table[0].max())
        agent.training = False
        policy = [agent.act(obs) for obs in range(9)]
        successes.append(success_probability(model_of(lake), policy))
    print(f"{name}  V(0) = {np.mean(start_values):.3f}   {sum(successes):.0f} / 20")

# %% [markdown] slug="time-limit-read" lang="en"
# Learning from `terminated`: the start is worth 0.729, as it should be, and all 20 greedy policies
# reach the goal. Learning from `done`: values too low, and only 16 of 20 policies arrive. This is
# why `train` tells `learn` of `terminated` only. (If being cut off is truly part of the task, the
# time left belongs in the observation.)

# %% [markdown] slug="time-limit-read" lang="fr"
# En apprenant avec `terminated` : le départ vaut 0,729, comme il se doit, et les 20 politiques
# gloutonnes atteignent le but. En apprenant avec `done` : des valeurs trop basses, et seulement
# 16 politiques sur 20 arrivent. Voilà pourquoi `train` ne transmet à `learn` que `terminated`. (Si
# l'interruption fait vraiment partie de la tâche, le temps restant a sa place dans l'observation.)

# %% [markdown] slug="sarsa" lang="en"
# ## SARSA: learn about what you do
#
# Q-learning's target assumes that the *best* action comes next, though the agent sometimes
# explores. It learns about one policy (greedy) while it follows another: it is **off-policy**.
# SARSA learns about the policy that it follows, exploration included; it is **on-policy** (Sutton &
# Barto, 2018, eq. 6.7):
#
# $$Q(s, a) \leftarrow Q(s, a) + \alpha \left[ r + \gamma Q(s', a') - Q(s, a) \right]$$
#
# Here $a'$ is the action that is really **played next**. The name is the list of what one update
# needs: $s, a, r, s', a'$.

# %% [markdown] slug="sarsa" lang="fr"
# ## SARSA : apprendre sur ce que l'on fait
#
# La cible du Q-learning suppose que la *meilleure* action suit, alors que l'agent explore parfois.
# Il apprend sur une politique (la gloutonne) en en suivant une autre : il est **off-policy**. SARSA
# apprend sur la politique qu'il suit, exploration comprise ; il est **on-policy**
# (Sutton et Barto, 2018, éq. 6.7) :
#
# $$Q(s, a) \leftarrow Q(s, a) + \alpha \left[ r + \gamma Q(s', a') - Q(s, a) \right]$$
#
# Ici, $a'$ est l'action réellement **jouée ensuite**. Le nom énumère ce dont une mise à jour a
# besoin : $s, a, r, s', a'$.

# %% [markdown] slug="two-draws" lang="en"
# A mistake found in many programs: `learn` draws an $a'$ for the target, then `act` draws *another*
# action and plays that one. With epsilon-greedy the two often differ, and the target is then about
# an action that never happened: the update is no longer the one in the equation, the table cannot
# be retraced from the episode played, and methods that look further along the trajectory build on
# the action truly taken.
#
# So: draw $a'$ **once**, in `learn`; remember it; let `act` play it.

# %% [markdown] slug="two-draws" lang="fr"
# Une faute que l'on trouve dans bien des programmes : `learn` tire une action $a'$ pour la cible,
# puis `act` tire une *autre* action et joue celle-là. Avec epsilon-glouton, les deux diffèrent
# souvent : la cible porte alors sur une action qui n'a jamais eu lieu. La mise à jour n'est plus
# celle de l'équation, la table ne se retrouve pas à partir de l'épisode joué, et les méthodes qui
# regardent plus loin dans la trajectoire s'appuient sur l'action vraiment jouée.
#
# Donc : tirez $a'$ **une seule fois**, dans `learn` ; retenez cette action ; que `act` la joue.

# %% [markdown] slug="two-draws-score" lang="en"
# Be fair to that mistake, though. Both draws follow the same policy, so on average the one-step
# target is the same. On the cliff below, over 200 seeds, we measured −27.5 ± 0.4 with one draw and
# −27.2 ± 0.6 with two: no difference to speak of. A good score does not prove a right program;
# that is why the check of the exercise looks at the actions, not at the score.

# %% [markdown] slug="two-draws-score" lang="fr"
# Soyons toutefois justes envers cette faute. Les deux tirages suivent la même politique ; en
# moyenne, la cible à un pas est donc la même. Sur la falaise ci-dessous, avec 200 graines, nous
# avons mesuré −27,5 ± 0,4 avec un tirage et −27,2 ± 0,6 avec deux : aucune différence notable. Un
# bon score ne prouve pas qu'un programme est juste ; voilà pourquoi la vérification de l'exercice
# regarde les actions et non le score.

# %% [markdown] slug="quiz-memory" lang="en"
# **Quiz.** The time limit ends an episode just after `learn` has drawn and remembered $a'$. What
# happens if `start_episode` does not clear the memory?
#
# <details><summary>A. Nothing: the next <code>learn</code> overwrites it</summary>
#
# It does, but too late: `act` comes before `learn` in the new episode.
# </details>
# <details><summary>B. The new episode begins with an action that was chosen for another state</summary>
#
# Yes. It was drawn for the state where the clock stopped; played from the start it means nothing.
# The same goes for `evaluate`, whose first action might even be an exploring one.
# </details>
# <details><summary>C. The value of the last state is lost</summary>
#
# No: the update with $a'$ has been made. Only *playing* $a'$ did not happen.
# </details>

# %% [markdown] slug="quiz-memory" lang="fr"
# **Quiz.** La limite de temps termine un épisode juste après que `learn` a tiré et retenu $a'$.
# Que se passe-t-il si `start_episode` n'efface pas la mémoire ?
#
# <details><summary>A. Rien : le <code>learn</code> suivant l'écrase</summary>
#
# Certes, mais trop tard : dans le nouvel épisode, `act` vient avant `learn`.
# </details>
# <details><summary>B. Le nouvel épisode commence par une action choisie pour un autre état</summary>
#
# Oui. Elle a été tirée pour l'état où l'horloge s'est arrêtée ; jouée au départ, elle n'a aucun
# sens. Il en va de même pour `evaluate`, dont la première action pourrait même être exploratoire.
# </details>
# <details><summary>C. La valeur du dernier état est perdue</summary>
#
# Non : la mise à jour avec $a'$ a eu lieu. Seul le fait de *jouer* $a'$ n'a pas eu lieu.
# </details>

# %% [markdown] slug="ex-sarsa" lang="en"
# ### Exercise 3.4 · SARSA and its memory · 4 points · 25 min · ●●●●○
#
# Write `Sarsa`. Two methods you have written before, in exercise 3.3: copy them from your `QLearning`.
#
# - `__init__` keeps what it is given, as there, and no action yet: `self.next_action = None`;
# - `draw(obs)` is what `act` was there: epsilon-greedy, greedy when not training;
# - `start_episode()` clears `self.next_action`;
# - `act(obs)` plays the remembered action and forgets it; without one, it draws;
# - `learn(...)`: if the next state is terminal the target is the reward; otherwise draw $a'$ **once**,
#   remember it in `self.next_action`, and use it in the target.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Play three steps on paper, `act`, `learn`, `act`, `learn`, `act`, `learn`, and write down what
# `self.next_action` holds after each. When is it `None`?
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# Compare with `is None`: action 0 counts as false in Python, and `if self.next_action:` would
# forget it. In `learn`, only the line of the future differs from Q-learning.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# In `learn`, unless `terminated`: set `self.next_action = self.draw(next_obs)`, and let `future` be
# `self.q_table[next_obs, self.next_action]`. In `act`: copy `self.next_action` to a name, set it to
# `None`, return the name.
# </details>

# %% [markdown] slug="ex-sarsa" lang="fr"
# ### Exercice 3.4 · SARSA et sa mémoire · 4 points · 25 min · ●●●●○
#
# Écrivez `Sarsa`. Vous avez déjà écrit deux de ses méthodes, à l'exercice 3.3 : recopiez-les depuis
# votre `QLearning`.
#
# - `__init__` conserve ce qu'on lui donne, comme là-bas, et encore aucune action :
#   `self.next_action = None` ;
# - `draw(obs)` est ce qu'était `act` : epsilon-glouton, glouton hors entraînement ;
# - `start_episode()` efface `self.next_action` ;
# - `act(obs)` joue l'action retenue et l'oublie ; s'il n'y en a pas, elle en tire une ;
# - `learn(...)` : si l'état suivant est terminal, la cible est la récompense ; sinon, tirez l'action
#   $a'$ **une seule fois**, retenez-la dans `self.next_action` et utilisez-la dans la cible.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Jouez trois pas sur papier, `act`, `learn`, `act`, `learn`, `act`, `learn`, et notez ce que
# contient `self.next_action` après chacun. Quand vaut-il `None` ?
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# Comparez avec `is None` : en Python, l'action 0 compte comme faux, et `if self.next_action:`
# l'oublierait. Dans `learn`, seule la ligne de l'avenir diffère du Q-learning.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Dans `learn`, sauf si `terminated` : posez `self.next_action = self.draw(next_obs)`, et que
# `future` soit `self.q_table[next_obs, self.next_action]`. Dans `act` : copiez `self.next_action`
# dans une variable, mettez-le à `None`, renvoyez la variable.
# </details>


# %% exercise="3.4" difficulty=4 minutes=25 nbgrader={"grade": false, "grade_id": "sarsa-agent", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Sarsa(Agent):
    def __init__(self, env, *, alpha, gamma, epsilon, seed=0):
        ### BEGIN SOLUTION
        # stub en: Exercise 3.4: keep what QLearning keeps; no action is remembered yet.
        # stub fr: Exercice 3.4 : conservez ce que conserve QLearning ; aucune action n'est encore retenue.
        self.alpha = alpha
        self.gamma = gamma
        self.epsilon = epsilon
        self.q_table = np.zeros(n_states_and_actions(env))
        self.rng = np.random.default_rng(seed)
        self.next_action = None
        ### END SOLUTION

    def draw(self, obs):
        ### BEGIN SOLUTION
        # stub en: Exercise 3.4: return an epsilon-greedy action, as act does in QLearning.
        # stub fr: Exercice 3.4 : renvoyez une action epsilon-gloutonne, comme act dans QLearning.
        epsilon = self.epsilon if self.training else 0.0
        return epsilon_greedy(self.q_table[obs], epsilon, self.rng)
        ### END SOLUTION

    def start_episode(self):
        ### BEGIN SOLUTION
        # stub en: Exercise 3.4: forget the action remembered from the episode before.
        # stub fr: Exercice 3.4 : oubliez l'action retenue lors de l'épisode précédent.
        self.next_action = None
        ### END SOLUTION

    def act(self, obs):
        ### BEGIN SOLUTION
        # stub en: Exercise 3.4: play the remembered action and forget it; without one, draw.
        # stub fr: Exercice 3.4 : jouez l'action retenue et oubliez-la ; s'il n'y en a pas, tirez-en une.
        if self.next_action is None:
            return self.draw(obs)
        action, self.next_action = self.next_action, None
        return action
        ### END SOLUTION

    def learn(self, obs, action, reward, next_obs, terminated):
        ### BEGIN SOLUTION
        # stub en: Exercise 3.4: draw the next action once, remember it, use it in the target.
        # stub fr: Exercice 3.4 : tirez l'action suivante une seule fois, retenez-la, utilisez-la dans la cible.
        future = 0.0
        if not terminated:
            self.next_action = self.draw(next_obs)
            future = self.q_table[next_obs, self.next_action]
        td_target = reward + self.gamma * future
        td_error = td_target - self.q_table[obs, action]
        self.q_table[obs, action] += self.alpha * td_error
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sarsa-agent-test", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
agent = Sarsa(lake, alpha=0.5, gamma=0.9, epsilon=0.0, seed=0)
agent.start_episode()
agent.q_table[0], agent.q_table[1] = [5.0, 0.0, 1.0, 0.5], [4.0, 2.0, 2.5, 6.0]
agent.learn(0, 2, 1.0, 1, False)
expect(
    agent.q_table[0, 2],
    3.7,  # target 1 + 0.9 x 6 = 6.4; 1 + 0.5 (6.4 - 1)
    what=tr(
        en="epsilon = 0, so a' is the best action: Q was 1, reward 1, Q(s', a') is 6",
        fr="epsilon = 0, donc a' est la meilleure action : Q valait 1, récompense 1, Q(s', a') = 6",
    ),
    mistakes={
        1.0: tr(en="nothing was learned", fr="rien n'a été appris"),
        6.4: tr(en="alpha is missing", fr="il manque alpha"),
        4.0: tr(en="gamma is missing", fr="il manque gamma"),
        2.35: tr(
            en="the target uses the action itself (3), not its value",
            fr="la cible utilise l'action elle-même (3), et non sa valeur",
        ),
        2.8: tr(
            en="a' was drawn for obs: draw it for next_obs",
            fr="a' a été tirée pour obs : tirez-la pour next_obs",
        ),
        2.125: tr(
            en="Q(s', a), with the action just played: a' is the next one, drawn for next_obs",
            fr="Q(s', a), avec l'action qui vient d'être jouée : a' est la suivante, tirée pour next_obs",
        ),
        1.225: tr(
            en="Q(s, a') instead of Q(s', a')? the row is that of next_obs",
            fr="Q(s, a') au lieu de Q(s', a') ? la ligne est celle de next_obs",
        ),
    },
)

agent.start_episode()
agent.q_table[0, 2] = 1.0
agent.learn(0, 2, 2.0, 1, True)
expect(
    agent.q_table[0, 2],
    1.5,
    what=tr(
        en="the same, reward 2, and state 1 is terminal: the target is 2",
        fr="de même, récompense 2, et l'état 1 est terminal : la cible est 2",
    ),
    mistakes={
        4.2: tr(
            en="a terminal state has no next action and no future",
            fr="un état terminal n'a ni action suivante ni avenir",
        ),
        1.0: tr(
            en="nothing is learned from the last step",
            fr="rien n'est appris du dernier pas",
        ),
    },
)

agent.start_episode()
agent.q_table[0, 2] = 1.0
agent.learn(0, 2, -3.0, 1, True)
expect(
    agent.q_table[:2],
    np.array([[5.0, 0.0, -1.0, 0.5], [4.0, 2.0, 2.5, 6.0]]),  # 1 + 0.5 (-3 - 1)
    what=tr(
        en="rows 0 and 1 after these steps, the last with reward −3: only Q(0, 2) has changed",
        fr="les lignes 0 et 1 après ces pas, le dernier de récompense −3 : seul Q(0, 2) a changé",
    ),
    mistakes=[
        (
            lambda rows: not np.allclose(rows[1], [4.0, 2.0, 2.5, 6.0]),
            tr(
                en="the row of the next state was changed: only Q(obs, action) is learned about",
                fr="la ligne de l'état suivant a été modifiée : on n'apprend que sur Q(obs, action)",
            ),
        ),
        (
            lambda rows: not np.allclose(rows[0, [0, 1, 3]], [5.0, 0.0, 0.5]),
            tr(
                en="the whole row of obs has moved: change self.q_table[obs, action] alone",
                fr="toute la ligne de obs a bougé : ne modifiez que self.q_table[obs, action]",
            ),
        ),
        (
            lambda rows: np.isclose(rows[0, 2], 3.0),
            tr(
                en="the error is negative here, and must stay so: no absolute value",
                fr="ici l'erreur est négative et doit le rester : pas de valeur absolue",
            ),
        ),
    ],
)

# en: epsilon = 1: a' is any of the four; alpha = gamma = 1, so Q(0, 2) becomes Q(1, a')
# fr: epsilon = 1 : a' est l'une des quatre ; alpha = gamma = 1, donc Q(0, 2) devient Q(1, a')
agent = Sarsa(lake, alpha=1.0, gamma=1.0, epsilon=1.0, seed=0)
agent.q_table[1] = [10.0, 11.0, 12.0, 13.0]
in_target, played = [], []
for _ in range(200):
    agent.start_episode()
    agent.learn(0, 2, 0.0, 1, False)
    in_target.append(float(agent.q_table[0, 2]) - 10)
    played.append(agent.act(1))
expect(
    sum(a != b for a, b in zip(in_target, played, strict=True)),
    0,
    what=tr(
        en="200 times: how often the action played is not the one in the target",
        fr="200 fois : combien de fois l'action jouée n'est pas celle de la cible",
    ),
    mistakes=[
        (
            lambda _: set(in_target) == {3},
            tr(
                en="the target always takes the best action: that is Q-learning",
                fr="la cible prend toujours la meilleure action : c'est le Q-learning",
            ),
        ),
        (
            lambda _: set(in_target) == {2},
            tr(
                en="the target always takes the action just played, 2: use a', the one that learn draws",
                fr="la cible prend toujours l'action qui vient d'être jouée, 2 : prenez a', que learn tire",
            ),
        ),
        (
            lambda _: any(value % 1 for value in in_target),
            tr(
                en="the target is an average over the actions (Expected SARSA): take the value of a' alone",
                fr="la cible est une moyenne sur les actions (Expected SARSA) : prenez la valeur de a' seule",
            ),
        ),
        (
            lambda _: all(a == 0 for a, b in zip(in_target, played, strict=True) if a != b),
            tr(
                en="only action 0 is lost: 0 counts as false, so compare with `is None`",
                fr="seule l'action 0 se perd : 0 compte comme faux, comparez avec `is None`",
            ),
        ),
        (
            lambda _: True,
            tr(
                en="two draws: act must play the action that learn remembered",
                fr="deux tirages : act doit jouer l'action que learn a retenue",
            ),
        ),
    ],
)
agent.epsilon = 0.0
agent.q_table[0], agent.q_table[1] = [0.0, 9.0, 0.0, 0.0], [0.0, 0.0, 0.0, 8.0]
agent.learn(0, 2, 0.0, 1, False)
agent.start_episode()
expect(
    agent.act(0),
    1,
    what=tr(
        en="a new episode starts with the best action of its own first state",
        fr="un nouvel épisode commence par la meilleure action de son propre premier état",
    ),
    mistakes={
        3: tr(
            en="that action was remembered from the episode before: clear it in start_episode",
            fr="cette action vient de l'épisode précédent : effacez-la dans start_episode",
        )
    },
)
### BEGIN HIDDEN TESTS
import numpy as np

from autograder.checks import check, rng
from autograder.judges import close, drawn_from, equal, resting_on
from course_utils.episodes import run_episode
from course_utils.lakes import SMALL_LAKE, make_lake


def new_sarsa(rng, *, epsilon):
    alpha, gamma = rng.uniform(0.3, 0.9, size=2).tolist()
    lake = make_lake(SMALL_LAKE)
    agent = Sarsa(lake, alpha=alpha, gamma=gamma, epsilon=epsilon, seed=int(rng.integers(1000)))
    agent.q_table[:] = rng.normal(size=(9, 4))
    agent.start_episode()
    return agent, alpha, gamma


def gap(rng, steps=300):
    # the table must be what the actions really played give; the judge sees the difference
    agent, alpha, gamma = new_sarsa(rng, epsilon=0.7)
    wanted = np.array(agent.q_table)
    obs = int(rng.integers(9))
    action = int(agent.act(obs))
    for _ in range(steps):
        next_obs, reward = int(rng.integers(9)), float(rng.normal())
        agent.learn(obs, action, reward, next_obs, False)
        next_action = int(agent.act(next_obs))
        target = reward + gamma * wanted[next_obs, next_action]
        wanted[obs, action] += alpha * (target - wanted[obs, action])
        obs, action = next_obs, next_action
    return np.array(agent.q_table) - wanted


def learned(ends, rng):
    agent, _, _ = new_sarsa(rng, epsilon=0.0)
    for _ in range(100):
        obs, next_obs = rng.integers(9, size=2).tolist()
        action, reward = int(rng.integers(4)), float(rng.normal())
        agent.start_episode()
        agent.learn(obs, action, reward, next_obs, bool(rng.random() < ends))
    return np.array(agent.q_table)


# that there is no gap is known beforehand: it counts with a table that is not
check(
    {"answer": gap(rng), "basis": learned(0.0, rng)},
    resting_on(close(), close()),
    about=tr(
        en="the action in the target is the action then played",
        fr="l'action de la cible est l'action jouée ensuite",
    ),
)


def gap_in_episodes(rng):
    # no time limit is ever reached here, so every action drawn for a target is played
    agent, alpha, gamma = new_sarsa(rng, epsilon=0.8)
    wanted = np.array(agent.q_table)
    lake = make_lake(SMALL_LAKE, max_steps=100_000)
    for _ in range(5):
        episode = run_episode(lake, agent, learn=True)
        for t, action in enumerate(episode.actions):
            future = 0.0
            if t + 1 < episode.length:
                future = wanted[episode.obs[t + 1], episode.actions[t + 1]]
            target = episode.rewards[t] + gamma * future
            wanted[episode.obs[t], action] += alpha * (target - wanted[episode.obs[t], action])
    return np.array(agent.q_table) - wanted


check(
    {"answer": gap_in_episodes(rng), "basis": learned(0.0, rng)},
    resting_on(close(), close()),
    about=tr(
        en="whole episodes on the ice: the table follows the actions that were played",
        fr="des épisodes entiers sur la glace : la table suit les actions jouées",
    ),
)
check(
    [learned(0.0, rng), learned(1.0, rng), learned(0.3, rng)],
    close(),
    about=tr(
        en="the table after transitions you have not seen, terminal ones among them",
        fr="la table après des transitions jamais vues, terminales ou non",
    ),
)


def first_actions(rng):
    agent, _, _ = new_sarsa(rng, epsilon=0.0)
    actions = []
    for _ in range(60):
        before, stopped, start = rng.permutation(9)[:3].tolist()
        agent.learn(before, int(rng.integers(4)), 0.0, stopped, False)
        agent.start_episode()
        actions.append(int(agent.act(start)))
        agent.learn(start, actions[-1], 0.0, stopped, True)
        agent.start_episode()
        actions.append(int(agent.act(before)))
    return actions


check(
    first_actions(rng),
    equal(),
    about=tr(
        en="the first action of an episode, after one that the clock stopped",
        fr="la première action d'un épisode, après un autre que l'horloge a arrêté",
    ),
)


def acts(rows, rng, draws=1500):
    counts = []
    for number, row in enumerate(rows):
        agent, _, _ = new_sarsa(rng, epsilon=0.4)
        agent.q_table[6] = row
        agent.training = number % 2 == 0
        first, second = [0] * 4, [0] * 4
        for _ in range(draws):
            agent.start_episode()
            first[int(agent.act(6))] += 1
            agent.learn(2, 3, 0.0, 6, False)
            second[int(agent.act(6))] += 1
        counts += [first + second]
    return counts


def wanted_acts(rows, epsilon, draws):
    explores = np.where(np.arange(len(rows)) % 2 == 0, epsilon, 0.0)[:, None]
    shares = explores / 4 + (1 - explores) * (rows == rows.max(axis=1, keepdims=True))
    return {"draws": draws, "probabilities": np.stack([shares, shares], axis=1)}


rows = rng.permuted(np.tile([-2.0, 3.0, 1.0, -1.0], (12, 1)), axis=1)
check(
    np.reshape(acts(rows, rng), (12, 2, 4)),
    drawn_from(),
    wanted=wanted_acts(rows, 0.4, 1500),
    about=tr(
        en="how often each action is played, first and remembered, in training and in evaluation",
        fr="la fréquence des actions, premières et retenues, à l'entraînement et à l'évaluation",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="cliff" lang="en"
# ## The cliff
#
# `CliffWalking-v1`: 4 rows of 12 cells, start bottom left, goal bottom right, and between them a
# cliff (drawn dark). Every step costs 1. Stepping into the cliff costs 100 and puts the agent back
# at the start; the episode **goes on**. Only the goal ends it, and there is no time limit unless
# one is set. Nothing is discounted ($\gamma = 1$).
#
# The shortest path, along the edge, takes 13 steps: its return is −13. Note your guess before you
# go on: with $\varepsilon = 0.1$ throughout, which of the two earns more **while it learns**, and
# which has the better greedy path afterwards?

# %% [markdown] slug="cliff" lang="fr"
# ## La falaise
#
# `CliffWalking-v1` : 4 lignes de 12 cases, départ en bas à gauche, but en bas à droite et, entre
# les deux, une falaise (en sombre). Chaque pas coûte 1. Tomber de la falaise coûte 100 et ramène
# l'agent au départ ; l'épisode **continue**. Seul le but y met fin, et il n'y a pas de limite de
# temps, sauf si l'on en fixe une. Rien n'est actualisé ($\gamma = 1$).
#
# Le plus court chemin, au bord du vide, prend 13 pas : son retour est −13. Notez votre pronostic
# avant de continuer : avec $\varepsilon = 0{,}1$ du début à la fin, lequel des deux gagne le plus
# **pendant qu'il apprend**, et lequel a ensuite le meilleur chemin glouton ?

# %% slug="cliff-map"
plot_lake(CLIFF_WALKING)

# %% [markdown] slug="cliff-setting" lang="en"
# This is example 6.6 of Sutton & Barto (2018). We take a setting often used to redo it: step size
# 0.5 (the example itself names none), $\varepsilon = 0.1$, 500 episodes. And not one run of each
# but 50, every agent with its own seed: only then can we say what belongs to the algorithm and
# what to luck. `train_seeds` makes an environment and an agent for every seed.

# %% [markdown] slug="cliff-setting" lang="fr"
# C'est l'exemple 6.6 de Sutton et Barto (2018). Nous prenons un réglage courant pour le
# reproduire : pas d'apprentissage 0,5 (l'exemple n'en donne aucun), $\varepsilon = 0{,}1$, 500
# épisodes. Et non pas un essai de chaque, mais 50, chaque agent avec sa graine : c'est à ce prix
# que l'on peut dire ce qui tient à l'algorithme et ce qui tient à la chance. `train_seeds` crée un
# environnement et un agent pour chaque graine.

# %% slug="cliff-train" tags=["skip-when-grading"]
# en: Gymnasium's CliffWalking-v1, with a quicker step
# fr: le CliffWalking-v1 de Gymnasium, avec un pas plus rapide
cliff = make_cliff_walking()
returns, agents = {}, {}
for name, kind in (("Q-learning", QLearning), ("SARSA", Sarsa)):
    returns[name], agents[name] = train_seeds(
        make_cliff_walking,
        lambda seed, kind=kind: kind(cliff, alpha=0.5, gamma=1.0, epsilon=0.1, seed=seed),
        episodes=500,
        seeds=50,
    )
    print(name, returns[name].shape)

# %% slug="cliff-curves" picture="cliff-curves" tags=["skip-when-grading"]
plot = plot_curves(returns, window=20, ylabel=tr(en="return", fr="retour"))
# en: the first episodes lie far below; the book's figure begins at -100 too
# fr: les premiers épisodes sont bien plus bas ; la figure du livre commence aussi à -100
plot.figure.axes[0].set_ylim(-100, -10)
plot

# %% [markdown] slug="cliff-curves-see" lang="en"
# **What you should see.** This is the book's figure, averaged over 50 seeds: Q-learning settles
# near −50, SARSA near −25. The bands are far apart.
#
# ![Two learning curves over 500 episodes, returns from minus 100 up. Both rise steeply within the first 50 episodes; then SARSA, on top, settles near minus 26 and Q-learning near minus 49. The bands do not overlap after the beginning.](picture:cliff-curves)
#
# | Budget card | |
# |---|---|
# | training | 50 seeds, 500 episodes, two algorithms: about 1.2 million steps |
# | measured time | 10 to 15 s on two CPU cores |
# | Q-learning, band over seeds (episodes 101–500) | −56.0 to −40.8 |
# | SARSA, band over seeds (episodes 101–500) | −42.7 to −22.6 |
# | a random agent | about −65,000 an episode (6,500 steps) |

# %% [markdown] slug="cliff-curves-see" lang="fr"
# **Ce que vous devriez voir.** C'est la figure du livre, moyennée sur 50 graines : le Q-learning se
# stabilise vers −50, SARSA vers −25. Les bandes sont bien séparées.
#
# ![Deux courbes d'apprentissage sur 500 épisodes, retours à partir de moins 100. Toutes deux montent fortement pendant les 50 premiers épisodes ; puis SARSA, au-dessus, se stabilise vers moins 26 et le Q-learning vers moins 49. Passé le début, les bandes ne se recouvrent pas.](picture:cliff-curves)
#
# | Fiche de budget | |
# |---|---|
# | entraînement | 50 graines, 500 épisodes, deux algorithmes : environ 1,2 million de pas |
# | durée mesurée | 10 à 15 s sur deux cœurs |
# | Q-learning, fourchette sur les graines (épisodes 101–500) | de −56,0 à −40,8 |
# | SARSA, fourchette sur les graines (épisodes 101–500) | de −42,7 à −22,6 |
# | un agent aléatoire | environ −65 000 par épisode (6 500 pas) |

# %% [markdown] slug="cliff-table" lang="en"
# A figure persuades; a table can be checked. Two questions: what does an episode *online* earn,
# once the first 100 are over? And how long is the *greedy* path afterwards? A greedy agent may walk
# in circles for ever, so this time we set a limit: 100 steps.

# %% [markdown] slug="cliff-table" lang="fr"
# Une figure convainc ; un tableau se vérifie. Deux questions : que rapporte un épisode *en ligne*,
# une fois passés les 100 premiers ? Et quelle est ensuite la longueur du chemin *glouton* ? Un
# agent glouton peut tourner en rond indéfiniment ; cette fois, nous fixons donc une limite :
# 100 pas.

# %% slug="cliff-greedy-table" tags=["skip-when-grading"]
limited = make_cliff_walking(max_steps=100)
for name in returns:
    online = returns[name][:, 100:].mean(axis=1)  # (50,), one mean a seed
    margin = 2 * online.std(ddof=1) / np.sqrt(len(online))
    lengths = []
    for agent in agents[name]:
        lengths.append(evaluate(limited, agent, episodes=1, progress=False).lengths[0])
    steps, counts = np.unique(lengths, return_counts=True)
    how_many = dict(zip(steps.tolist(), counts.tolist(), strict=True))
    print(f"{name:10}  {online.mean():.1f} ± {margin:.1f}  ", how_many)
better = returns["SARSA"][:, 100:].mean(axis=1) > returns["Q-learning"][:, 100:].mean(axis=1)
print("SARSA > Q-learning:", better.sum(), "/", len(better))

# %% [markdown] slug="cliff-table-read" lang="en"
# | | Q-learning | SARSA | the book |
# |---|---|---|---|
# | online return, episodes 101–500 | −49.5 ± 0.9 | −27.7 ± 1.0 | about −50 and −25 (read off the figure) |
# | greedy path, most frequent | 13 steps, 50 of 50 | 17 steps, 37 of 50 | the edge; the upper part of the grid |
# | SARSA ahead online | | 50 of 50 seeds | SARSA ahead |
#
# The result holds, in every one of 50 seeds. What the book's figure does not show: the greedy
# policy of 7 of the 50 SARSA agents walks in circles until the limit. A step size of 0.5 keeps the
# values noisy, and after 500 episodes some states have rarely been visited. (With 0.1 and 5,000
# episodes, all of 10 agents arrived.)

# %% [markdown] slug="cliff-table-read" lang="fr"
# | | Q-learning | SARSA | le livre |
# |---|---|---|---|
# | retour en ligne, épisodes 101–500 | −49,5 ± 0,9 | −27,7 ± 1,0 | environ −50 et −25 (lus sur la figure) |
# | chemin glouton le plus fréquent | 13 pas, 50 sur 50 | 17 pas, 37 sur 50 | le bord ; le haut de la grille |
# | SARSA devant en ligne | | 50 graines sur 50 | SARSA devant |
#
# Le résultat tient, pour chacune des 50 graines. Ce que la figure du livre ne montre pas : la
# politique gloutonne de 7 des 50 agents SARSA tourne en rond jusqu'à la limite. Un pas
# d'apprentissage de 0,5 laisse les valeurs bruitées et, après 500 épisodes, certains états ont été
# peu visités. (Avec 0,1 et 5 000 épisodes, 10 agents sur 10 sont arrivés.)

# %% slug="cliff-path-q-learning" picture="path-q-learning" tags=["skip-when-grading"]
agent = agents["Q-learning"][0]
agent.training = False
plot_lake(CLIFF_WALKING, path=run_episode(limited, agent).obs)

# %% slug="cliff-path-sarsa" picture="path-sarsa" tags=["skip-when-grading"]
agent = agents["SARSA"][0]
agent.training = False
plot_lake(CLIFF_WALKING, path=run_episode(limited, agent).obs)

# %% [markdown] slug="cliff-paths-see" lang="en"
# **What you should see.** The greedy path of one Q-learning agent, then of one SARSA agent.
#
# ![Q-learning's path: one step up, along the edge of the cliff to the last column, one step down to the goal: 13 steps.](picture:path-q-learning)
#
# ![SARSA's path climbs to the top row, follows it to the last column and comes down to the goal: 17 steps, far from the cliff.](picture:path-sarsa)
#
# Both are right, each about its own question. Which question is whose? That is the next exercise.

# %% [markdown] slug="cliff-paths-see" lang="fr"
# **Ce que vous devriez voir.** Le chemin glouton d'un agent Q-learning, puis celui d'un agent
# SARSA.
#
# ![Le chemin du Q-learning : un pas vers le haut, le long du bord de la falaise jusqu'à la dernière colonne, un pas vers le bas jusqu'au but : 13 pas.](picture:path-q-learning)
#
# ![Le chemin de SARSA monte jusqu'à la première ligne, la suit jusqu'à la dernière colonne, puis redescend vers le but : 17 pas, loin de la falaise.](picture:path-sarsa)
#
# Tous deux ont raison, chacun répondant à sa propre question. Laquelle ? C'est l'exercice suivant.

# %% [markdown] slug="ex-cliff" lang="en"
# ### Exercise 3.5 · Reading the cliff · 2 points · 10 min · ●●●○○
#
# Set `answer_a` to `answer_d` to a letter each: `"a"`, `"b"` or `"c"`. All four are about the cliff
# and the results above.
#
# **A.** Q-learning's greedy path is worth −13, its online return about −50. Where does the rest go?
#
# - a) its values are still wrong
# - b) random steps along the edge end in the cliff, at −100 each
# - c) its step size makes the path waver
#
# **B.** Why does SARSA stay away from the edge?
#
# - a) its targets contain the falls that its own exploration causes
# - b) it has found the edge too late
# - c) it prefers long paths, since nothing is discounted
#
# **C.** Training is over and exploration is switched off for good. Whose greedy path earns more?
#
# - a) SARSA's: it was ahead online
# - b) Q-learning's
# - c) neither: the same
#
# **D.** Now $\varepsilon = 0.001$, and training goes on until nothing changes any more: every
# action is still tried, again and again. Which greedy paths?
#
# - a) Q-learning moves to the safe one
# - b) both keep theirs
# - c) SARSA moves to the edge
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which policy does each agent's target describe: the one it plays, or the greedy one?
# </details>
# <details><summary>Hint 2: a number</summary>
#
# On the edge, one random action in four leads down: with $\varepsilon = 0.1$, about one fall in 40
# steps. A fall costs 100, and the way back to where it happened.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The risk on the edge comes from exploration alone. Ask of each question: is there exploration in
# the *played* steps? Is there any in the *target*?
# </details>

# %% [markdown] slug="ex-cliff" lang="fr"
# ### Exercice 3.5 · Lire la falaise · 2 points · 10 min · ●●●○○
#
# Donnez à chacune des variables `answer_a` à `answer_d` une lettre : `"a"`, `"b"` ou `"c"`. Les
# quatre questions portent sur la falaise et sur les résultats ci-dessus.
#
# **A.** Le chemin glouton du Q-learning vaut −13, son retour en ligne environ −50. Où passe le
# reste ?
#
# - a) ses valeurs sont encore fausses
# - b) au bord, des pas aléatoires finissent dans le vide, à −100 chacun
# - c) son pas d'apprentissage fait osciller le chemin
#
# **B.** Pourquoi SARSA se tient-il loin du bord ?
#
# - a) ses cibles contiennent les chutes que cause sa propre exploration
# - b) il a découvert le bord trop tard
# - c) il préfère les longs chemins, puisque rien n'est actualisé
#
# **C.** L'entraînement est fini et l'exploration coupée pour de bon. Quel chemin glouton rapporte
# le plus ?
#
# - a) celui de SARSA : il était devant en ligne
# - b) celui du Q-learning
# - c) ni l'un ni l'autre : autant
#
# **D.** Maintenant $\varepsilon = 0{,}001$, et l'entraînement se poursuit jusqu'à ce que plus rien
# ne change : chaque action est encore essayée, encore et encore. Quels chemins gloutons ?
#
# - a) le Q-learning passe au chemin sûr
# - b) chacun garde le sien
# - c) SARSA passe au bord
#
# <details><summary>Indice 1 : une piste</summary>
#
# Quelle politique la cible de chaque agent décrit-elle : celle qu'il joue, ou la gloutonne ?
# </details>
# <details><summary>Indice 2 : un nombre</summary>
#
# Au bord, une action aléatoire sur quatre mène en bas : avec $\varepsilon = 0{,}1$, environ une
# chute tous les 40 pas. Une chute coûte 100, plus le chemin à refaire.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Au bord, le risque vient de l'exploration seule. Pour chaque question, demandez-vous : y a-t-il de
# l'exploration dans les pas *joués* ? Y en a-t-il dans la *cible* ?
# </details>

# %% exercise="3.5" difficulty=3 minutes=10 nbgrader={"grade": false, "grade_id": "reading-the-cliff", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
# stub en: Exercise 3.5: set answer_a, answer_b, answer_c and answer_d, each to "a", "b" or "c".
# stub fr: Exercice 3.5 : donnez à answer_a, answer_b, answer_c et answer_d une lettre, "a", "b" ou "c".
answer_a = "b"
answer_b = "a"
answer_c = "b"
answer_d = "c"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "reading-the-cliff-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
for number, letter in enumerate((answer_a, answer_b, answer_c, answer_d)):
    expect(
        letter,
        lambda chosen: str(chosen).strip().lower() in ("a", "b", "c"),
        what=tr(en="question ", fr="question ")
        + "ABCD"[number]
        + tr(en=": a letter", fr=" : une lettre"),
        mistakes=[
            (
                lambda chosen: True,
                tr(
                    en='write one letter in quotes: "a", "b" or "c"',
                    fr='écrivez une lettre entre guillemets : "a", "b" ou "c"',
                ),
            )
        ],
    )
### BEGIN HIDDEN TESTS
from autograder.checks import check
from autograder.judges import choices

check(
    answer_a,
    choices(
        hints={
            "a": tr(
                en="all its greedy agents walk the shortest path: the values rank the actions rightly",
                fr="tous ses agents gloutons suivent le plus court chemin : les valeurs classent bien "
                "les actions",
            ),
            "c": tr(
                en="the greedy path does not waver: it was 13 steps for every seed; look at what the "
                "random steps do",
                fr="le chemin glouton n'oscille pas : 13 pas pour chaque graine ; regardez ce que font "
                "les pas aléatoires",
            ),
        }
    ),
    about=tr(en="question A", fr="question A"),
)
check(
    answer_b,
    choices(
        hints={
            "b": tr(
                en="with epsilon kept at 0.1 it stays away however long it trains: it is not late",
                fr="tant qu'epsilon vaut 0,1, il s'en tient loin, si long que soit l'entraînement : "
                "il n'est pas en retard",
            ),
            "c": tr(
                en="every step costs 1, so a longer path is worse unless it avoids something dearer",
                fr="chaque pas coûte 1 : un chemin plus long est pire, sauf s'il évite plus cher",
            ),
        }
    ),
    about=tr(en="question B", fr="question B"),
)
check(
    answer_c,
    choices(
        hints={
            "a": tr(
                en="it was ahead because of the falls; without exploration nobody falls",
                fr="il était devant à cause des chutes ; sans exploration, personne ne tombe",
            ),
            "c": tr(
                en="count the steps of the two paths: each costs 1",
                fr="comptez les pas des deux chemins : chacun coûte 1",
            ),
        }
    ),
    about=tr(en="question C", fr="question C"),
)
check(
    answer_d,
    choices(
        hints={
            "a": tr(
                en="the target of Q-learning never contained exploration: lowering it changes nothing there",
                fr="la cible du Q-learning n'a jamais contenu d'exploration : l'abaisser n'y change rien",
            ),
            "b": tr(
                en="SARSA's values count its own falls: how many are left on the edge with this epsilon, "
                "and what does the detour cost?",
                fr="les valeurs de SARSA comptent ses propres chutes : combien en reste-t-il au bord avec "
                "cet epsilon, et que coûte le détour ?",
            ),
        }
    ),
    about=tr(en="question D", fr="question D"),
)
### END HIDDEN TESTS

# %% [markdown] slug="cliff-exact" lang="en"
# One more check, without luck. Chapter 2 gives the exact value of any policy. Take each agent's
# greedy path, let it explore with $\varepsilon = 0.1$, and ask the model: what is the start worth
# to that walker, and what to one that never explores?

# %% [markdown] slug="cliff-exact" lang="fr"
# Une dernière vérification, sans hasard. Le chapitre 2 donne la valeur exacte de toute politique.
# Prenez le chemin glouton de chaque agent, faites-le explorer avec $\varepsilon = 0{,}1$ et
# interrogez le modèle : que vaut le départ pour ce marcheur, et que vaut-il pour celui qui
# n'explore jamais ?

# %% slug="cliff-exact-values" tags=["skip-when-grading"]
for name in agents:
    agent = agents[name][0]
    agent.training = False
    greedy = np.eye(4)[[agent.act(obs) for obs in range(48)]]  # (48, 4), a 1 for the best action
    exploring = 0.9 * greedy + 0.1 / 4
    length = run_episode(limited, agent).length
    print(f"{name:10}  {policy_value(model_of(cliff), exploring, 1.0)[36]:.1f}  {-length}")

# %% [markdown] slug="cliff-exact-read" lang="en"
# With exploration, the edge is worth about −49 and the detour about −23; without, −13 and −17. The
# curves above did not lie, and neither did the paths: they answer different questions.

# %% [markdown] slug="cliff-exact-read" lang="fr"
# Avec exploration, le bord vaut environ −49 et le détour environ −23 ; sans elle, −13 et −17. Les
# courbes ci-dessus ne mentaient pas, les chemins non plus : ils répondent à des questions
# différentes.

# %% [markdown] slug="step-size" lang="en"
# ## The step size: fast or steady
#
# On a lake without chance one sample says everything, and any $\alpha$ will do. On **slippery** ice
# the same action leads to different places, and one sample says little. How good does the estimate
# of the start's value become, for three step sizes? The exact value comes from the model, by the
# backups of chapter 2; the agents never see it.

# %% [markdown] slug="step-size" lang="fr"
# ## Le pas d'apprentissage : rapide ou stable
#
# Sur un lac sans hasard, un échantillon dit tout, et n'importe quel $\alpha$ convient. Sur la glace
# **glissante**, la même action mène à des endroits différents, et un échantillon dit peu. Que vaut
# l'estimation de la valeur du départ, pour trois pas d'apprentissage ? La valeur exacte vient du
# modèle, par les mises à jour du chapitre 2 ; les agents ne la voient jamais.

# %% slug="step-size-curves" picture="step-size" tags=["skip-when-grading"]
slippery = make_lake(SMALL_LAKE, slippery=True)
transition, expected_reward = model_arrays(model_of(slippery))
q_exact = np.zeros((9, 4))
for _ in range(500):
    q_exact = expected_reward + 0.9 * transition @ q_exact.max(axis=1)

estimates = {}
for alpha in (0.02, 0.2, 1.0):
    rows = np.zeros((20, 300))  # (n_seeds, n_episodes), the estimate of the start's value
    for seed in range(20):
        agent = QLearning(slippery, alpha=alpha, gamma=0.9, epsilon=0.1, seed=seed)
        for episode in range(300):
            train(slippery, agent, episodes=1, seed=1000 * seed + episode, progress=False)
            rows[seed, episode] = agent.q_table[0].max()
    estimates[f"α = {alpha}"] = rows
    print(f"alpha {alpha:4}: {rows[:, -1].mean():.3f} ± {rows[:, -1].std():.3f}")
exact = {tr(en="exact", fr="exacte"): np.full(300, q_exact[0].max())}
plot_curves(estimates, reference=exact, ylabel=tr(en="value of the start", fr="valeur du départ"))

# %% [markdown] slug="step-size-see" lang="en"
# **What you should see.** With $\alpha = 0.02$ the estimate is still on its way after 300 episodes.
# With $\alpha = 1$ each sample overwrites all that was known: the estimate jumps for ever, and the
# maximum of jumping numbers is too high. In between, quick and fairly steady. On the cliff it was
# the same: at 0.5 the values of SARSA never rest.
#
# ![Estimates of the start's value over 300 episodes, 20 seeds each, with the exact value 0.41 as a dashed line. Step size 0.02 rises slowly and stays far below it; 0.2 rises quickly and stays just under it; 1.0 lies well above it with a wide band.](picture:step-size)

# %% [markdown] slug="step-size-see" lang="fr"
# **Ce que vous devriez voir.** Avec $\alpha = 0{,}02$, l'estimation est encore en chemin après
# 300 épisodes. Avec $\alpha = 1$, chaque échantillon efface tout ce que l'on savait : l'estimation
# saute sans fin, et le maximum de nombres qui sautent est trop grand. Entre les deux, elle est
# rapide et assez stable. Il en allait de même sur la falaise : à 0,5, les valeurs de SARSA ne se
# posent jamais.
#
# ![Estimations de la valeur du départ sur 300 épisodes, 20 graines chacune, avec la valeur exacte 0,41 en tirets. Le pas 0,02 monte lentement et reste loin en dessous ; 0,2 monte vite et s'arrête juste en dessous ; 1,0 se tient bien au-dessus, avec une large bande.](picture:step-size)

# %% [markdown] slug="discount" lang="en"
# ## The discount: how much haste
#
# On the lake the only reward is 1, at the goal. What is left of it 4 steps away, $\gamma^3$,
# decides how well the agent can tell a short path from a long one. Four discounts, 2,000 episodes
# each, back on the lake without chance. How long are the greedy paths?

# %% [markdown] slug="discount" lang="fr"
# ## L'actualisation : plus ou moins de hâte
#
# Sur le lac, la seule récompense est 1, au but. Ce qu'il en reste à 4 pas, $\gamma^3$, décide si
# l'agent sait distinguer un chemin court d'un long. Quatre facteurs d'actualisation, 2 000 épisodes
# chacun, de retour sur le lac sans hasard. Quelle est la longueur des chemins gloutons ?

# %% slug="discount-table" tags=["skip-when-grading"]
for gamma in (0.0, 0.5, 0.9, 1.0):
    lengths = []
    for seed in range(5):
        agent = QLearning(lake, alpha=0.5, gamma=gamma, epsilon=0.1, seed=seed)
        train(lake, agent, episodes=2000, seed=10_000 * seed, progress=False)
        lengths.append(evaluate(lake, agent, episodes=20, progress=False).lengths.mean())
    print(f"gamma {gamma}: {np.mean(lengths):5.1f}   {np.round(agent.q_table[0], 3)}")

# %% [markdown] slug="quiz-discount" lang="en"
# **Quiz.** With $\gamma = 1$ the agent arrives, but late. What happened?
#
# <details><summary>A. It has not been trained for long enough</summary>
#
# The other way round: after 200 or 1,000 episodes we measured 4 steps, after 2,000 more than 20 (it
# varies much with the seeds). Training on made it worse.
# </details>
# <details><summary>B. Every action that can still reach the goal has come to be worth exactly 1, so all are tied</summary>
#
# Yes. Without a discount a detour costs nothing, and the agent rightly plays at random among
# equals: chapter 2's tie, found again by learning. On the cliff $\gamma = 1$ does no harm, because
# there each step costs 1.
# </details>
# <details><summary>C. The values have diverged</summary>
#
# No: look at the row printed for the start. Nothing in it exceeds 1.
# </details>
#
# And $\gamma = 0$? Then only the last step before the goal has a value; everywhere else the agent
# strolls.

# %% [markdown] slug="quiz-discount" lang="fr"
# **Quiz.** Avec $\gamma = 1$, l'agent arrive, mais tard. Que s'est-il passé ?
#
# <details><summary>A. Il ne s'est pas entraîné assez longtemps</summary>
#
# C'est l'inverse : après 200 ou 1 000 épisodes, nous avons mesuré 4 pas ; après 2 000, plus de 20
# (cela varie beaucoup avec les graines). Poursuivre l'entraînement a aggravé les choses.
# </details>
# <details><summary>B. Toute action qui permet encore d'atteindre le but en est venue à valoir exactement 1 : toutes sont ex æquo</summary>
#
# Oui. Sans actualisation, un détour ne coûte rien, et l'agent joue à juste titre au hasard parmi
# les ex æquo : ceux du chapitre 2, retrouvés par l'apprentissage. Sur la falaise, $\gamma = 1$ ne
# nuit pas, car chaque pas y coûte 1.
# </details>
# <details><summary>C. Les valeurs ont divergé</summary>
#
# Non : regardez la ligne affichée pour le départ. Rien n'y dépasse 1.
# </details>
#
# Et $\gamma = 0$ ? Alors seul le dernier pas avant le but a une valeur ; partout ailleurs, l'agent
# flâne.

# %% [markdown] slug="sliders" lang="en"
# ## Your turn to turn the knobs
#
# Move a slider: ten agents are trained, and you see their mean episode length beside the Q-values
# of the last one. Three things to try, each with a guess first:
#
# 1. no ice that slips, $\alpha$ from 0.05 to 1: does the curve change? Do the Q-values?
# 2. slippery ice, $\alpha$ from 0.05 to 1: compare the start's best value with the exact 0.412
#    (at $\gamma = 0.9$).
# 3. $\varepsilon = 0$: is there enough exploration left to find the goal? Where does it come from?

# %% [markdown] slug="sliders" lang="fr"
# ## À vous de tourner les boutons
#
# Déplacez un curseur : dix agents s'entraînent, et vous voyez la longueur moyenne de leurs épisodes
# à côté des valeurs Q du dernier. Trois essais, chacun précédé d'un pronostic :
#
# 1. sans glissade, $\alpha$ de 0,05 à 1 : la courbe change-t-elle ? Et les valeurs Q ?
# 2. sur la glace glissante, $\alpha$ de 0,05 à 1 : comparez la meilleure valeur du départ à la
#    valeur exacte, 0,412 (pour $\gamma = 0{,}9$).
# 3. $\varepsilon = 0$ : reste-t-il assez d'exploration pour trouver le but ? D'où vient-elle ?

# %% slug="sliders-play" tags=["skip-when-grading"]
from ipywidgets import Checkbox, FloatSlider, interact


def slider(value, low):
    return FloatSlider(value=value, min=low, max=1.0, step=0.05, continuous_update=False)


label = tr(en="slippery", fr="glissant")
slippery_box = Checkbox(value=False, description=label)


@interact(
    alpha=slider(0.5, 0.05), gamma=slider(0.9, 0.0), epsilon=slider(0.1, 0.0), slippery=slippery_box
)
def explore(alpha, gamma, epsilon, slippery):
    env, lengths = make_lake(SMALL_LAKE, slippery=slippery), []
    for seed in range(10):
        agent = QLearning(env, alpha=alpha, gamma=gamma, epsilon=epsilon, seed=seed)
        record = train(env, agent, episodes=200, seed=1000 * seed, progress=False)
        lengths.append(record.lengths)
    steps = tr(en="steps to the end", fr="pas jusqu'à la fin")
    curve = plot_curves({"Q-learning": lengths}, window=10, ylabel=steps)
    return beside(curve, plot_q_values(agent.q_table, SMALL_LAKE))


# %% [markdown] slug="sliders-read" lang="en"
# What we found: without slipping, $\alpha$ leaves the curve as it is (the order of the values
# decides, not their size) but the Q-values are far from exact when it is small. On slippery ice a
# small $\alpha$ lags behind, and a large one makes the values jump. With $\varepsilon = 0$ all
# agents still find the goal: the random ties walk for them at first. How far that carries is the
# subject of chapter 4.

# %% [markdown] slug="sliders-read" lang="fr"
# Ce que nous avons trouvé : sans glissade, $\alpha$ ne change pas la courbe (c'est l'ordre des
# valeurs qui décide, non leur grandeur), mais s'il est petit, les valeurs Q sont loin d'être
# exactes. Sur la glace glissante, un petit $\alpha$ tarde et un grand fait sauter les valeurs. Avec
# $\varepsilon = 0$, tous les agents trouvent quand même le but : au début, ce sont les ex æquo
# tirés au hasard qui marchent pour eux. Jusqu'où cela porte, c'est le sujet du chapitre 4.

# %% [markdown] slug="recap" lang="en"
# ## To remember
#
# - An update is three lines: target, error, a step of size $\alpha$; after a terminal state the
#   target is the reward alone, and a time limit is not a terminal state.
# - Q-learning learns about the greedy policy, SARSA about the one it plays: one next action, in the
#   target **and** on the ice.
# - One run is an anecdote; many seeds with an interval are a result. Say whether you explored.
#
# **An open question.** For a walker who explores with $\varepsilon = 0.1$, the model says that the
# best path keeps one row away from the edge: 15 steps, worth −20.7. SARSA with $\alpha = 0.5$
# prefers 17. Why is it more careful than it need be, and what would you change? (Try it.)
#
# **Next:** chapter 4, The cliff: exploration. What if the goal is hardly ever found by chance?

# %% [markdown] slug="recap" lang="fr"
# ## À retenir
#
# - Une mise à jour tient en trois lignes : cible, erreur, un pas de taille $\alpha$ ; après un état
#   terminal, la cible est la seule récompense, et une limite de temps n'est pas un état terminal.
# - Le Q-learning apprend sur la politique gloutonne, SARSA sur celle qu'il joue : une seule action
#   suivante, dans la cible **et** sur la glace.
# - Un seul essai est une anecdote ; de nombreuses graines avec un intervalle sont un résultat. Dites
#   si l'agent explorait.
#
# **Une question ouverte.** Pour un marcheur qui explore avec $\varepsilon = 0{,}1$, le modèle dit
# que le meilleur chemin passe à une rangée du bord : 15 pas, pour une valeur de −20,7. SARSA, avec
# $\alpha = 0{,}5$, en préfère 17. Pourquoi est-il plus prudent qu'il ne faut, et que
# changeriez-vous ? (Essayez.)
#
# **La suite :** le chapitre 4, La falaise : l'exploration. Et si le hasard ne trouvait presque
# jamais le but ?
