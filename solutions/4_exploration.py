# %% [markdown] slug="title" lang="en"
# # 4 · The cliff: exploration
#
# In chapter 3 the agent stumbled on the goal and learned from there. What if it never stumbles on
# it? This notebook makes the goal hard to find, watches a good algorithm fail, and asks why.
#
# **After this notebook you can**
#
# - tell a bug in breaking ties from a real lack of exploration;
# - compute how long a random walk needs to find a reward;
# - write three remedies: a wrapper that punishes, UCB, optimistic initial values;
# - compare them over many seeds, with intervals;
# - say when each one stops working.
#
# **Time:** about 75 minutes, one minute of it spent waiting for trainings.
# **Before you start:** chapter 3 (Q-learning, epsilon-greedy, terminal states).

# %% [markdown] slug="title" lang="fr"
# # 4 · La falaise : l'exploration
#
# Au chapitre 3, l'agent tombait sur le but par hasard et apprenait à partir de là. Et s'il ne tombe
# jamais dessus ? Ce notebook rend le but difficile à trouver, regarde échouer un bon algorithme, et
# demande pourquoi.
#
# **À la fin de ce notebook, vous saurez**
#
# - distinguer un défaut dans le choix entre ex æquo d'un vrai manque d'exploration ;
# - calculer le temps qu'il faut à une marche au hasard pour trouver une récompense ;
# - écrire trois remèdes : un wrapper qui punit, UCB, des valeurs initiales optimistes ;
# - les comparer sur de nombreuses graines, avec des intervalles ;
# - dire quand chacun cesse de fonctionner.
#
# **Durée :** environ 75 minutes, dont une minute à attendre les entraînements.
# **Avant de commencer :** le chapitre 3 (Q-learning, epsilon-glouton, états terminaux).

# %% slug="setup" tags=["setup"]
import time

import gymnasium as gym
import numpy as np

from course_utils.agents import Agent, n_states_and_actions, random_argmax
from course_utils.episodes import run_episode, train, train_seeds
from course_utils.exact import model_arrays, success_probability
from course_utils.feedback import expect
from course_utils.lakes import ACTION_NAMES, DOWN, LEFT, RIGHT, UP, cliff_lake, make_lake, model_of
from course_utils.language import tr
from course_utils.plotting import (
    beside,
    plot_curves,
    plot_intervals,
    plot_lake,
    plot_policy,
    plot_values,
    plot_visits,
)

# %% [markdown] slug="cliff" lang="en"
# ## A cliff, and one reward behind it
#
# The start is at the bottom left, the goal at the bottom right, and between them lies a cliff of
# holes. The ice is not slippery. Reaching the goal pays 1; everything else pays 0, falling
# included. Such a reward is called **sparse**: until the first success the agent hears nothing but
# zeros, and a fall sounds just like a safe step.
#
# The safe way is short: up, along the edge, down. Six moves here. What can be hard about it?

# %% [markdown] slug="cliff" lang="fr"
# ## Une falaise, et une seule récompense derrière
#
# Le départ est en bas à gauche, le but en bas à droite, et entre les deux s'étend une falaise de
# trous. La glace n'est pas glissante. Atteindre le but rapporte 1 ; tout le reste rapporte 0, chute
# comprise. Une telle récompense est dite **rare** (*sparse*) : jusqu'au premier succès, l'agent
# n'entend que des zéros, et une chute lui fait le même effet qu'un pas sans danger.
#
# Le chemin sûr est court : monter, longer le bord, descendre. Six pas ici. Où est la difficulté ?

# %% slug="cliff-drawn" tags=["skip-when-grading"]
plot_lake(cliff_lake(5))

# %% [markdown] slug="agent" lang="en"
# Here is the Q-learning agent of chapter 3, so that we all work with the same one. Ties are broken
# at random (`random_argmax`), a terminal state has no future, and there is one addition: `counts`
# remembers how often each action was taken in each state. We shall need it twice.

# %% [markdown] slug="agent" lang="fr"
# Voici l'agent Q-learning du chapitre 3, pour que tout le monde travaille avec le même. Les ex æquo
# sont départagés au hasard (`random_argmax`), un état terminal n'a pas d'avenir, et il y a un
# ajout : `counts` retient combien de fois chaque action a été jouée dans chaque état. Nous nous en
# servirons deux fois.


# %% slug="q-learning"
class QLearning(Agent):
    """
    en: Q-learning with epsilon-greedy exploration, ties broken at random.
    fr: Q-learning avec exploration epsilon-gloutonne, ex æquo départagés au hasard.
    """

    def __init__(self, env, *, alpha, gamma, epsilon, seed):
        n_states, self.n_actions = n_states_and_actions(env)
        self.alpha, self.gamma, self.epsilon = alpha, gamma, epsilon
        self.q_table = np.zeros((n_states, self.n_actions))
        self.counts = np.zeros((n_states, self.n_actions), dtype=int)
        self.rng = np.random.default_rng(seed)

    def act(self, obs):
        if self.training and self.rng.random() < self.epsilon:
            return int(self.rng.integers(self.n_actions))
        return random_argmax(self.q_table[obs], self.rng)

    def learn(self, obs, action, reward, next_obs, terminated):
        self.counts[obs, action] += 1
        future = 0.0 if terminated else self.q_table[next_obs].max()
        td_target = reward + self.gamma * future
        td_error = td_target - self.q_table[obs, action]
        self.q_table[obs, action] += self.alpha * td_error


# %% [markdown] slug="many-seeds" lang="en"
# One run proves little: another seed may tell another story. So we always train 20 agents, each
# with its own seed and its own lake, for 1,000 episodes of at most 100 steps. The settings stay the
# same in the whole notebook, `alpha=0.8` and `gamma=0.99`; where there is an epsilon, it is 0.33.

# %% [markdown] slug="many-seeds" lang="fr"
# Un seul essai ne prouve pas grand-chose : une autre graine peut raconter une autre histoire. Nous
# entraînons donc toujours 20 agents, chacun avec sa graine et son lac, pendant 1 000 épisodes de 100
# pas au plus. Les réglages restent les mêmes dans tout le notebook, `alpha=0.8` et `gamma=0.99` ;
# quand il y a un epsilon, il vaut 0,33.


# %% slug="train-many"
def train_many(agent_class, lake_map, *, wrap=None, seeds=20, episodes=1000, **options):
    """
    en: Train one agent a seed; return the returns, (n_seeds, n_episodes), and the agents.
    fr: Entraîne un agent par graine ; renvoie les retours, (n_seeds, n_episodes), et les agents.
    """

    def make_env():
        env = make_lake(lake_map)
        return env if wrap is None else wrap(env)

    def make_agent(seed):
        settings = {"alpha": 0.8, "gamma": 0.99, "epsilon": 0.33, "seed": seed, **options}
        return agent_class(make_env(), **settings)

    return train_seeds(make_env, make_agent, episodes=episodes, seeds=seeds)


# %% [markdown] slug="judging" lang="en"
# ## When does an agent know the way?
#
# The returns of a training mix what the agent knows with its random steps. We want to know whether
# its **greedy policy** crosses. No need to play: the lake's model is at hand, and
# `success_probability` of chapter 1 gives the exact answer. Where several actions are equally good,
# the greedy policy draws one of them, so it is a table of probabilities.

# %% [markdown] slug="judging" lang="fr"
# ## Quand un agent connaît-il le chemin ?
#
# Les retours d'un entraînement mélangent ce que l'agent sait et ses pas au hasard. Nous voulons
# savoir si sa **politique gloutonne** traverse. Inutile de jouer : nous avons le modèle du lac, et
# `success_probability`, vue au chapitre 1, donne la réponse exacte. Là où plusieurs actions se
# valent, la politique gloutonne tire au sort entre elles : c'est donc un tableau de probabilités.


# %% slug="greedy-policy"
def greedy_policy(q_table):
    """
    en: Return the greedy policy as probabilities, (n_states, n_actions); equals share alike.
    fr: Renvoie la politique gloutonne, des probabilités (n_states, n_actions), parts égales.
    """
    best = q_table == q_table.max(axis=1, keepdims=True)
    return best / best.sum(axis=1, keepdims=True)


print(greedy_policy(np.array([[0.0, 0.0, 0.0, 0.0], [0.2, 0.7, 0.1, 0.7]])))

# %% [markdown] slug="ex-count" lang="en"
# ### Exercise 4.1 · Who knows the way? · 2 points · 8 min · ●●○○○
#
# Write the measuring instrument of this notebook. `count_successes(q_tables, lake_map)` takes
# several Q-tables, float arrays of shape `(n_states, 4)`, all of them for the lake `lake_map`. It
# returns how many have a greedy policy that reaches the goal, **from the start S**, within 100
# steps, with an exact probability of `at_least`.
#
# `success_probability(P, policy, steps=100, start=0)` begins in state 0 unless you say otherwise.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The model is `model_of(make_lake(lake_map))`. On the cliff, the start is not state 0.
# </details>
# <details><summary>Hint 2: the start</summary>
#
# Write the map as one long string, `"".join(lake_map)`: the position of the letter `"S"` in it is
# the number of the start.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# For each table, compute `success_probability(P, greedy_policy(q_table), steps=100, start=start)`,
# compare it with `at_least`, and count the comparisons that hold.
# </details>

# %% [markdown] slug="ex-count" lang="fr"
# ### Exercice 4.1 · Qui connaît le chemin ? · 2 points · 8 min · ●●○○○
#
# Écrivez l'instrument de mesure de ce notebook. `count_successes(q_tables, lake_map)` reçoit
# plusieurs tables Q, des tableaux de flottants de forme `(n_states, 4)`, toutes pour le lac
# `lake_map`. Elle renvoie le nombre de celles dont la politique gloutonne atteint le but, **depuis
# le départ S**, en 100 pas au plus, avec une probabilité exacte d'au moins `at_least`.
#
# `success_probability(P, policy, steps=100, start=0)` part de l'état 0, sauf si vous en décidez
# autrement.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Le modèle est `model_of(make_lake(lake_map))`. Sur la falaise, le départ n'est pas l'état 0.
# </details>
# <details><summary>Indice 2 : le départ</summary>
#
# Écrivez la carte comme une seule longue chaîne, `"".join(lake_map)` : la position de la lettre
# `"S"` y est le numéro du départ.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Pour chaque table, calculez
# `success_probability(P, greedy_policy(q_table), steps=100, start=start)`, comparez avec `at_least`,
# et comptez les comparaisons qui sont vraies.
# </details>


# %% exercise="4.1" difficulty=2 minutes=8 nbgrader={"grade": false, "grade_id": "count-successes", "locked": false, "schema_version": 3, "solution": true, "task": false}
def count_successes(q_tables, lake_map, *, at_least=0.99):
    """
    en: Return how many tables have a greedy policy that reaches the goal from S.
    fr: Renvoie le nombre de tables dont la politique gloutonne atteint le but depuis S.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 4.1: return how many of the Q-tables know the way, an int.
    # stub fr: Exercice 4.1 : renvoyez le nombre de tables Q qui connaissent le chemin, un int.
    P = model_of(make_lake(lake_map))
    start = "".join(lake_map).index("S")
    chances = [
        success_probability(P, greedy_policy(q_table), steps=100, start=start)
        for q_table in q_tables
    ]
    return sum(chance >= at_least for chance in chances)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "count-successes-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# en: The lake FFF/FFF/SHG: states 0 to 8, start 6, hole 7, goal 8. Three of the four tables:
# en: one knows the way, one knows it from state 0 only, one tosses a coin above the hole.
# fr: Le lac FFF/FFF/SHG : états 0 à 8, départ 6, trou 7, but 8. Trois des quatre tables :
# fr: l'une connaît le chemin, une autre depuis l'état 0 seulement, une autre joue à pile ou face
# fr: au-dessus du trou.
knows, from_the_top, coin, knows_nothing = np.zeros((4, 9, 4))
knows[[6, 3, 4, 5], [UP, RIGHT, RIGHT, DOWN]] = 1.0
from_the_top[[0, 1, 2, 5, 6], [RIGHT, RIGHT, DOWN, DOWN, RIGHT]] = 1.0
coin[[6, 3, 4, 4, 5], [UP, RIGHT, RIGHT, DOWN, DOWN]] = 1.0

expect(
    count_successes([knows, from_the_top, coin, knows_nothing], cliff_lake(3)),
    1,
    what="count_successes([knows, from_the_top, coin, knows_nothing], cliff_lake(3))",
    mistakes={
        2: tr(
            en="did you begin in state 0? The start of this lake is state 6",
            fr="êtes-vous parti de l'état 0 ? Le départ de ce lac est l'état 6",
        ),
        3: tr(
            en="a chance above 0 is not enough: it has to be `at_least`",
            fr="une chance non nulle ne suffit pas : il faut `at_least`",
        ),
        0.25: tr(
            en="that is the share; wanted is the number",
            fr="c'est la proportion ; on veut le nombre",
        ),
    },
)
expect(
    count_successes([knows, coin, coin], cliff_lake(3), at_least=0.4),
    3,
    what="count_successes([knows, coin, coin], cliff_lake(3), at_least=0.4)",
    mistakes={
        1: tr(
            en="is 0.99 written in your function? Or did you forget that equals share alike?",
            fr="0.99 est-il écrit dans votre fonction ? Ou avez-vous oublié le partage entre ex æquo ?",
        ),
    },
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import equal

import numpy as np

from course_utils.lakes import cliff_lake, make_lake, model_of, random_lake


def tables_for(lake_map, how_many, rng):
    # values by distance to the goal, then some rows spoiled
    P = model_of(make_lake(lake_map))
    q = np.zeros((len(P), 4))
    for _ in range(60):
        v = np.where([c in "HG" for c in "".join(lake_map)], 0.0, q.max(axis=1))
        q = np.array([[P[s][a][0][2] + 0.9 * v[P[s][a][0][1]] for a in range(4)] for s in P])
    tables = []
    for k in range(how_many):
        table = q.copy()
        spoiled = rng.integers(len(P), size=k % 4)
        table[spoiled] = rng.random((len(spoiled), 4))
        tables.append(table)
    return tables


lakes = [random_lake(rng, size=int(size)) for size in rng.integers(4, 7, size=8)]
check(
    [count_successes(tables_for(lake, 12, rng), lake) for lake in lakes],
    equal(),
    about=tr(en="lakes that start in state 0", fr="des lacs qui partent de l'état 0"),
)

cliffs = [cliff_lake(int(width)) for width in rng.integers(4, 12, size=8)]
check(
    [count_successes(tables_for(cliff, 12, rng), cliff) for cliff in cliffs],
    equal(),
    about=tr(en="cliffs, where the start is elsewhere", fr="des falaises, qui partent d'ailleurs"),
)

cliffs = [cliff_lake(int(width)) for width in rng.integers(3, 6, size=4)]
tables = [[rng.integers(2, size=(3 * len(c[0]), 4)) * 1.0 for _ in range(30)] for c in cliffs]
check(
    [
        count_successes(t, c, at_least=a)
        for t, c in zip(tables, cliffs, strict=True)
        for a in (1e-4, 0.013, 0.11, 0.37)
    ],
    equal(),
    about=tr(
        en="tables full of ties, and other values of at_least",
        fr="des tables pleines d'ex æquo, et d'autres valeurs de at_least",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="ties" lang="en"
# ## First suspect: ties
#
# Train Q-learning on this very cliff with `np.argmax`, and it fails. It is tempting to blame the
# sparse reward. Look at one line first. In a table of zeros all actions are equal, and `np.argmax` returns the
# **first** of equals: action 0, left. What does that change? Twenty agents choose with `np.argmax`,
# twenty at random among equals. All the rest is the same.

# %% [markdown] slug="ties" lang="fr"
# ## Premier suspect : les ex æquo
#
# Entraînez Q-learning sur cette falaise avec `np.argmax`, et il échoue. On est tenté d'accuser la
# récompense rare. Regardons d'abord une ligne. Dans une table de zéros, toutes les actions se valent, et
# `np.argmax` renvoie le **premier** des ex æquo : l'action 0, à gauche. Qu'est-ce que cela change ?
# Vingt agents choisissent avec `np.argmax`, vingt au hasard entre ex æquo. Tout le reste est pareil.


# %% slug="first-of-equals" tags=["skip-when-grading"]
class FirstOfEquals(QLearning):
    def act(self, obs):
        if self.training and self.rng.random() < self.epsilon:
            return int(self.rng.integers(self.n_actions))
        return int(np.argmax(self.q_table[obs]))


_, leaning = train_many(FirstOfEquals, cliff_lake(5))
_, fair = train_many(QLearning, cliff_lake(5))
for label, agents in (("np.argmax", leaning), ("random_argmax", fair)):
    know = count_successes([agent.q_table for agent in agents], cliff_lake(5))
    steps = np.mean([agent.counts.sum() for agent in agents]) / 1000
    sentence = tr(
        en=f"{label:>13}: {know:2d} of 20 know the way; {steps:.1f} steps an episode",
        fr=f"{label:>13} : {know:2d} sur 20 connaissent le chemin ; {steps:.1f} pas par épisode",
    )
    print(sentence)

# %% slug="tie-visits" picture="tie-visits" tags=["skip-when-grading"]
beside(
    plot_visits(leaning[0].counts.sum(axis=1), cliff_lake(5), title="np.argmax"),
    plot_visits(fair[0].counts.sum(axis=1), cliff_lake(5), title="random_argmax"),
)

# %% [markdown] slug="tie-reading" lang="en"
# **What you should see**
#
# ![Two visit maps of the cliff, width 5; with np.argmax nearly all visits are in the left
# column](picture:tie-visits)
#
# 0 of 20 against 20 of 20. The agent with `np.argmax` leans on the left wall: three quarters of its
# steps are "left", and 93 % of them begin in the first column. Nothing is wrong with the reward;
# the culprit is one word in one line.
#
# Numbers count the steps that *began* in a cell; no step begins on the goal.
#
# | budget | steps an agent | time for 20 agents | know the way |
# |---|---|---|---|
# | `np.argmax` | about 28,000 | 5 s | 0 of 20 |
# | `random_argmax` | about 7,500 | 2 s | 20 of 20 |

# %% [markdown] slug="tie-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Deux cartes des visites de la falaise de largeur 5 ; avec np.argmax, presque toutes les visites
# sont dans la colonne de gauche](picture:tie-visits)
#
# 0 sur 20 contre 20 sur 20. L'agent qui utilise `np.argmax` s'appuie contre le mur de gauche : trois quarts de
# ses pas vont « à gauche », et 93 % partent de la première colonne. La récompense n'y est pour rien ;
# le coupable est un mot, dans une ligne.
#
# Les nombres comptent les pas qui *partent* d'une case ; aucun pas ne part du but.
#
# | budget | pas par agent | temps pour 20 agents | connaissent le chemin |
# |---|---|---|---|
# | `np.argmax` | environ 28 000 | 5 s | 0 sur 20 |
# | `random_argmax` | environ 7 500 | 2 s | 20 sur 20 |

# %% [markdown] slug="random-walk" lang="en"
# ## Second suspect: the walk itself
#
# Is the case closed? Make the cliff longer. While every reward so far was 0, every Q-value is 0,
# every choice is a tie, and the agent walks **at random**, whatever its epsilon. That is a policy
# like any other, so the chance that one episode reaches the goal can be computed, without playing.
# If it is $p$, the first success takes $1/p$ episodes on average, and 1,000 episodes bring one with
# probability $1 - (1-p)^{1000}$. How fast does $p$ fall with the width?

# %% [markdown] slug="random-walk" lang="fr"
# ## Deuxième suspect : la marche elle-même
#
# L'affaire est-elle classée ? Allongeons la falaise. Tant que toutes les récompenses ont été nulles,
# toutes les valeurs Q sont nulles, tous les choix sont des ex æquo, et l'agent marche **au hasard**,
# quel que soit son epsilon. C'est une politique comme une autre : la chance qu'un épisode atteigne
# le but se calcule donc, sans jouer. Si elle vaut $p$, le premier succès demande $1/p$ épisodes en
# moyenne, et 1 000 épisodes en apportent un avec la probabilité $1 - (1-p)^{1000}$. À quelle vitesse
# $p$ diminue-t-elle avec la largeur ?

# %% slug="random-walk-chance"
WIDTHS = (5, 8, 12, 16)
for width in WIDTHS:
    P = model_of(make_lake(cliff_lake(width)))
    at_random = np.full((len(P), 4), 0.25)
    p = success_probability(P, at_random, steps=100, start=2 * width)
    once = 1 - (1 - p) ** 1000
    sentence = tr(
        en=f"width {width:2d}: p = {p:.6f}, one in {1 / p:,.0f}; in 1,000 episodes: {once:.1%}",
        fr=f"largeur {width:2d} : p = {p:.6f}, une sur {1 / p:.0f} ; en 1000 épisodes : {once:.1%}",
    )
    print(sentence)

# %% [markdown] slug="longer" lang="en"
# One episode in 32 on the first cliff, one in 27,000 on the longest. Each cell more along the edge
# is one more chance to fall. Now train, and ask two questions: how many agents **found** the goal
# at least once, and how many **know** the way in the end?

# %% [markdown] slug="longer" lang="fr"
# Un épisode sur 32 sur la première falaise, un sur 27 000 sur la plus longue. Chaque case de plus au
# bord du vide est une occasion de plus de tomber. Entraînons, et posons deux questions : combien
# d'agents ont **trouvé** le but au moins une fois, et combien **connaissent** le chemin à la fin ?


# %% slug="sweep"
def sweep(agent_class, **options):
    """
    en: Train 20 agents on each width and print what came of it; return {width: (returns, agents)}.
    fr: Entraîne 20 agents par largeur et affiche le bilan ; renvoie {width: (returns, agents)}.
    """
    began, results = time.perf_counter(), {}
    for width in WIDTHS:
        results[width] = returns, agents = train_many(agent_class, cliff_lake(width), **options)
        found = (returns > 0).any(axis=1).sum()
        know = count_successes([agent.q_table for agent in agents], cliff_lake(width))
        steps = np.mean([agent.counts.sum() for agent in agents])
        sentence = tr(
            en=f"width {width:2d}: {found:2d} found it, {know:2d} know the way, of 20; {steps:.0f} steps",
            fr=f"largeur {width:2d} : {found:2d} ont trouvé, {know:2d} savent, sur 20 ; {steps:.0f} pas",
        )
        print(sentence)
    print(f"{time.perf_counter() - began:.0f} s")
    return results


# %% slug="epsilon-sweep" tags=["skip-when-grading"]
epsilon_greedy = sweep(QLearning)

# %% slug="epsilon-visits" picture="epsilon-visits" tags=["skip-when-grading"]
title = tr(en="epsilon = 0.33", fr="epsilon = 0,33")
plot_visits(epsilon_greedy[12][1][0].counts.sum(axis=1), cliff_lake(12), title=title)

# %% [markdown] slug="longer-reading" lang="en"
# **What you should see**
#
# ![Visit map of the cliff, width 12: crowded around the start, the right end hardly
# visited](picture:epsilon-visits)
#
# Here ties are broken fairly, and still nobody learns widths 12 and 16: an episode lasts eight steps
# and ends in a hole near the start. And there is a second trouble. On width 12 some agents *found*
# the goal, yet none *knows* the way: one success corrects the value of one cell, the last. The
# value has to travel 13 cells, one more at each success. So an agent must find the goal, then find
# it again and again.
#
# | budget, all widths | seconds | know the way (5, 8, 12, 16) |
# |---|---|---|
# | epsilon-greedy, about 33,000 steps a seed | 6 | 20, 19, 0, 0 of 20 |

# %% [markdown] slug="longer-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Carte des visites de la falaise de largeur 12 : la foule près du départ, presque personne à
# l'extrémité droite](picture:epsilon-visits)
#
# Cette fois les ex æquo sont bien départagés, et pourtant personne n'apprend les largeurs 12 et 16 :
# un épisode dure huit pas et finit dans un trou près du départ. Second souci : en largeur 12,
# certains agents ont *trouvé* le but, mais aucun ne *connaît* le chemin. Un succès corrige la valeur
# d'une seule case, la dernière, et la valeur doit remonter 13 cases, une de plus par succès. Il faut
# donc trouver le but, puis le retrouver encore et encore.
#
# | budget, toutes largeurs | secondes | connaissent le chemin (5, 8, 12, 16) |
# |---|---|---|
# | epsilon-glouton, environ 33 000 pas par graine | 6 | 20, 19, 0, 0 sur 20 |

# %% [markdown] slug="quiz-epsilon" lang="en"
# **Check yourself.** On the cliff of width 16, what does a larger epsilon, say 1.0, change before
# the first success?
#
# <details><summary>A. More exploration, so the goal is found sooner</summary>
#
# No. With a table of zeros the greedy action is already drawn at random among four equals. The
# random action of epsilon is drawn in the same way: the walk is the same.
# </details>
# <details><summary>B. Nothing: the agent walks at random whatever epsilon is</summary>
#
# Yes. Epsilon matters from the first reward on. Until then the chance of an episode is the $p$
# computed above, about 0.00004.
# </details>
# <details><summary>C. Less exploitation, so the goal is found later</summary>
#
# No. There is nothing to exploit yet: all Q-values are 0. What you say becomes true after the first
# success.
# </details>

# %% [markdown] slug="quiz-epsilon" lang="fr"
# **Pour vérifier.** Sur la falaise de largeur 16, que change un epsilon plus grand, par exemple 1,0,
# avant le premier succès ?
#
# <details><summary>A. On explore davantage, donc on trouve le but plus tôt</summary>
#
# Non. Avec une table de zéros, l'action gloutonne est déjà tirée au hasard entre quatre ex æquo.
# L'action aléatoire d'epsilon est tirée de la même façon : la marche est la même.
# </details>
# <details><summary>B. Rien : l'agent marche au hasard, quel que soit epsilon</summary>
#
# Oui. Epsilon compte à partir de la première récompense. Jusque-là, la chance d'un épisode est le
# $p$ calculé plus haut, environ 0,00004.
# </details>
# <details><summary>C. On exploite moins, donc on trouve le but plus tard</summary>
#
# Non. Il n'y a encore rien à exploiter : toutes les valeurs Q sont nulles. Ce que vous dites devient
# vrai après le premier succès.
# </details>

# %% [markdown] slug="wrapper" lang="en"
# ## First remedy: make the fall hurt
#
# If a fall sounded different from a step, the agent could learn to avoid it. We cannot rewrite the
# environment, but we can wrap it: a `gym.Wrapper` passes every call on to the environment inside
# and may change what comes back. Ours changes the reward of one kind of step.

# %% [markdown] slug="wrapper" lang="fr"
# ## Premier remède : rendre la chute douloureuse
#
# Si une chute se distinguait d'un pas, l'agent apprendrait à l'éviter. On ne peut pas réécrire
# l'environnement, mais on peut l'envelopper : un `gym.Wrapper` transmet chaque appel à
# l'environnement qu'il contient, et peut modifier ce qui en revient. Le nôtre modifie la récompense
# d'une seule sorte de pas.

# %% [markdown] slug="ex-wrapper" lang="en"
# ### Exercise 4.2 · A wrapper that punishes · 2 points · 10 min · ●●○○○
#
# Complete `step` of `PunishFatalEnd`. When the episode **terminates** and this last step pays no
# positive reward, the reward becomes `-penalty`, whatever it was, 0 or less. In every other case
# nothing changes: not for an ordinary step, not for an end that pays, be it little, and not for a
# time limit (`truncated`), which is nobody's fault.
#
# `step(action)` returns `(obs, reward, terminated, truncated, info)`; `self.env` is the environment
# inside, `self.penalty` a float.
#
# <details><summary>Hint 1: a nudge</summary>
#
# First let the environment inside take the step, then look at what came back.
# </details>
# <details><summary>Hint 2: which flag</summary>
#
# `terminated` says that a terminal state was reached. Both flags can be True at once, when a fall
# comes on the very last step allowed: that is a fall too.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# After `obs, reward, terminated, truncated, info = self.env.step(action)`, set the reward to
# `-self.penalty` if `terminated and reward <= 0`, and return all five.
# </details>

# %% [markdown] slug="ex-wrapper" lang="fr"
# ### Exercice 4.2 · Un wrapper qui punit · 2 points · 10 min · ●●○○○
#
# Complétez `step` dans `PunishFatalEnd`. Quand l'épisode se **termine** et que ce dernier pas ne
# verse aucune récompense positive, la récompense devient `-penalty`, quelle qu'elle ait été, nulle
# ou négative. Dans tous les autres cas, rien ne change : ni pour un pas ordinaire, ni pour une fin
# qui paie, même peu, ni pour une limite de temps (`truncated`), qui n'est la faute de personne.
#
# `step(action)` renvoie `(obs, reward, terminated, truncated, info)` ; `self.env` est
# l'environnement enveloppé, `self.penalty` un flottant.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Laissez d'abord l'environnement enveloppé faire le pas, puis regardez ce qui revient.
# </details>
# <details><summary>Indice 2 : quel indicateur</summary>
#
# `terminated` dit qu'un état terminal est atteint. Les deux indicateurs peuvent être vrais en même
# temps, lorsqu'une chute survient au tout dernier pas permis : c'est aussi une chute.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Après `obs, reward, terminated, truncated, info = self.env.step(action)`, mettez la récompense à
# `-self.penalty` si `terminated and reward <= 0`, et renvoyez les cinq valeurs.
# </details>


# %% exercise="4.2" difficulty=2 minutes=10 nbgrader={"grade": false, "grade_id": "punish-fatal-end", "locked": false, "schema_version": 3, "solution": true, "task": false}
class PunishFatalEnd(gym.Wrapper):
    """
    en: Punishes an end without reward; leaves time limits and everything else alone.
    fr: Punit une fin sans récompense ; ne touche ni aux limites de temps ni au reste.
    """

    def __init__(self, env, *, penalty=1.0):
        super().__init__(env)
        self.penalty = penalty

    def step(self, action):
        ### BEGIN SOLUTION
        # stub en: Exercise 4.2: take the step, punish a fatal end, return the five values.
        # stub fr: Exercice 4.2 : faites le pas, punissez une fin fatale, renvoyez les cinq valeurs.
        obs, reward, terminated, truncated, info = self.env.step(action)
        if terminated and reward <= 0:  # a time limit is not a fall
            reward = -self.penalty
        return obs, reward, terminated, truncated, info
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "punish-fatal-end-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
def rewards_of(actions, *, cost=0.0, **limits):
    """
    en: Play the actions on the wrapped cliff, penalty 0.5; return the rewards.
    en: Before the wrapper sees it, every reward is lowered by `cost`.
    fr: Joue les actions sur la falaise enveloppée, pénalité 0,5 ; renvoie les récompenses.
    fr: Avant que le wrapper ne la voie, chaque récompense est diminuée de `cost`.
    """
    lake = make_lake(cliff_lake(3), **limits)
    costly = gym.wrappers.TransformReward(lake, lambda reward: reward - cost)
    env = PunishFatalEnd(costly, penalty=0.5)
    env.reset(seed=0)
    return [float(env.step(action)[1]) for action in actions]


expect(
    rewards_of([UP, RIGHT, DOWN]),
    [0.0, 0.0, -0.5],
    what=tr(en="a walk that ends in the hole", fr="une marche qui finit dans le trou"),
    mistakes=[
        (
            [0.0, 0.0, 0.0],
            tr(en="the fall is not punished yet", fr="la chute n'est pas encore punie"),
        ),
        (
            [0.0, 0.0, -1.0],
            tr(
                en="the penalty here is 0.5: `self.penalty`",
                fr="ici la pénalité est 0,5 : `self.penalty`",
            ),
        ),
        (
            [-0.5, -0.5, -0.5],
            tr(
                en="an ordinary step pays 0 and stays 0: only an end is punished",
                fr="un pas ordinaire vaut 0 et le reste : seule une fin est punie",
            ),
        ),
        (
            [0.0, 0.0, 0.5],
            tr(en="the sign: a punishment is negative", fr="le signe : une punition est négative"),
        ),
    ],
)
expect(
    rewards_of([UP, RIGHT, RIGHT, DOWN]),
    [0.0, 0.0, 0.0, 1.0],
    what=tr(en="a walk to the goal", fr="une marche jusqu'au but"),
    mistakes=[
        (
            lambda rewards: rewards[-1] < 1,
            tr(
                en="the goal is an end that pays: leave it",
                fr="le but est une fin qui paie : n'y touchez pas",
            ),
        ),
    ],
)
expect(
    rewards_of([UP, UP, LEFT], max_steps=3),
    [0.0, 0.0, 0.0],
    what=tr(en="a walk that a time limit stops", fr="une marche arrêtée par une limite de temps"),
    mistakes=[
        (
            [0.0, 0.0, -0.5],
            tr(
                en="a time limit is not a fall: look at `terminated` alone",
                fr="une limite de temps n'est pas une chute : ne regardez que `terminated`",
            ),
        ),
    ],
)
expect(
    rewards_of([UP, RIGHT, DOWN], cost=0.2),
    [-0.2, -0.2, -0.5],
    what=tr(
        en="the walk into the hole, where every step costs 0.2: the fall pays −0.2",
        fr="la marche dans le trou, où chaque pas coûte 0,2 : la chute vaut −0,2",
    ),
    mistakes=[
        (
            [-0.2, -0.2, -0.2],
            tr(
                en="an end that pays less than 0 is to be punished too: not only where reward is 0",
                fr="une fin qui paie moins que 0 est à punir aussi, pas seulement quand elle vaut 0",
            ),
        ),
        (
            [-0.2, -0.2, -0.7],
            tr(
                en="the penalty was added to the reward: the reward becomes `-penalty`",
                fr="la pénalité a été ajoutée à la récompense : celle-ci devient `-penalty`",
            ),
        ),
        (
            lambda rewards: abs(rewards[0] + 0.2) > 1e-6,
            tr(
                en="an ordinary step is left as it is, also where it costs something",
                fr="un pas ordinaire reste tel quel, même s'il coûte quelque chose",
            ),
        ),
    ],
)
expect(
    rewards_of([UP, RIGHT, RIGHT, DOWN], cost=0.8),
    [-0.8, -0.8, -0.8, 1.0 - 0.8],
    what=tr(
        en="the walk to the goal, where every step costs 0.8: the goal pays 0.2",
        fr="la marche jusqu'au but, où chaque pas coûte 0,8 : le but vaut 0,2",
    ),
    mistakes=[
        (
            [-0.8, -0.8, -0.8, -0.5],
            tr(
                en="0.2 is little, but it is positive: only an end that pays 0 or less is punished",
                fr="0,2 est peu, mais positif : seule une fin qui paie 0 ou moins est punie",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close, equal

import gymnasium as gym
import numpy as np

from course_utils.lakes import make_lake, random_lake


class Scripted(gym.Env):
    observation_space = gym.spaces.Discrete(1000)
    action_space = gym.spaces.Discrete(4)

    def __init__(self, script):
        self.script = script

    def reset(self, *, seed=None, options=None):
        self.at = 0
        return 0, {}

    def step(self, action):
        reward, terminated, truncated = self.script[self.at]
        self.at += 1
        return 7 * self.at + action, reward, terminated, truncated, {"at": self.at}


def played(script, penalty):
    env = PunishFatalEnd(Scripted(script), penalty=penalty)
    env.reset()
    return [env.step(k % 4) for k in range(len(script))]


def rewards(script, penalty):
    return [step[1] for step in played(script, penalty)]


lakes = [random_lake(rng, size=4, frozen=0.6) for _ in range(20)]
seen = []
for lake in lakes:
    env = PunishFatalEnd(make_lake(lake, slippery=True), penalty=float(rng.uniform(0.2, 3)))
    env.reset(seed=int(rng.integers(10**6)))
    for _ in range(40):
        _, reward, terminated, truncated, _ = env.step(int(rng.integers(4)))
        seen.append(float(reward))
        if terminated or truncated:
            break
# a fall may pay less than 0, and a step on the way cost something
costs = rng.uniform(0.01, 3, size=8)
check(
    [
        seen,
        [rewards([(float(-c), False, False), (float(-c), True, False)], 0.9) for c in costs],
    ],
    close(),
    about=tr(
        en="falls on lakes you have not seen, and falls that pay less than 0",
        fr="des chutes sur des lacs jamais vus, et des chutes qui paient moins que 0",
    ),
)

penalties = rng.uniform(0.2, 3, size=6)
check(
    [rewards([(0.0, False, False), (0.0, False, True)], float(p)) for p in penalties]
    + [rewards([(0.0, False, False), (0.0, True, True)], float(p)) for p in penalties],
    close(),
    about=tr(
        en="time limits, also one that comes together with a fall",
        fr="des limites de temps, dont une qui tombe en même temps qu'une chute",
    ),
)

pays = np.concatenate([rng.uniform(0.01, 0.5, size=4), rng.uniform(1, 5, size=4)])
check(
    [rewards([(0.0, False, False), (float(r), True, False)], 1.5) for r in pays]
    + [rewards([(float(r), False, False), (0.0, True, False)], 0.7) for r in pays],
    close(),
    about=tr(
        en="ends that pay, be it little, and steps that pay on the way",
        fr="des fins qui paient, même peu, et des pas qui paient en route",
    ),
)

script = [(float(rng.random()), *(bool(end) for end in rng.integers(2, size=2))) for _ in range(12)]
steps = played(script, 1.0)
check(
    [[int(obs), bool(over), bool(cut), int(info["at"])] for obs, _, over, cut, info in steps],
    equal(),
    about=tr(
        en="observation, flags and info are passed on unchanged",
        fr="observation, indicateurs et info sont transmis tels quels",
    ),
)
### END HIDDEN TESTS

# %% slug="punished-sweep" tags=["skip-when-grading"]
punished = sweep(QLearning, wrap=PunishFatalEnd)

# %% slug="punished-visits" picture="punished-visits" tags=["skip-when-grading"]
plot_visits(
    punished[12][1][0].counts.sum(axis=1),
    cliff_lake(12),
    title=tr(en="epsilon = 0.33, falls punished", fr="epsilon = 0,33, chutes punies"),
)

# %% [markdown] slug="punished-reading" lang="en"
# **What you should see**
#
# ![Visit map of the cliff, width 12, with punished falls: visits reach the right
# end](picture:punished-visits)
#
# A clear gain: 20 of 20 on width 12. One fall from each cell is enough to learn which step kills,
# and the agent then wanders along the edge without stepping over it, except when epsilon pushes it.
#
# But it **wanders**. The wrapper says where not to go, and nothing about where to go; a random walk
# covers a distance that grows only with the square root of its steps. On width 16, with 100 steps
# and an epsilon that still pushes, most agents run out of luck: 3 of 20.
#
# | budget, all widths | seconds | know the way (5, 8, 12, 16) |
# |---|---|---|
# | punished, about 64,000 steps a seed | 12 | 20, 20, 20, 3 of 20 |

# %% [markdown] slug="punished-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Carte des visites de la falaise de largeur 12, chutes punies : les visites vont jusqu'à
# l'extrémité droite](picture:punished-visits)
#
# Le gain est net : 20 sur 20 en largeur 12. Une chute depuis chaque case suffit pour apprendre quel
# pas est fatal ; l'agent erre alors le long du bord sans le franchir, sauf quand epsilon le pousse.
#
# Mais il **erre**. Le wrapper dit où ne pas aller, et rien sur l'endroit où aller ; or une marche au
# hasard ne s'éloigne que comme la racine carrée du nombre de pas. En largeur 16, avec 100 pas et un
# epsilon qui pousse encore, la plupart des agents manquent de chance : 3 sur 20.
#
# | budget, toutes largeurs | secondes | connaissent le chemin (5, 8, 12, 16) |
# |---|---|---|
# | chutes punies, environ 64 000 pas par graine | 12 | 20, 20, 20, 3 sur 20 |

# %% [markdown] slug="ucb" lang="en"
# ## Second remedy: curiosity by counting
#
# Epsilon-greedy explores blindly: an action tried a hundred times is drawn as often as one never
# tried. UCB (*upper confidence bound*) keeps count. It takes the action with the best **optimistic
# estimate**, the Q-value plus a bonus that is large for actions seldom tried:
#
# $$\mathrm{UCB}(s, a) = Q(s, a) + c \sqrt{\frac{\ln N(s)}{N(s, a)}}$$
#
# $N(s, a)$ counts how often $a$ was taken in $s$, and $N(s) = \sum_a N(s, a)$. An action with
# $N(s, a) = 0$ has an infinite bonus: it comes first. (Sutton & Barto, 2018, eq. 2.10.)

# %% [markdown] slug="ucb" lang="fr"
# ## Deuxième remède : la curiosité qui compte
#
# Epsilon-glouton explore à l'aveugle : une action essayée cent fois est tirée aussi souvent qu'une
# action jamais essayée. UCB (*upper confidence bound*, borne supérieure de confiance) tient les
# comptes. Il choisit l'action qui a la meilleure **estimation optimiste**, la valeur Q plus un bonus
# qui est grand pour les actions rarement essayées :
#
# $$\mathrm{UCB}(s, a) = Q(s, a) + c \sqrt{\frac{\ln N(s)}{N(s, a)}}$$
#
# $N(s, a)$ compte combien de fois $a$ a été jouée dans $s$, et $N(s) = \sum_a N(s, a)$. Une action
# telle que $N(s, a) = 0$ a un bonus infini : elle passe en premier. (Sutton & Barto, 2018,
# éq. 2.10.)

# %% [markdown] slug="ex-ucb" lang="en"
# ### Exercise 4.3 · UCB's choice · 3 points · 15 min · ●●●○○
#
# Write `ucb_action(q_values, counts, *, c, rng)` for one state. `q_values` is a float array of
# shape `(n_actions,)`, `counts` an int array of the same shape, `c` a float of at least 0. Return
# an action, an int: one never tried if there is one, else one with the largest $\mathrm{UCB}(s, a)$.
# Any of several equals will do; `random_argmax(values, rng)` is the fair way.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Treat the untried actions first, before any division: with them out of the way every count is at
# least 1.
# </details>
# <details><summary>Hint 2: the untried ones</summary>
#
# `counts == 0` is an array of True and False, and True is larger than False: `random_argmax` of it
# draws one of the untried actions.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# `if counts.min() == 0: return random_argmax(counts == 0, rng)`. Otherwise the bonus is
# `c * np.sqrt(np.log(counts.sum()) / counts)`; add it to `q_values` and take the `random_argmax`.
# </details>

# %% [markdown] slug="ex-ucb" lang="fr"
# ### Exercice 4.3 · Le choix d'UCB · 3 points · 15 min · ●●●○○
#
# Écrivez `ucb_action(q_values, counts, *, c, rng)` pour un état. `q_values` est un tableau de
# flottants de forme `(n_actions,)`, `counts` un tableau d'entiers de même forme, `c` un flottant
# positif ou nul. Renvoyez une action, un entier : une action jamais essayée s'il y en a, sinon une
# de celles dont $\mathrm{UCB}(s, a)$ est le plus grand. N'importe laquelle des ex æquo convient ;
# `random_argmax(values, rng)` est la façon équitable.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Traitez d'abord les actions jamais essayées, avant toute division : ensuite, tous les comptes
# valent au moins 1.
# </details>
# <details><summary>Indice 2 : les actions jamais essayées</summary>
#
# `counts == 0` est un tableau de vrai et de faux, et True est plus grand que False : `random_argmax`
# y tire au sort une des actions jamais essayées.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `if counts.min() == 0: return random_argmax(counts == 0, rng)`. Sinon, le bonus est
# `c * np.sqrt(np.log(counts.sum()) / counts)` ; ajoutez-le à `q_values` et prenez le
# `random_argmax`.
# </details>


# %% exercise="4.3" difficulty=3 minutes=15 nbgrader={"grade": false, "grade_id": "ucb-action", "locked": false, "schema_version": 3, "solution": true, "task": false}
def ucb_action(q_values, counts, *, c, rng):
    """
    en: Return an untried action if there is one, else one with the largest Q plus bonus.
    fr: Renvoie une action jamais essayée s'il y en a, sinon une qui maximise Q plus bonus.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 4.3: return the action that UCB takes, an int.
    # stub fr: Exercice 4.3 : renvoyez l'action que joue UCB, un int.
    if counts.min() == 0:
        return random_argmax(counts == 0, rng)
    bonus = c * np.sqrt(np.log(counts.sum()) / counts)
    return random_argmax(q_values + bonus, rng)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "ucb-action-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def choices_of_ucb(q_values, counts, costs):
    rng = np.random.default_rng(0)
    q_values, counts = np.array(q_values), np.array(counts)
    return [ucb_action(q_values, counts, c=c, rng=rng) for c in costs]


expect(
    choices_of_ucb([5.0, 0.0, 0.0, 0.0], [3, 0, 2, 1], [1.0]),
    [1],
    what=tr(
        en="q_values 5, 0, 0, 0, tried 3, 0, 2, 1 times",
        fr="q_values 5, 0, 0, 0, essayées 3, 0, 2, 1 fois",
    ),
    mistakes=[
        (
            [0],
            tr(
                en="action 1 was never tried: it comes first, however good action 0 looks",
                fr="l'action 1 n'a jamais été essayée : elle passe en premier, même si la 0 semble bonne",
            ),
        )
    ],
)
expect(
    choices_of_ucb([1.0, 0.0, 0.0, 0.0], [1, 0, 0, 0], [0.0, 1.0]),
    lambda actions: 0 not in actions and len(actions) == 2 and all(a in (1, 2, 3) for a in actions),
    what=tr(
        en="one action tried once, three never: one of the three, also with c = 0",
        fr="une action essayée une fois, trois jamais : une des trois, même avec c = 0",
    ),
    mistakes=[
        (
            lambda actions: 0 in actions,
            tr(
                en="untried actions come first, whatever c is; and ln 1 = 0: beware of 0 / 0",
                fr="les actions jamais essayées d'abord, quel que soit c ; ln 1 = 0 : gare à 0 / 0",
            ),
        )
    ],
)
# en: ln(9 + 2 + 40 + 4) = 4.007; the roots of 4.007 / N(s, a) are 0.667, 1.416, 0.317, 1.001
# fr: ln(9 + 2 + 40 + 4) = 4,007 ; les racines de 4,007 / N(s, a) sont 0,667, 1,416, 0,317, 1,001
expect(
    choices_of_ucb([0.9, 0.3, 1.0, 0.7], [9, 2, 40, 4], [0.1, 0.5, 1.0]),
    [2, 0, 1],
    what=tr(
        en="q_values 0.9, 0.3, 1, 0.7, tried 9, 2, 40, 4 times; c = 0.1, 0.5, 1",
        fr="q_values 0,9, 0,3, 1, 0,7, essayées 9, 2, 40, 4 fois ; c = 0,1, 0,5, 1",
    ),
    mistakes=[
        ([2, 1, 1], tr(en="is the square root missing?", fr="la racine carrée manque-t-elle ?")),
        (
            [0, 1, 1],
            tr(en="is the logarithm of N(s) missing?", fr="le logarithme de N(s) manque-t-il ?"),
        ),
        (
            [0, 3, 1],
            tr(
                en="c multiplies the root: it is not in it",
                fr="c multiplie la racine : il n'est pas dedans",
            ),
        ),
        (
            [2, 2, 1],
            tr(
                en="the root covers the whole fraction, N(s, a) too",
                fr="la racine porte sur toute la fraction, N(s, a) compris",
            ),
        ),
        (
            [2, 0, 3],
            tr(
                en="ln is the natural logarithm, and N(s) the sum of the counts",
                fr="ln est le logarithme naturel, et N(s) la somme des comptes",
            ),
        ),
        (
            [2, 2, 2],
            tr(
                en="the bonus should grow when N(s, a) is small, and be added to Q",
                fr="le bonus doit croître quand N(s, a) est petit, et s'ajouter à Q",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import best_actions

import numpy as np


def states(rng, n=60, least=1):
    q = rng.normal(size=(n, 4))
    counts = np.round(np.exp(rng.uniform(0, 5, size=(n, 4)))).astype(int) - 1 + least
    return q, counts


q, counts = states(rng)
costs = rng.uniform(0.1, 3, size=len(q))
check(
    [ucb_action(q[k], counts[k], c=costs[k], rng=rng) for k in range(len(q))],
    best_actions(),
    wanted=q + costs[:, None] * np.sqrt(np.log(counts.sum(axis=1, keepdims=True)) / counts),
    about=tr(en="states where all was tried", fr="des états où tout a été essayé"),
)

q, counts = states(rng)
for row in counts:
    row[rng.permutation(4)[: rng.integers(1, 4)]] = 0
check(
    [ucb_action(q[k], counts[k], c=1.0, rng=rng) for k in range(len(q))],
    best_actions(),
    wanted=(counts == 0) * 1.0,
    about=tr(en="states with untried actions", fr="des états avec des actions jamais essayées"),
)

q, _ = states(rng, n=40)
counts = np.zeros((40, 4), dtype=int)
counts[np.arange(40), rng.integers(4, size=40)] = rng.integers(0, 2, size=40)
check(
    [ucb_action(q[k], counts[k], c=c, rng=rng) for k in range(40) for c in (0.0, 2.0)],
    best_actions(),
    wanted=np.repeat((counts == 0) * 1.0, 2, axis=0),
    about=tr(en="the first visits to a state", fr="les premières visites d'un état"),
)

q, counts = states(rng, least=3)
check(
    [ucb_action(q[k], counts[k], c=c, rng=rng) for k in range(60) for c in (0.0, 1e6)],
    best_actions(),
    wanted=np.stack([q, 1.0 / counts], axis=1).reshape(-1, 4),
    about=tr(
        en="c = 0, which is greedy, and a huge c, which only counts",
        fr="c = 0, qui est glouton, et un c énorme, qui ne fait que compter",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="ucb-agent" lang="en"
# An agent around your function takes eight lines. It uses the `counts` that `QLearning` keeps anyway,
# and when it is evaluated it plays greedily, without the bonus. Does curiosity cross where chance
# does not? Predict before you run: how many of 20 on each width?

# %% [markdown] slug="ucb-agent" lang="fr"
# Autour de votre fonction, un agent tient en huit lignes. Il utilise les comptes `counts` que
# `QLearning` tient de toute façon, et pendant une évaluation il joue la politique gloutonne, sans
# bonus. La curiosité traverse-t-elle là où le hasard échoue ? Faites un pronostic avant d'exécuter :
# combien sur 20, pour chaque largeur ?


# %% slug="ucb-class"
class UCB(QLearning):
    def __init__(self, env, *, c=0.5, **settings):
        super().__init__(env, **settings)
        self.c = c

    def act(self, obs):
        if not self.training:
            return super().act(obs)
        return ucb_action(self.q_table[obs], self.counts[obs], c=self.c, rng=self.rng)


# %% slug="ucb-sweep" tags=["skip-when-grading"]
ucb = sweep(UCB, c=0.5)

# %% [markdown] slug="ucb-question" lang="en"
# Hardly better than chance: 20 of 20 instead of 19 on width 8, and nobody on widths 12 and 16.
# Perhaps `c` is too small? Let us try a hundred times more, and a hundred times less, on
# width 16, with the same seed.

# %% [markdown] slug="ucb-question" lang="fr"
# À peine mieux que le hasard : 20 sur 20 au lieu de 19 en largeur 8, et personne en largeurs 12 et 16.
# Peut-être `c` est-il trop petit ? Essayons cent fois plus et cent fois moins, en largeur 16, avec la
# même graine.

# %% slug="ucb-several-c" tags=["skip-when-grading"]
cliff = cliff_lake(16)
curious = {c: train_many(UCB, cliff, c=c, seeds=[0])[1][0] for c in (0.005, 0.5, 50.0)}
for c, agent in curious.items():
    print(f"c = {c}:", np.array_equal(agent.counts, curious[0.5].counts))

# %% slug="ucb-visits" picture="ucb-visits" tags=["skip-when-grading"]
title = tr(en="UCB, c = 0.5", fr="UCB, c = 0,5")
plot_visits(ucb[12][1][0].counts.sum(axis=1), cliff_lake(12), title=title)

# %% [markdown] slug="ucb-reading" lang="en"
# **What you should see**
#
# ![Visit map of UCB on the cliff, width 12: as crowded around the start as
# epsilon-greedy](picture:ucb-visits)
#
# True three times: the agents took **exactly the same steps**. While all Q-values are 0, only the
# counts decide, and `c` multiplies all bonuses alike. (Over 30 seeds, with `c` from 0.05 to 3: still
# 0 of 30 on widths 12 and 16.)
#
# And the map looks like epsilon-greedy's. UCB's curiosity is **short-sighted**: in each state it asks
# which action *of this state* was tried least. At the edge, falling is as interesting as going on,
# one time in four. That whole regions lie unseen beyond the next cell, no bonus of this cell says.
#
# | budget, all widths | seconds | know the way (5, 8, 12, 16) |
# |---|---|---|
# | UCB, about 41,000 steps a seed | 10 | 20, 20, 0, 0 of 20 |

# %% [markdown] slug="ucb-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Carte des visites d'UCB sur la falaise de largeur 12 : la même foule près du départ que pour
# epsilon-glouton](picture:ucb-visits)
#
# Trois fois True : les agents ont fait **exactement les mêmes pas**. Tant que toutes les valeurs Q
# sont nulles, seuls les comptes décident, et `c` multiplie tous les bonus de la même façon. (Sur 30
# graines, avec `c` de 0,05 à 3 : toujours 0 sur 30 en largeurs 12 et 16.)
#
# Et la carte ressemble à celle d'epsilon-glouton. La curiosité d'UCB est **myope** : dans chaque
# état, elle demande quelle action *de cet état* a été la moins essayée. Au bord, tomber est aussi
# intéressant que continuer, une fois sur quatre. Que des régions entières restent inconnues au-delà
# de la case suivante, aucun bonus de cette case ne le dit.
#
# | budget, toutes largeurs | secondes | connaissent le chemin (5, 8, 12, 16) |
# |---|---|---|
# | UCB, environ 41 000 pas par graine | 10 | 20, 20, 0, 0 sur 20 |

# %% [markdown] slug="optimism" lang="en"
# ## Third remedy: expect the best
#
# Fill the table with the best return there can be, here 1, before learning starts, and play
# greedily, with epsilon 0. Whatever is tried disappoints: a step brings nothing now and, by the
# discount, at most $\gamma$ times the best later. So its value sinks below 1, and next time something
# untried looks better.
#
# So far this sounds like UCB. But look where the promise goes: the target of a step is
#
# $$r + \gamma \max_{a'} Q(s', a')$$
#
# If a cell holds an untried action, its maximum is still 1, and that 1, hardly reduced by $\gamma$, is
# **handed back** to the cell before, and so on. The unknown attracts from far away.

# %% [markdown] slug="optimism" lang="fr"
# ## Troisième remède : s'attendre au meilleur
#
# Remplissez la table avec le meilleur retour possible, ici 1, avant tout apprentissage, et jouez de
# façon gloutonne, avec epsilon nul. Tout ce qu'on essaie déçoit : un pas ne rapporte rien tout de
# suite et, à cause de l'actualisation, au plus $\gamma$ fois le meilleur ensuite. Sa valeur descend
# donc sous 1, et la fois suivante une action jamais essayée paraît meilleure.
#
# Jusqu'ici, on dirait UCB. Mais regardez où va la promesse : la cible d'un pas est
#
# $$r + \gamma \max_{a'} Q(s', a')$$
#
# Si une case a une action jamais essayée, son maximum vaut encore 1, et ce 1, à peine réduit par
# $\gamma$, est **transmis** à la case d'avant, et ainsi de suite. L'inconnu attire de loin.

# %% [markdown] slug="ex-optimistic" lang="en"
# ### Exercise 4.4 · Optimistic start · 3 points · 12 min · ●●●○○
#
# Complete `OptimisticQLearning`. In `__init__`, make every entry of `self.q_table`, a float array of
# shape `(n_states, n_actions)`, equal to `initial`. Then write `learn` once more:
#
# $$Q(s, a) \leftarrow Q(s, a) + \alpha \left(\text{target} - Q(s, a)\right)$$
#
# with the same target as ever, and with great care for terminal states. In chapter 3 you could
# forget `terminated` and get away with it: the row of a hole was zero for ever. Now it holds
# `initial` for ever, since nobody learns in a hole. The agent cannot tell which rows these are: only
# `terminated` says that $s'$ has no future.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `super().__init__` has already made the table, full of zeros: change its contents.
# </details>
# <details><summary>Hint 2: the table</summary>
#
# `self.q_table[:] = initial` changes all entries and keeps them floats. (`np.full(shape, 1)` would
# make whole numbers, and every later update would be cut to one.)
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# Three lines of `QLearning.learn` do it: `future` is 0.0 if `terminated`, else
# `self.q_table[next_obs].max()`; then the target; then the step of size `self.alpha` towards it.
# </details>

# %% [markdown] slug="ex-optimistic" lang="fr"
# ### Exercice 4.4 · Départ optimiste · 3 points · 12 min · ●●●○○
#
# Complétez `OptimisticQLearning`. Dans `__init__`, donnez la valeur `initial` à chaque entrée de
# `self.q_table`, un tableau de flottants de forme `(n_states, n_actions)`. Puis récrivez `learn` :
#
# $$Q(s, a) \leftarrow Q(s, a) + \alpha \left(\text{cible} - Q(s, a)\right)$$
#
# avec la même cible que d'habitude, et le plus grand soin pour les états terminaux. Au chapitre 3, on
# pouvait oublier `terminated` sans dommage : la ligne d'un trou restait nulle pour toujours.
# Désormais elle contient `initial` pour toujours, puisque personne n'apprend dans un trou. L'agent ne
# peut pas savoir quelles lignes sont concernées : seul `terminated` dit que $s'$ n'a pas d'avenir.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# `super().__init__` a déjà créé la table, pleine de zéros : changez son contenu.
# </details>
# <details><summary>Indice 2 : la table</summary>
#
# `self.q_table[:] = initial` change toutes les entrées, qui restent des flottants.
# (`np.full(shape, 1)` donnerait des entiers, et chaque mise à jour serait tronquée à l'entier.)
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Trois lignes de `QLearning.learn` suffisent : `future` vaut 0.0 si `terminated`, sinon
# `self.q_table[next_obs].max()` ; puis la cible ; puis le pas de taille `self.alpha` vers elle.
# </details>


# %% exercise="4.4" difficulty=3 minutes=12 nbgrader={"grade": false, "grade_id": "optimistic-start", "locked": false, "schema_version": 3, "solution": true, "task": false}
class OptimisticQLearning(QLearning):
    """
    en: Q-learning that expects the best of what it has not tried; no need of epsilon.
    fr: Q-learning qui attend le meilleur de ce qu'il n'a pas essayé ; epsilon est inutile.
    """

    def __init__(self, env, *, alpha, gamma, epsilon=0.0, initial=1.0, seed=0):
        super().__init__(env, alpha=alpha, gamma=gamma, epsilon=epsilon, seed=seed)
        ### BEGIN SOLUTION
        # stub en: Exercise 4.4: make every entry of self.q_table equal to initial.
        # stub fr: Exercice 4.4 : donnez la valeur initial à chaque entrée de self.q_table.
        self.q_table[:] = initial
        ### END SOLUTION

    def learn(self, obs, action, reward, next_obs, terminated):
        self.counts[obs, action] += 1
        ### BEGIN SOLUTION
        # stub en: Exercise 4.4: move self.q_table[obs, action] towards its target.
        # stub fr: Exercice 4.4 : rapprochez self.q_table[obs, action] de sa cible.
        future = 0.0 if terminated else self.q_table[next_obs].max()  # a hole promises nothing
        td_target = reward + self.gamma * future
        td_error = td_target - self.q_table[obs, action]
        self.q_table[obs, action] += self.alpha * td_error
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "optimistic-start-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def optimist(**changes):
    settings = {"alpha": 0.5, "gamma": 0.9, "initial": 1, "seed": 0, **changes}
    return OptimisticQLearning(make_lake(cliff_lake(5)), **settings)


def table_after(obs, action, reward, next_obs, terminated, *, next_row=(1.0, 1.0, 1.0, 1.0)):
    agent = optimist()
    agent.q_table[next_obs] = next_row
    before = np.array(agent.q_table)
    agent.learn(obs, action, reward, next_obs, terminated)
    return before, agent.q_table


def q_after(obs, action, *step, **row):
    return table_after(obs, action, *step, **row)[1][obs, action]


def changed(*step):
    """
    en: Return [state, action] of every entry that one step has changed.
    fr: Renvoie [état, action] de chaque entrée qu'un pas a modifiée.
    """
    before, after = table_after(*step)
    return np.argwhere(before != after).tolist()


table = optimist(initial=0.8).q_table
expect(
    [table.min(), table.max()],
    [0.8, 0.8],
    what=tr(
        en="smallest and largest entry of a new table, initial=0.8",
        fr="plus petite et plus grande entrée d'une table neuve, initial=0.8",
    ),
    mistakes=[
        (
            [0.0, 0.0],
            tr(
                en="zeros: fill the table after super().__init__, with `initial`",
                fr="des zéros : remplissez la table après super().__init__, avec `initial`",
            ),
        ),
        ([0.0, 0.8], tr(en="fill all entries", fr="remplissez toutes les entrées")),
        ([1.0, 1.0], tr(en="use `initial`, not 1", fr="utilisez `initial`, pas 1")),
    ],
)
expect(
    q_after(10, UP, 0.0, 5, False),
    0.95,
    what=tr(
        en="a step from 10 to 5, reward 0: 1 + 0.5 × (0 + 0.9 × 1 − 1)",
        fr="un pas de 10 à 5, récompense 0 : 1 + 0,5 × (0 + 0,9 × 1 − 1)",
    ),
    mistakes=[
        (
            0.5,
            tr(
                en="this step ended nothing: the next state's best value counts, times gamma "
                "(the value itself, not its place, which argmax gives)",
                fr="ce pas ne termine rien : la meilleure valeur de l'état suivant compte, fois gamma "
                "(la valeur elle-même, et non sa place, que donne argmax)",
            ),
        ),
        (
            lambda q: q == 0,
            tr(
                en="0: does the table hold whole numbers? Then 0.95 is cut to 0",
                fr="0 : la table contient-elle des entiers ? Alors 0,95 est tronqué à 0",
            ),
        ),
        (
            1.0,
            tr(
                en="the value has not moved: is gamma missing, or the update?",
                fr="la valeur n'a pas bougé : manque-t-il gamma, ou la mise à jour ?",
            ),
        ),
        (
            0.9,
            tr(
                en="that is the target; go half the way (alpha)",
                fr="c'est la cible ; faites la moitié du chemin (alpha)",
            ),
        ),
    ],
)
# en: 1 + 0.5 x (0 + 0.9 x 0.8 - 1)
# fr: 1 + 0,5 x (0 + 0,9 x 0,8 - 1)
expect(
    q_after(10, UP, 0.0, 5, False, next_row=(0.2, 0.5, 0.8, 0.6)),
    0.86,
    what=tr(
        en="the same step, when the row of state 5 is 0.2, 0.5, 0.8, 0.6",
        fr="le même pas, quand la ligne de l'état 5 est 0,2, 0,5, 0,8, 0,6",
    ),
    mistakes={
        0.77: tr(
            en="the next row's value of the action just played: take the row's maximum",
            fr="la valeur, dans la ligne suivante, de l'action qui vient d'être jouée : prenez le maximum",
        ),
        0.95: tr(
            en="the maximum of obs's own row, or of the whole table: take that of row next_obs",
            fr="le maximum de la ligne de obs ou de toute la table : prenez celui de la ligne next_obs",
        ),
        0.73625: tr(
            en="that is the mean of the next row; take its maximum",
            fr="c'est la moyenne de la ligne suivante ; prenez son maximum",
        ),
    },
)
expect(
    q_after(10, RIGHT, 0.0, 11, True),
    0.5,
    what=tr(
        en="a fall from 10 into the hole 11: 1 + 0.5 × (0 − 1)",
        fr="une chute de 10 dans le trou 11 : 1 + 0,5 × (0 − 1)",
    ),
    mistakes=[
        (
            0.95,
            tr(
                en="the hole's row still holds 1, but `terminated` says that it has no future",
                fr="la ligne du trou contient encore 1, mais `terminated` dit qu'il n'a pas d'avenir",
            ),
        ),
    ],
)
expect(
    q_after(9, DOWN, 1.0, 14, True),
    1.0,
    what=tr(
        en="from 9 into the goal 14: 1 + 0.5 × (1 − 1)",
        fr="de 9 dans le but 14 : 1 + 0,5 × (1 − 1)",
    ),
    mistakes=[
        (
            1.45,
            tr(
                en="1 + 0.9 × 1 was the target: after the goal there is nothing more to win",
                fr="la cible était 1 + 0,9 × 1 : après le but, il n'y a plus rien à gagner",
            ),
        ),
        (
            0.5,
            tr(en="the reward is part of the target", fr="la récompense fait partie de la cible"),
        ),
    ],
)
expect(
    changed(10, RIGHT, 0.0, 11, True),
    [[10, RIGHT]],
    what=tr(
        en="which entries the fall from 10 into the hole 11 changes, as [state, action]",
        fr="les entrées que modifie la chute de 10 dans le trou 11, en [état, action]",
    ),
    mistakes=[
        (
            lambda entries: any(state == 11 for state, _ in entries),
            tr(
                en="the hole's own row was changed: leave it, and let `terminated` decide the future",
                fr="la ligne du trou a été modifiée : n'y touchez pas, `terminated` décide de l'avenir",
            ),
        ),
        (
            lambda entries: all(state == 10 for state, _ in entries),
            tr(
                en="the whole row of state 10 was moved: only the action played is learned about",
                fr="toute la ligne de l'état 10 a bougé : on n'apprend que sur l'action jouée",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close, reaches_goal, resting_on

import numpy as np

from course_utils.episodes import train
from course_utils.lakes import cliff_lake, make_lake

tables = []
for width, initial in zip(rng.integers(3, 20, size=6), rng.uniform(0.1, 5, size=6), strict=True):
    env = make_lake(cliff_lake(int(width)))
    agent = OptimisticQLearning(env, alpha=0.3, gamma=0.9, initial=float(initial), seed=1)
    tables.append(agent.q_table)
check(
    tables,
    close(),
    about=tr(
        en="the first table, other lakes and values", fr="la première table, autres lacs et valeurs"
    ),
)

env = make_lake(cliff_lake(6))
agent = OptimisticQLearning(
    env, alpha=float(rng.uniform(0.1, 0.9)), gamma=float(rng.uniform(0.5, 1)), initial=2, seed=1
)
for _ in range(200):
    s, a, t = (int(n) for n in rng.integers([18, 4, 18]))
    agent.learn(s, a, float(rng.normal()), t, False)
check(
    agent.q_table,
    close(),
    about=tr(en="learning from ordinary steps", fr="apprendre de pas ordinaires"),
)

agent = OptimisticQLearning(
    env, alpha=float(rng.uniform(0.1, 0.9)), gamma=float(rng.uniform(0.5, 1)), initial=1.5, seed=1
)
for _ in range(200):
    s, a, t = (int(n) for n in rng.integers([18, 4, 18]))
    agent.learn(s, a, float(rng.normal()), t, bool(rng.random() < 0.4))
check(
    agent.q_table,
    close(),
    about=tr(en="learning where episodes end", fr="apprendre là où des épisodes se terminent"),
)

long_cliff = cliff_lake(int(rng.integers(14, 21)))
env = make_lake(long_cliff)
agent = OptimisticQLearning(env, alpha=0.8, gamma=0.99, seed=int(rng.integers(1000)))
train(env, agent, episodes=150, seed=int(rng.integers(10**6)), progress=False)
learner = OptimisticQLearning(env, alpha=0.3, gamma=0.9, initial=0.5, seed=1)
for _ in range(200):
    s, a, t = (int(n) for n in rng.integers([42, 4, 42]))
    learner.learn(s, a, float(rng.normal()), t, False)
# a planner finds the way too: it counts with learning that is right
check(
    {
        "answer": {
            "map": list(long_cliff),
            "slippery": False,
            "policy": np.argmax(agent.q_table, axis=1),
        },
        "basis": learner.q_table,
    },
    resting_on(close(), reaches_goal(at_least=0.99)),
    about=tr(
        en="150 episodes on a long cliff you have not seen, epsilon 0",
        fr="150 épisodes sur une longue falaise jamais vue, epsilon nul",
    ),
)
### END HIDDEN TESTS

# %% slug="optimistic-sweep" tags=["skip-when-grading"]
optimistic = sweep(OptimisticQLearning, epsilon=0.0)
for width, (returns, _) in optimistic.items():
    first = 1 + (returns > 0).argmax(axis=1)
    sentence = tr(
        en=f"width {width:2d}: first success in episode {first.min()} to {first.max()}",
        fr=f"largeur {width:2d} : premier succès à l'épisode {first.min()} à {first.max()}",
    )
    print(sentence)

# %% [markdown] slug="optimistic-question" lang="en"
# All of them, on every width, and within 16 episodes. A random walk needs 27,000
# episodes on average on width 16; the optimist needs about one for each column.
#
# How does it do that? Stop one agent after six episodes on width 12, before its first success, and
# look at the best value of each cell. Where would a greedy agent go?

# %% [markdown] slug="optimistic-question" lang="fr"
# Tous, sur toutes les largeurs, et en 16 épisodes au plus. Une marche au hasard demande en moyenne
# 27 000 épisodes en largeur 16 ; l'optimiste en demande à peu près un par colonne.
#
# Comment fait-il ? Arrêtons un agent après six épisodes en largeur 12, avant son premier succès, et
# regardons la meilleure valeur de chaque case. Où irait un agent glouton ?

# %% slug="optimistic-values" picture="optimistic-values" tags=["skip-when-grading"]
_, [early] = train_many(OptimisticQLearning, cliff_lake(12), epsilon=0.0, seeds=[0], episodes=6)
plot_values(
    early.q_table.max(axis=1),
    cliff_lake(12),
    policy=greedy_policy(early.q_table),
    title=tr(en="optimist, after 6 episodes", fr="optimiste, après 6 épisodes"),
)


# %% slug="twelve-ucb" picture="twelve-ucb" tags=["skip-when-grading"]
def twelve_episodes(agent_class, title, **options):
    _, [agent] = train_many(agent_class, cliff_lake(12), seeds=[0], episodes=12, **options)
    return plot_visits(agent.counts.sum(axis=1), cliff_lake(12), title=title)


twelve_episodes(UCB, tr(en="UCB, 12 episodes", fr="UCB, 12 épisodes"))

# %% slug="twelve-optimist" picture="twelve-optimist" tags=["skip-when-grading"]
title = tr(en="optimist, 12 episodes", fr="optimiste, 12 épisodes")
twelve_episodes(OptimisticQLearning, title, epsilon=0.0)

# %% [markdown] slug="optimistic-reading" lang="en"
# **What you should see**
#
# ![Best values of the cliff after six episodes: lower where the agent has been, 1 where it has
# not](picture:optimistic-values)
#
# ![Visits of UCB in its first twelve episodes: half of the cells were never
# seen](picture:twelve-ucb)
#
# ![Visits of the optimist in its first twelve episodes: all cells were seen](picture:twelve-optimist)
#
# Values have sunk where the agent has been, and stand at 1 where it has not: a slope that climbs
# towards the unknown. That slope was made by bootstrapping: each cell learned from its neighbour
# that there is something left to see.
#
# | budget, all widths | seconds | know the way (5, 8, 12, 16) |
# |---|---|---|
# | optimistic, about 47,000 steps a seed | 9 | 20, 20, 20, 20 of 20 |

# %% [markdown] slug="optimistic-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Meilleures valeurs de la falaise après six épisodes : plus basses là où l'agent est passé, 1 là
# où il n'est pas allé](picture:optimistic-values)
#
# ![Visites d'UCB pendant ses douze premiers épisodes : la moitié des cases n'a jamais été
# vue](picture:twelve-ucb)
#
# ![Visites de l'optimiste pendant ses douze premiers épisodes : toutes les cases ont été
# vues](picture:twelve-optimist)
#
# Les valeurs ont baissé là où l'agent est passé et valent 1 là où il n'est pas allé : une pente qui
# monte vers l'inconnu. C'est le *bootstrapping* qui l'a formée : chaque case a appris de sa voisine
# qu'il reste quelque chose à voir.
#
# | budget, toutes largeurs | secondes | connaissent le chemin (5, 8, 12, 16) |
# |---|---|---|
# | optimiste, environ 47 000 pas par graine | 9 | 20, 20, 20, 20 sur 20 |

# %% [markdown] slug="forgetful" lang="en"
# And if you forget `terminated`? Here is the mistake of exercise 4.4, on the shortest cliff. In
# chapter 3 it would have gone unnoticed.

# %% [markdown] slug="forgetful" lang="fr"
# Et si l'on oublie `terminated` ? Voici l'erreur de l'exercice 4.4, sur la falaise la plus courte.
# Au chapitre 3, elle serait passée inaperçue.


# %% slug="forgetful-agents" tags=["skip-when-grading"]
class Forgetful(OptimisticQLearning):
    def learn(self, obs, action, reward, next_obs, terminated):
        super().learn(obs, action, reward, next_obs, False)


for agent_class in (OptimisticQLearning, Forgetful):
    returns, agents = train_many(agent_class, cliff_lake(5), epsilon=0.0, episodes=300)
    know = count_successes([agent.q_table for agent in agents], cliff_lake(5))
    reached, name = (returns > 0).mean(), agent_class.__name__
    sentence = tr(
        en=f"{name}: {know} of 20 know the way; {reached:.2%} of the episodes reached the goal",
        fr=f"{name} : {know} sur 20 connaissent le chemin ; {reached:.2%} des épisodes ont réussi",
    )
    print(sentence)

# %% [markdown] slug="forgetful-reading" lang="en"
# To this agent a hole is a place of which one never hears anything bad: its row promises 1 for ever.
# So a fall stays worth $0.99 \times 1$ while the values of all safe steps go on sinking, and soon
# nothing looks better than to fall.

# %% [markdown] slug="forgetful-reading" lang="fr"
# Pour cet agent, un trou est un endroit dont on n'entend jamais de mal : sa ligne promet 1 pour
# toujours. Une chute vaut donc toujours $0{,}99 \times 1$, tandis que la valeur des pas sûrs continue
# de baisser : bientôt, rien ne paraît meilleur que de tomber.

# %% [markdown] slug="quiz-gamma" lang="en"
# **Check yourself.** Set `gamma=1.0` in the optimist of width 12. What happens?
#
# <details><summary>A. It learns faster: nothing is lost on the way back</summary>
#
# No. What is lost on the way back is what makes the optimist move on. Without it a step into a wall
# still promises 1.
# </details>
# <details><summary>B. Falls lose their charm, but wandering in circles never does</summary>
#
# Yes. The target of a harmless step is $0 + 1 \times 1 = 1$: it disappoints nobody, and no slope
# forms. Only falls sink. That is the punishing wrapper without its epsilon: measured over 20 seeds,
# all find the goal by wandering, and none knows the way in the end.
# </details>
# <details><summary>C. Nothing: the rewards decide, not the discount</summary>
#
# No. Until the first success all rewards are 0, and among safe steps the discount is all that makes
# one value different from another.
# </details>

# %% [markdown] slug="quiz-gamma" lang="fr"
# **Pour vérifier.** Mettez `gamma=1.0` dans l'optimiste de largeur 12. Que se passe-t-il ?
#
# <details><summary>A. Il apprend plus vite : rien ne se perd en remontant</summary>
#
# Non. Ce qui se perd en remontant est justement ce qui pousse l'optimiste à avancer. Sans cette
# perte, un pas contre un mur promet encore 1.
# </details>
# <details><summary>B. Les chutes perdent leur charme, mais tourner en rond ne lasse jamais</summary>
#
# Oui. La cible d'un pas sans danger est $0 + 1 \times 1 = 1$ : elle ne déçoit personne, et aucune
# pente ne se forme. Seule la valeur des chutes baisse. C'est le wrapper qui punit, sans son epsilon :
# mesuré sur 20 graines, tous trouvent le but en errant, et aucun ne connaît le chemin à la fin.
# </details>
# <details><summary>C. Rien : ce sont les récompenses qui décident, pas l'actualisation</summary>
#
# Non. Jusqu'au premier succès, toutes les récompenses sont nulles et, parmi les pas sans danger,
# seule l'actualisation rend une valeur différente d'une autre.
# </details>

# %% [markdown] slug="compare" lang="en"
# ## The comparison, with intervals
#
# 3 of 20 on width 16: is that 15 %? Twenty seeds are a sample, and another twenty would give another
# number. The **Wilson interval** says which true shares are compatible with what was seen, at 95 %.
# Unlike "plus or minus two standard errors" it stays sensible for 0 of 20 and 20 of 20, where the
# standard error is 0 and would claim certainty.

# %% [markdown] slug="compare" lang="fr"
# ## La comparaison, avec des intervalles
#
# 3 sur 20 en largeur 16 : est-ce 15 % ? Vingt graines sont un échantillon, et vingt autres
# donneraient un autre nombre. L'**intervalle de Wilson** dit quelles vraies proportions sont
# compatibles avec ce qu'on a vu, à 95 %. Contrairement à « plus ou moins deux erreurs types », il
# reste sensé pour 0 sur 20 et 20 sur 20, où l'erreur type est nulle et feindrait la certitude.


# %% slug="wilson"
def wilson_interval(successes, n, *, z=1.96):
    """
    en: Return (share, low, high); Wilson (1927).
    fr: Renvoie (proportion, bas, haut) ; Wilson (1927).
    """
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return share, max(0.0, centre - half), min(1.0, centre + half)


for successes in (0, 3, 19, 20):
    print(successes, np.round(wilson_interval(successes, 20), 2))

# %% slug="intervals" picture="intervals" tags=["skip-when-grading"]
remedies = {
    tr(en="epsilon-greedy", fr="epsilon-glouton"): epsilon_greedy,
    tr(en="punished", fr="puni"): punished,
    "UCB": ucb,
    tr(en="optimistic", fr="optimiste"): optimistic,
}


def share_that_know(width):
    lake_map, intervals = cliff_lake(width), {}
    for name, results in remedies.items():
        know = count_successes([agent.q_table for agent in results[width][1]], lake_map)
        intervals[name] = wilson_interval(know, 20)
    title = tr(en=f"width {width}", fr=f"largeur {width}")
    label = tr(en="share that know the way", fr="proportion qui connaît le chemin")
    return plot_intervals(intervals, xlabel=label, title=title)


beside(share_that_know(12), share_that_know(16))

# %% slug="curves" picture="curves" tags=["skip-when-grading"]
plot_curves(
    {name: results[12][0] > 0 for name, results in remedies.items()},
    window=50,
    ylabel=tr(en="share of episodes that reach the goal", fr="part des épisodes qui réussissent"),
    title=tr(en="training on width 12", fr="entraînement en largeur 12"),
)

# %% [markdown] slug="compare-reading" lang="en"
# **What you should see**
#
# ![Shares of 20 seeds that know the way, with 95 % intervals, for widths 12 and
# 16](picture:intervals)
#
# ![Share of training episodes that reach the goal on width 12](picture:curves)
#
# On width 8 nothing can be told apart: the intervals of 19 of 20 and 20 of 20 overlap widely. On
# width 12 the four fall into two groups. On width 16 only the optimist is left, and its interval
# overlaps no other.
#
# The curves show *training*, with its random steps: epsilon-greedy hides behind UCB, both at 0, and
# the punished agent fails in six episodes of ten because of its epsilon, although its greedy policy is
# perfect.

# %% [markdown] slug="compare-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Proportions des 20 graines qui connaissent le chemin, avec des intervalles à 95 %, pour les
# largeurs 12 et 16](picture:intervals)
#
# ![Part des épisodes d'entraînement qui atteignent le but en largeur 12](picture:curves)
#
# En largeur 8, on ne peut rien départager : les intervalles de 19 sur 20 et de 20 sur 20 se
# recouvrent largement. En largeur 12, les quatre forment deux groupes. En largeur 16, il ne reste
# que l'optimiste, dont l'intervalle n'en recouvre aucun autre.
#
# Les courbes montrent l'*entraînement*, avec ses pas au hasard : epsilon-glouton se cache derrière
# UCB, tous deux à 0, et l'agent puni échoue dans six épisodes sur dix à cause de son epsilon, alors
# que sa politique gloutonne est parfaite.

# %% [markdown] slug="combine" lang="en"
# Remedies can be **combined**. UCB on the punished cliff stops falling out of curiosity: 20 of 20
# learn width 16. But it still wanders, and on width 24 it is 0 of 20. The optimist alone learns width
# 48 in 20 of 20, with its first success within 101 episodes. (Measured with the same settings; train
# them yourself with `train_many`.) Here is an optimist after its training, greedy, on width 12.

# %% [markdown] slug="combine" lang="fr"
# Les remèdes se **combinent**. UCB sur la falaise qui punit ne tombe plus par curiosité : 20 sur 20
# apprennent la largeur 16. Mais il erre encore : en largeur 24, c'est 0 sur 20. L'optimiste seul
# apprend la largeur 48 dans 20 cas sur 20, avec un premier succès en 101 épisodes au plus. (Mesuré
# avec les mêmes réglages ; entraînez-les vous-même avec `train_many`.) Voici un optimiste après son
# entraînement, glouton, en largeur 12.

# %% slug="crossing" tags=["skip-when-grading"]
winner = optimistic[12][1][0]
winner.training = False
run_episode(make_lake(cliff_lake(12)), winner, seed=0, render=True).video(action_names=ACTION_NAMES)

# %% [markdown] slug="limits" lang="en"
# ## When does each remedy stop working?
#
# **Many states.** Counts and optimism are kept cell by cell, and each cell must disappoint by itself.
# Give each observation a second part that does not matter at all, one of several skies drawn at
# random, and a table can no longer see that two observations are the same place.

# %% [markdown] slug="limits" lang="fr"
# ## Quand chaque remède cesse-t-il de fonctionner ?
#
# **Beaucoup d'états.** Les comptes et l'optimisme sont tenus case par case, et chaque case doit
# décevoir par elle-même. Ajoutons à chaque observation une seconde partie qui n'a aucune importance,
# un ciel tiré au hasard parmi plusieurs : une table ne voit plus que deux observations désignent le
# même endroit.


# %% slug="skies" tags=["skip-when-grading"]
class Skies(gym.ObservationWrapper):
    """
    en: Adds to each observation one of `kinds` skies, drawn at random; nothing else changes.
    fr: Ajoute à chaque observation un ciel parmi `kinds`, tiré au hasard ; rien d'autre ne change.
    """

    def __init__(self, env, *, kinds):
        super().__init__(env)
        self.kinds, self.rng = kinds, np.random.default_rng(0)
        self.observation_space = gym.spaces.Discrete(int(env.observation_space.n) * kinds)

    def observation(self, obs):
        return int(obs) * self.kinds + int(self.rng.integers(self.kinds))


P = model_of(make_lake(cliff_lake(5)))


def chance_under_skies(agent_class, kinds, *, punish=False, **options):
    def wrap(env):
        return Skies(PunishFatalEnd(env) if punish else env, kinds=kinds)

    _, agents = train_many(agent_class, cliff_lake(5), wrap=wrap, seeds=3, **options)
    # en: the sky is drawn anew at each step, so the policies of all skies are averaged
    # fr: le ciel est retiré à chaque pas : on fait la moyenne des politiques de tous les ciels
    policies = [greedy_policy(agent.q_table).reshape(15, kinds, 4).mean(axis=1) for agent in agents]
    return np.mean([success_probability(P, policy, start=10) for policy in policies])


# %% slug="skies-table" tags=["skip-when-grading"]
print(
    tr(
        en="chance to reach the goal, width 5: punished, UCB, optimistic",
        fr="chance d'atteindre le but, largeur 5 : puni, UCB, optimiste",
    )
)
for kinds in (1, 10, 100, 1000):
    chances = (
        chance_under_skies(QLearning, kinds, punish=True),
        chance_under_skies(UCB, kinds),
        chance_under_skies(OptimisticQLearning, kinds, epsilon=0.0),
    )
    row = "   ".join(f"{chance:.2f}" for chance in chances)
    print(tr(en=f"skies: {kinds:4d}   {row}", fr=f"ciels : {kinds:4d}   {row}"))

# %% [markdown] slug="skies-reading" lang="en"
# With 10 skies all three still do well. With 100, UCB is lost, the punished agent crosses one time in
# two, and only the optimist holds out. With 1,000 all three are lost.
#
# The lake has not changed. But 1,000 skies make 15,000 rows, most of them seen once or never, and a
# table learns nothing about a row it has not seen. With a **continuous** observation, no row is ever
# seen twice.
#
# Chapter 5 replaces the table by a network, which carries over what it learned to observations that
# look alike. Disappointment is carried over too: optimism then fades everywhere at once, and these
# remedies do not simply move along.

# %% [markdown] slug="skies-reading" lang="fr"
# Avec 10 ciels, les trois s'en sortent encore. Avec 100, UCB est perdu, l'agent puni traverse une fois
# sur deux, et seul l'optimiste tient bon. Avec 1 000, tous les trois sont perdus.
#
# Le lac n'a pas changé. Mais 1 000 ciels font 15 000 lignes, pour la plupart vues une fois ou jamais,
# et une table n'apprend rien d'une ligne qu'elle n'a pas vue. Avec une observation **continue**,
# aucune ligne n'est jamais vue deux fois.
#
# Le chapitre 5 remplace la table par un réseau, qui étend ce qu'il a appris aux observations
# semblables. La déception s'étend aussi : l'optimisme s'éteint partout à la fois, et ces remèdes ne
# se transposent pas tels quels.

# %% [markdown] slug="bridge" lang="en"
# **Ends that are bad luck.** The wrapper changes the reward, and with it the task. Here the ice is
# slippery and the only way is a bridge of two cells between holes: even the best policy crosses it
# with probability 0.2. Trying costs nothing, since a fall pays 0. What is the best policy once
# falls are punished? We have the model, so value iteration (chapter 2) gives the exact answer.

# %% [markdown] slug="bridge" lang="fr"
# **Des fins qui sont de la malchance.** Le wrapper change la récompense, et donc la tâche. Ici la
# glace est glissante et le seul passage est un pont de deux cases entre des trous : même la meilleure
# politique ne le traverse qu'avec la probabilité 0,2. Essayer ne coûte rien, puisqu'une chute vaut 0.
# Quelle est la meilleure politique une fois les chutes punies ? Nous avons le modèle : l'itération
# sur les valeurs (chapitre 2) donne la réponse exacte.

# %% slug="bridge-solved" picture="bridge" tags=["skip-when-grading"]
BRIDGE = ("SFHHF", "FFFFG", "FFHHF")
P = model_of(make_lake(BRIDGE, slippery=True))
transition, reward = model_arrays(P)
fatal = [[sum(p for p, _, r, end in P[s][a] if end and r == 0) for a in P[s]] for s in P]


def best_q(penalty):
    q_table = np.zeros(reward.shape)
    for _ in range(2000):
        q_table = reward - penalty * np.array(fatal) + 0.99 * transition @ q_table.max(axis=1)
    return q_table.round(9)


for penalty in (0.0, 0.2, 0.3, 1.0):
    chance = success_probability(P, greedy_policy(best_q(penalty)), steps=100)
    sentence = tr(
        en=f"penalty {penalty}: the best policy reaches the goal with probability {chance:.3f}",
        fr=f"pénalité {penalty} : la meilleure politique atteint le but avec probabilité {chance:.3f}",
    )
    print(sentence)
plot_policy(greedy_policy(best_q(1.0)), BRIDGE, title=tr(en="penalty 1", fr="pénalité 1"))

# %% [markdown] slug="bridge-reading" lang="en"
# **What you should see**
#
# ![Arrows of the best policy with penalty 1: on the left shore they keep away from the
# bridge](picture:bridge)
#
# With a penalty of 0.3 or more the best thing to do is to hide on the left shore for ever: an agent
# that learns **perfectly** then never reaches the goal. Where ends can be avoided, as on our cliff,
# the wrapper is harmless. Where they are a risk worth taking, it asks for something else than you
# wanted. It also uses knowledge: somebody had to know that an end without reward is bad.

# %% [markdown] slug="bridge-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Flèches de la meilleure politique avec une pénalité de 1 : sur la rive gauche, elles évitent le
# pont](picture:bridge)
#
# Dès que la pénalité atteint 0,3, le mieux est de se cacher pour toujours sur la rive gauche : un
# agent qui apprend **parfaitement** n'atteint alors jamais le but. Là où les fins sont évitables,
# comme sur notre falaise, le wrapper est sans danger. Là où elles sont un risque à courir, il
# demande autre chose que ce que vous vouliez. Il utilise aussi un savoir : quelqu'un devait savoir
# qu'une fin sans récompense est mauvaise.

# %% [markdown] slug="slippery" lang="en"
# **Chance, for the optimist.** On slippery ice one unlucky fall tells little about an action. With
# `alpha=0.8` it costs most of the optimism at once; a smaller step listens to more falls before it
# gives up. Three seeds on the slippery cliff of width 8, where the best policy succeeds with
# probability 0.976 in 100 steps:

# %% [markdown] slug="slippery" lang="fr"
# **Le hasard, pour l'optimiste.** Sur une glace glissante, une chute malheureuse dit peu de chose
# d'une action. Avec `alpha=0.8`, elle coûte d'un coup presque tout l'optimisme ; un pas plus petit
# écoute davantage de chutes avant de renoncer. Trois graines sur la falaise glissante de largeur 8, où
# la meilleure politique réussit avec probabilité 0,976 en 100 pas :

# %% slug="slippery-optimist" tags=["skip-when-grading"]
env = make_lake(cliff_lake(8), slippery=True)
for alpha in (0.8, 0.1):
    chances = []
    for seed in range(3):
        agent = OptimisticQLearning(env, alpha=alpha, gamma=0.99, seed=seed)
        train(env, agent, episodes=1000, seed=1_000_000 * seed, progress=False)
        policy = greedy_policy(agent.q_table)
        chances.append(success_probability(model_of(env), policy, start=16))
    print(f"alpha {alpha}:", np.round(chances, 3))

# %% [markdown] slug="slippery-reading" lang="en"
# The smaller step comes closer to the best, on every seed.
#
# Optimism has a second weakness: it is spent only once. In a world that changes, the
# table has lost its illusions, and nothing makes it look again.

# %% [markdown] slug="slippery-reading" lang="fr"
# Le petit pas s'approche davantage du meilleur, pour chaque graine.
#
# L'optimisme a une seconde faiblesse : il ne sert qu'une fois. Si le monde change, la table a perdu
# ses illusions, et rien ne l'incite à regarder de nouveau.

# %% [markdown] slug="ex-compare" lang="en"
# ### Exercise 4.5 · Which, and why? · 4 points · 10 min · ●●●○○
#
# Answer each question with one letter; your answers are marked one by one.
#
# **`why_ucb`**: UCB never learns width 16. Why?
#
# - A. `c` was too small: with a larger bonus it would have explored more.
# - B. Its bonus compares the actions of one state; it does not say that beyond the next state there
#   is more to discover.
# - C. It settled too early on the first way it found, and repeated it.
# - D. It takes the first of equals, and leans on the left wall.

# %% [markdown] slug="ex-compare" lang="fr"
# ### Exercice 4.5 · Lequel, et pourquoi ? · 4 points · 10 min · ●●●○○
#
# Répondez à chaque question par une lettre ; chaque réponse est notée séparément.
#
# **`why_ucb`** : UCB n'apprend jamais la largeur 16. Pourquoi ?
#
# - A. `c` était trop petit : avec un plus grand bonus, il aurait exploré davantage.
# - B. Son bonus compare les actions d'un même état ; il ne dit pas qu'au-delà de l'état suivant il
#   reste des choses à découvrir.
# - C. Il s'est fixé trop tôt sur le premier chemin trouvé, et l'a répété.
# - D. Il prend le premier des ex æquo, et s'appuie contre le mur de gauche.

# %% [markdown] slug="ex-compare-punished" lang="en"
# **`why_punished`**: with punished falls and epsilon 0.33, few agents learn width 16. Why?
#
# - A. The penalty travels backwards through the table, and the agent no longer dares to leave the
#   start.
# - B. The penalty of −1 cancels the reward of +1.
# - C. It knows which steps kill, but not where the goal is: it wanders, epsilon pushes it over the
#   edge, and 100 steps are few.
# - D. The wrapper punishes the time limit, so long walks are avoided.

# %% [markdown] slug="ex-compare-punished" lang="fr"
# **`why_punished`** : quand les chutes sont punies et qu'epsilon vaut 0,33, peu d'agents apprennent
# la largeur 16. Pourquoi ?
#
# - A. La pénalité remonte dans la table, et l'agent n'ose plus quitter le départ.
# - B. La pénalité de −1 annule la récompense de +1.
# - C. Il sait quels pas sont fatals, mais pas où est le but : il erre, epsilon le pousse par-dessus
#   le bord, et 100 pas, c'est peu.
# - D. Le wrapper punit la limite de temps, donc les longues marches sont évitées.

# %% [markdown] slug="ex-compare-optimistic" lang="en"
# **`why_optimistic`**: what lets the optimist cross where UCB does not, although both prefer what
# they have not tried?
#
# - A. Its values are larger, so each update is larger too.
# - B. It plays without epsilon, and so does not fall by chance.
# - C. It was told where the goal is by the initial values.
# - D. An untried action raises the maximum of its state, and the update hands that on to the states
#   before.

# %% [markdown] slug="ex-compare-optimistic" lang="fr"
# **`why_optimistic`** : qu'est-ce qui permet à l'optimiste de traverser là où UCB échoue, alors que
# tous deux préfèrent ce qu'ils n'ont pas essayé ?
#
# - A. Ses valeurs sont plus grandes, donc chaque mise à jour l'est aussi.
# - B. Il joue sans epsilon, et ne tombe donc pas par hasard.
# - C. Les valeurs initiales lui ont dit où est le but.
# - D. Une action jamais essayée relève le maximum de son état, et la mise à jour le transmet aux
#   états d'avant.

# %% [markdown] slug="ex-compare-best" lang="en"
# **`best_for`**: for which task would you choose the optimistic table?
#
# - A. A maze of 200 rooms without chance, with one reward at its far end.
# - B. A robot arm whose observation is six angles, real numbers.
# - C. A lake whose observation also holds one of 1,000 skies, with 1,000 episodes to learn.
# - D. A maze in which the reward moves to another room every day.
#
# <details><summary>Hint 1: a nudge</summary>
#
# For each option ask: which picture or printed number above would look different if it were true?
# </details>
# <details><summary>Hint 2: where to look</summary>
#
# The three True of UCB; the visit maps; the widths 12 and 16; the section on limits.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# Compare what flows through $\gamma \max_{a'} Q(s', a')$: UCB's bonus is not in there, a penalty
# beside a safe action is not either, an untried optimistic value is.
# </details>

# %% [markdown] slug="ex-compare-best" lang="fr"
# **`best_for`** : pour quelle tâche choisiriez-vous la table optimiste ?
#
# - A. Un labyrinthe de 200 pièces sans hasard, avec une récompense tout au bout.
# - B. Un bras de robot dont l'observation est faite de six angles, des nombres réels.
# - C. Un lac dont l'observation contient aussi un ciel parmi 1 000, avec 1 000 épisodes pour
#   apprendre.
# - D. Un labyrinthe où la récompense change de pièce chaque jour.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Pour chaque option, demandez-vous : quelle image ou quel nombre affiché plus haut serait différent
# si elle était vraie ?
# </details>
# <details><summary>Indice 2 : où regarder</summary>
#
# Les trois True d'UCB ; les cartes des visites ; les largeurs 12 et 16 ; la section sur les limites.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Comparez ce qui passe par $\gamma \max_{a'} Q(s', a')$ : le bonus d'UCB n'y est pas, une pénalité à
# côté d'une action sûre non plus, une valeur optimiste jamais essayée y est.
# </details>

# %% exercise="4.5" difficulty=3 minutes=10 nbgrader={"grade": false, "grade_id": "which-and-why", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
# stub en: Exercise 4.5: here four lines such as why_ucb = "A", one for each question.
# stub fr: Exercice 4.5 : ici quatre lignes comme why_ucb = "A", une par question.
why_ucb = "B"
why_punished = "C"
why_optimistic = "D"
best_for = "A"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "which-and-why-test", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# en: This only sees that each answer is one of the letters; which one is right, the grader says.
# fr: Ceci vérifie seulement que chaque réponse est une des lettres ; la correction vient à la notation.
for name, letter in (
    ("why_ucb", why_ucb),
    ("why_punished", why_punished),
    ("why_optimistic", why_optimistic),
    ("best_for", best_for),
):
    expect(
        letter,
        lambda letter: letter.strip().upper() in ("A", "B", "C", "D"),
        what=tr(en=f"{name} is a letter", fr=f"{name} est une lettre"),
        mistakes=[
            (
                lambda letter: True,
                tr(
                    en='write one letter in quotes: "A", "B", "C" or "D"',
                    fr='écrivez une lettre entre guillemets : "A", "B", "C" ou "D"',
                ),
            )
        ],
    )
### BEGIN HIDDEN TESTS
from autograder.checks import check
from autograder.judges import choices

check(
    why_ucb,
    choices(
        hints={
            "a": tr(
                en="c = 0.005, 0.5 and 50 took exactly the same steps: while all Q-values are 0, c "
                "multiplies all bonuses alike",
                fr="c = 0,005, 0,5 et 50 ont fait exactement les mêmes pas : tant que les valeurs Q "
                "sont nulles, c multiplie tous les bonus de la même façon",
            ),
            "c": tr(
                en="on width 16 it found no way at all, so there was none to settle on",
                fr="en largeur 16, il n'a trouvé aucun chemin : il n'a pu se fixer sur aucun",
            ),
            "d": tr(
                en="ucb_action breaks ties at random, and the visit map does not lean on the wall",
                fr="ucb_action départage au hasard, et la carte des visites ne penche pas vers le mur",
            ),
        }
    ),
    about=tr(en="why UCB fails on width 16", fr="pourquoi UCB échoue en largeur 16"),
)
check(
    why_punished,
    choices(
        hints={
            "a": tr(
                en="the target takes the best action of the next state, and a safe one is worth 0: "
                "the penalty stays where it is",
                fr="la cible prend la meilleure action de l'état suivant, et une action sûre vaut 0 : "
                "la pénalité reste où elle est",
            ),
            "b": tr(
                en="no episode gets both: it ends in a hole or on the goal. And widths 5 to 12 are "
                "learned with the same numbers",
                fr="aucun épisode ne reçoit les deux : il finit dans un trou ou sur le but. Et les "
                "largeurs 5 à 12 s'apprennent avec les mêmes nombres",
            ),
            "d": tr(
                en="the wrapper leaves `truncated` alone: that was part of exercise 4.2",
                fr="le wrapper ne touche pas à `truncated` : c'était dans l'exercice 4.2",
            ),
        }
    ),
    about=tr(
        en="why the punished agent fails on width 16",
        fr="pourquoi l'agent puni échoue en largeur 16",
    ),
)
check(
    why_optimistic,
    choices(
        hints={
            "a": tr(
                en="the size of an update is alpha times the error; large values alone lead nowhere. "
                "With gamma = 1 they are as large, and no way is learned",
                fr="la taille d'une mise à jour est alpha fois l'erreur ; de grandes valeurs ne mènent "
                "nulle part. Avec gamma = 1 elles sont aussi grandes, et aucun chemin n'est appris",
            ),
            "b": tr(
                en="UCB plays without epsilon too, and fails",
                fr="UCB joue aussi sans epsilon, et échoue",
            ),
            "c": tr(
                en="all entries were equal at the start: they say nothing about the goal",
                fr="toutes les entrées étaient égales au départ : elles ne disent rien du but",
            ),
        }
    ),
    about=tr(en="why the optimist crosses", fr="pourquoi l'optimiste traverse"),
)
check(
    best_for,
    choices(
        hints={
            "b": tr(
                en="six real numbers never come twice: no row of a table is seen again",
                fr="six nombres réels ne reviennent jamais : aucune ligne de table n'est revue",
            ),
            "c": tr(
                en="measured above: with 1,000 skies each row has to disappoint by itself, and 1,000 "
                "episodes are too few",
                fr="mesuré plus haut : avec 1 000 ciels, chaque ligne doit décevoir par elle-même, et "
                "1 000 épisodes ne suffisent pas",
            ),
            "d": tr(
                en="optimism is spent once: after the first day nothing makes the agent look again",
                fr="l'optimisme ne sert qu'une fois : après le premier jour, rien n'incite à chercher",
            ),
        }
    ),
    about=tr(en="what the optimistic table is good for", fr="à quoi sert la table optimiste"),
)
### END HIDDEN TESTS

# %% [markdown] slug="recap" lang="en"
# ## What to keep
#
# - Break ties at random, and know what a random walk can do before you blame the algorithm.
# - Exploring step by step (epsilon, counts in one state, punished falls) makes a better random walk;
#   **deep exploration** means that the wish to see more travels backwards, as optimistic values do.
# - Compare over seeds, with intervals; and for each remedy, know the world in which it fails.

# %% [markdown] slug="recap" lang="fr"
# ## À retenir
#
# - Départagez les ex æquo au hasard, et sachez ce que peut une marche au hasard avant d'accuser
#   l'algorithme.
# - Explorer pas à pas (epsilon, comptes dans un état, chutes punies) donne une meilleure marche au
#   hasard ; l'**exploration profonde**, c'est quand l'envie d'en voir plus remonte d'état en état,
#   comme le font des valeurs optimistes.
# - Comparez sur plusieurs graines, avec des intervalles ; et sachez dans quel monde chaque remède
#   échoue.

# %% [markdown] slug="next" lang="en"
# The classic test is *Deep Sea* (Osband et al., 2020, *Behaviour Suite for Reinforcement Learning*):
# like our cliff, it takes one right action after another, and a random walk finds the end with a
# probability that halves with every step.
#
# **An open question.** Could a bonus for novelty be paid as a *reward*, so that bootstrapping carries
# it too? What should an untried action be worth then? Try it on width 16.
#
# **Next:** chapter 5, deep Q-networks. The table becomes a network, and the lake becomes Breakout.

# %% [markdown] slug="next" lang="fr"
# Le test classique est *Deep Sea* (Osband et al., 2020, *Behaviour Suite for Reinforcement
# Learning*) : comme sur notre falaise, il faut enchaîner les bonnes actions, et une marche au hasard
# trouve le bout avec une probabilité divisée par deux à chaque pas.
#
# **Une question ouverte.** Pourrait-on verser un bonus de nouveauté comme une *récompense*, pour que
# le bootstrapping le transmette aussi ? Que devrait alors valoir une action jamais essayée ? Essayez
# en largeur 16.
#
# **La suite :** le chapitre 5, les réseaux Q profonds. La table devient un réseau, et le lac devient
# Breakout.
