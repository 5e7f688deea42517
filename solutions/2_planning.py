# %% [markdown] slug="opening" lang="en"
# # 2 · Planning with a known model
#
# In chapter 1 you wrote policies by hand. Here the computer finds the best one, and does so without
# playing a single step: it reads the transition model `P` and calculates.
#
# **After this notebook you can**
#
# - write the Bellman equations and say what each term stands for;
# - compute the value of a policy, sweep by sweep and as one linear system;
# - improve a policy until none is better, and find the best one directly by value iteration;
# - say what the discount changes, and why the best policy on slippery ice pushes against the edge.
#
# **Time:** about 75 minutes; every cell takes a few seconds at most on a laptop. **You need:**
# chapter 1, and numpy arrays.
#
# S&B is Sutton & Barto (2018), *Reinforcement Learning: An Introduction*, chapters 3 and 4,
# [free to read](http://incompleteideas.net/book/the-book-2nd.html).

# %% [markdown] slug="opening" lang="fr"
# # 2 · Planifier avec un modèle connu
#
# Au chapitre 1, vous écriviez les politiques à la main. Ici, l'ordinateur trouve la meilleure, et
# sans jouer un seul pas : il lit le modèle de transition `P` et il calcule.
#
# **À la fin de ce notebook, vous saurez**
#
# - écrire les équations de Bellman et dire ce que représente chaque terme ;
# - calculer la valeur d'une politique, balayage après balayage, ou par un seul système linéaire ;
# - améliorer une politique jusqu'à ce qu'aucune ne soit meilleure, et trouver directement la
#   meilleure par itération sur les valeurs ;
# - dire ce que change l'actualisation, et pourquoi, sur la glace glissante, la meilleure politique
#   pousse contre le bord.
#
# **Durée :** environ 75 minutes ; chaque cellule prend au plus quelques secondes sur un portable.
# **Prérequis :** le chapitre 1 et les tableaux numpy.
#
# S&B désigne Sutton & Barto (2018), *Reinforcement Learning: An Introduction*, chapitres 3 et 4,
# [en accès libre](http://incompleteideas.net/book/the-book-2nd.html).

# %% slug="setup" tags=["setup"]
import gymnasium as gym
import numpy as np

from course_utils.agents import PolicyAgent, RandomAgent
from course_utils.episodes import evaluate, run_episode
from course_utils.exact import model_arrays, policy_value, success_probability
from course_utils.feedback import about_shapes, attempt, expect
from course_utils.lakes import (
    ACTION_NAMES,
    DOWN,
    FIRST_LAKE,
    LEFT,
    RIGHT,
    UP,
    make_lake,
    model_of,
)
from course_utils.language import tr
from course_utils.plotting import beside, plot_lake, plot_policy, plot_q_values, plot_values

# %% [markdown] slug="discount" lang="en"
# ## 1. What is a good state?
#
# A state is good if much reward follows it. The **return** adds up the rewards to come, each
# discounted by its delay (S&B, eq. 3.8):
#
# $$G_t = R_{t+1} + \gamma R_{t+2} + \gamma^2 R_{t+3} + \dots$$
#
# On our lakes the only reward is 1, on reaching the goal. What is it worth when it comes at step 6?
# And at step 100?

# %% [markdown] slug="discount" lang="fr"
# ## 1. Qu'est-ce qu'un bon état ?
#
# Un état est bon si beaucoup de récompense le suit. Le **retour** additionne les récompenses à
# venir, chacune actualisée selon son délai (S&B, éq. 3.8) :
#
# $$G_t = R_{t+1} + \gamma R_{t+2} + \gamma^2 R_{t+3} + \dots$$
#
# Sur nos lacs, la seule récompense est 1, à l'arrivée au but. Que vaut-elle si elle arrive au
# 6ᵉ pas ? Et au 100ᵉ ?

# %% slug="discounted-goal"
line = tr(
    en="gamma {:4}: at step 6 worth {:.5f}, at step 100 worth {:.5f}; horizon {:.0f} steps",
    fr="gamma {:4} : au 6e pas, vaut {:.5f} ; au 100e, vaut {:.5f} ; horizon {:.0f} pas",
)
for gamma in (0.5, 0.9, 0.99):
    print(line.format(gamma, gamma**5, gamma**99, 1 / (1 - gamma)))

# %% [markdown] slug="horizon" lang="en"
# With $\gamma = 0.9$ a goal six steps away keeps 59% of its worth; a hundred steps away it is worth
# almost nothing. As a rule of thumb, an agent with discount $\gamma$ looks $1/(1-\gamma)$ steps
# ahead: its **horizon**. That is also the return of a reward of 1 at every step, for ever (S&B,
# eq. 3.10).
#
# The **value** of a state is the return to expect from it when following a policy $\pi$ (S&B,
# eq. 3.12):
#
# $$v_\pi(s) = \mathbb{E}_\pi[\,G_t \mid S_t = s\,]$$
#
# Chapter 1 estimated such numbers by playing. This one calculates them.

# %% [markdown] slug="horizon" lang="fr"
# Avec $\gamma = 0{,}9$, un but situé à six pas garde 59 % de sa valeur ; à cent pas, il ne vaut
# presque plus rien. En gros, un agent dont le facteur d'actualisation est $\gamma$ regarde
# $1/(1-\gamma)$ pas devant lui : c'est son **horizon**. C'est aussi le retour d'une récompense de 1
# à chaque pas, pour toujours (S&B, éq. 3.10).
#
# La **valeur** d'un état est le retour que l'on peut en attendre en suivant une politique $\pi$
# (S&B, éq. 3.12) :
#
# $$v_\pi(s) = \mathbb{E}_\pi[\,G_t \mid S_t = s\,]$$
#
# Le chapitre 1 estimait de tels nombres en jouant. Celui-ci les calcule.

# %% [markdown] slug="fisher" lang="en"
# ## 2. Looking one step ahead
#
# To calculate by hand we want a world smaller than a lake: an **ice fisher**, with two states, `SHORE`
# and `ICE`, and two actions.
#
# - `SAFE` leads to the shore, or stays there. Reward 0.
# - `DARE` on the shore: walk out onto the ice, an effort of −3.
# - `DARE` on the ice: fish. Half the time a catch worth 14, and the fisher stays. Half the time the
#   ice breaks: reward −2, he is brought back to the shore, and **the day is over**.
#
# The format is Gymnasium's: `P[state][action]` lists
# `(probability, next_state, reward, terminated)`.

# %% [markdown] slug="fisher" lang="fr"
# ## 2. Regarder un pas devant soi
#
# Pour calculer à la main, il nous faut un monde plus petit qu'un lac : un **pêcheur sur la glace**,
# avec deux états, `SHORE` (la rive) et `ICE` (la glace), et deux actions.
#
# - `SAFE` (prudence) ramène à la rive, ou y laisse. Récompense 0.
# - `DARE` (audace) sur la rive : marcher jusqu'à la glace, un effort de −3.
# - `DARE` sur la glace : pêcher. Une fois sur deux, une prise qui vaut 14, et le pêcheur reste. Une
#   fois sur deux, la glace cède : récompense −2, on le ramène sur la rive, et **la journée est
#   finie**.
#
# Le format est celui de Gymnasium : `P[state][action]` est une liste de
# `(probability, next_state, reward, terminated)`.

# %% slug="fisher-model"
SHORE, ICE = 0, 1
SAFE, DARE = 0, 1
ICE_FISHER = {
    SHORE: {
        SAFE: [(1.0, SHORE, 0.0, False)],
        DARE: [(1.0, ICE, -3.0, False)],
    },
    ICE: {
        SAFE: [(1.0, SHORE, 0.0, False)],
        DARE: [(0.5, ICE, 14.0, False), (0.5, SHORE, -2.0, True)],
    },
}

# %% [markdown] slug="one-step" lang="en"
# Suppose somebody gives us the values of the states. Then an action is worth its reward plus what
# the next state is worth, discounted, on average over the outcomes (S&B, eq. 4.6):
#
# $$q(s, a) = \sum_{s',\,r} p(s', r \mid s, a)\,\bigl[\,r + \gamma\, v(s')\,\bigr]$$
#
# This is a **Bellman backup**: the value of the future carried back by one step. Worked example:
# with $\gamma = \tfrac12$ and $v(\text{ICE}) = 8$, walking out onto the ice is worth
# $-3 + \tfrac12 \cdot 8 = 1$.
#
# One trap: where `terminated` is true there is no future. The term $\gamma\, v(s')$ is then zero,
# whatever $v(s')$ may be: a rescued fisher stands on the shore, but his day is over. The reward of
# that last step still counts.

# %% [markdown] slug="one-step" lang="fr"
# Supposons que l'on nous donne les valeurs des états. Une action vaut alors sa récompense plus ce
# que vaut l'état suivant, actualisé, en moyenne sur les issues possibles (S&B, éq. 4.6) :
#
# $$q(s, a) = \sum_{s',\,r} p(s', r \mid s, a)\,\bigl[\,r + \gamma\, v(s')\,\bigr]$$
#
# C'est une **mise à jour de Bellman** (*Bellman backup*) : la valeur de l'avenir ramenée d'un pas en
# arrière. Exemple : avec $\gamma = \tfrac12$ et $v(\text{ICE}) = 8$, marcher jusqu'à la glace vaut
# $-3 + \tfrac12 \cdot 8 = 1$.
#
# Un piège : quand `terminated` est vrai, il n'y a pas d'avenir. Le terme $\gamma\, v(s')$ est alors
# nul, quelle que soit $v(s')$ : le pêcheur secouru se trouve bien sur la rive, mais sa journée est
# finie. La récompense de ce dernier pas, elle, compte.

# %% [markdown] slug="ex-backup" lang="en"
# ### Exercise 2.1 · One Bellman backup · 2 points · 8 min · ●●○○○
#
# Write `backup(P, values, state, action, gamma)`: the value of one action in one state, a float.
# `values` has shape `(n_states,)`.
#
# $$q(s, a) = \sum_{s',\,r} p(s', r \mid s, a)\,\bigl[\,r + \gamma\, v(s')\,\bigr]$$
#
# where the term $\gamma\, v(s')$ is left out for an outcome that ends the episode.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `P[state][action]` is a list. Go through it and add up what each outcome contributes.
#
# </details>
# <details><summary>Hint 2: the shape of it</summary>
#
# An outcome contributes its probability times (its reward plus the discounted future). Only the
# future depends on `terminated`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# total = 0.0
# for probability, next_state, reward, terminated in P[state][action]:
#     future = 0.0 if terminated else values[next_state]
#     total += probability * (...)
# return total
# ```
#
# </details>

# %% [markdown] slug="ex-backup" lang="fr"
# ### Exercice 2.1 · Une mise à jour de Bellman · 2 points · 8 min · ●●○○○
#
# Écrivez `backup(P, values, state, action, gamma)` : la valeur d'une action dans un état, un nombre
# réel. `values` est de forme `(n_states,)`.
#
# $$q(s, a) = \sum_{s',\,r} p(s', r \mid s, a)\,\bigl[\,r + \gamma\, v(s')\,\bigr]$$
#
# où le terme $\gamma\, v(s')$ disparaît pour une issue qui termine l'épisode.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# `P[state][action]` est une liste. Parcourez-la et additionnez la contribution de chaque issue.
#
# </details>
# <details><summary>Indice 2 : la structure</summary>
#
# Chaque issue apporte sa probabilité multipliée par (sa récompense plus l'avenir actualisé). Seul
# l'avenir dépend de `terminated`.
#
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# ```python
# total = 0.0
# for probability, next_state, reward, terminated in P[state][action]:
#     future = 0.0 if terminated else values[next_state]
#     total += probability * (...)
# return total
# ```
#
# </details>


# %% exercise="2.1" difficulty=2 minutes=8 nbgrader={"grade": false, "grade_id": "backup", "locked": false, "schema_version": 3, "solution": true, "task": false}
def backup(P, values, state, action, gamma):
    """
    en: Return the value of `action` in `state`, looking one step ahead.
    fr: Renvoie la valeur de `action` dans `state`, en regardant un pas devant soi.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 2.1: return the value of the action, a float.
    # stub fr: Exercice 2.1 : renvoyez la valeur de l'action, un float.
    total = 0.0
    for probability, next_state, reward, terminated in P[state][action]:
        # an episode that is over has no future
        future = 0.0 if terminated else values[next_state]
        total += probability * (reward + gamma * future)
    return total
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "backup-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
values = np.array([1.0, 8.0])  # v(SHORE), v(ICE)
expect(
    backup(ICE_FISHER, values, SHORE, DARE, gamma=0.5),
    1.0,
    what="backup(ICE_FISHER, [1, 8], SHORE, DARE, gamma=0.5)",
    mistakes={
        5.0: tr(en="gamma is missing", fr="il manque gamma"),
        -3.0: tr(
            en="the reward alone: add the future", fr="la récompense seule : ajoutez l'avenir"
        ),
        4.0: tr(en="the future alone: add the reward", fr="l'avenir seul : ajoutez la récompense"),
        2.5: tr(
            en="gamma multiplies the reward too: it belongs to the future only",
            fr="gamma multiplie aussi la récompense : il ne porte que sur l'avenir",
        ),
    },
)
expect(
    backup(ICE_FISHER, values, ICE, DARE, gamma=0.5),
    8.0,
    what="backup(ICE_FISHER, [1, 8], ICE, DARE, gamma=0.5)",
    mistakes={
        8.25: tr(
            en="the shore's value was counted after `terminated`: the day is over, no future",
            fr="la valeur de la rive est comptée après `terminated` : la journée est finie",
        ),
        9.0: tr(
            en="the second outcome adds nothing: is the `return` inside the loop? or is the last "
            "step's reward lost? only its future is zero",
            fr="la seconde issue n'apporte rien : le `return` est-il dans la boucle ? ou la "
            "récompense du dernier pas est-elle perdue ? seul son avenir est nul",
        ),
        16.0: tr(
            en="outcomes are added without their probabilities",
            fr="les issues sont additionnées sans leurs probabilités",
        ),
    },
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close
from course_utils.lakes import make_lake, model_of, random_lake, random_model

lake = random_lake(rng, size=5)
P = model_of(make_lake(lake, slippery=True))
# zero where an episode is over, as every correct table of values has it
v = rng.uniform(0, 1, size=25) * [cell in "SF" for cell in "".join(lake)]
check(
    [backup(P, v, s, a, 0.9) for s in range(25) for a in range(4)],
    close(),
    about=tr(en="slippery lakes you have not seen", fr="des lacs glissants jamais vus"),
)
P = random_model(rng, n_states=5, n_actions=3)
v = rng.normal(size=5)
check(
    [backup(P, v, s, a, gamma) for s in range(5) for a in range(3) for gamma in (0.3, 1.0)],
    close(),
    about=tr(
        en="transitions that end the episode in a state that has a value",
        fr="des transitions qui terminent l'épisode dans un état qui a une valeur",
    ),
)
### END HIDDEN TESTS

# %% slug="backup-beside-goal" tags=["skip-when-grading"] picture="lake"
slippery_P = model_of(make_lake(FIRST_LAKE, slippery=True))
halves = np.array([0.5 if cell in "SF" else 0.0 for cell in "".join(FIRST_LAKE)])
for action in (LEFT, DOWN, RIGHT, UP):
    print(f"{ACTION_NAMES[action]:5} {backup(slippery_P, halves, 14, action, gamma=0.9):.3f}")
plot_lake(FIRST_LAKE)

# %% [markdown] slug="see-backup" lang="en"
# **What you should see:** on the slippery lake, take every cell of ice to be worth 0.5 and look one
# step ahead from cell 14, beside the goal, with $\gamma = 0.9$. Three actions are equally good,
# 0.633: pushing right slips up, slips down into the edge, or reaches the goal; pushing down or up
# slips to the goal just as often. Pushing left never does. It is the values of the cells around that
# will tell the three apart.
#
# ![The first lake with its state numbers: start 0 at the top left, holes 5, 7, 11 and 12, goal 15 at the bottom right; cell 14 is left of the goal.](picture:lake)

# %% [markdown] slug="see-backup" lang="fr"
# **Ce que vous devriez voir :** sur le lac glissant, supposons que chaque case de glace vaille 0,5 et
# regardons un pas devant nous depuis la case 14, à côté du but, avec $\gamma = 0{,}9$. Trois actions
# se valent, à 0,633 : en poussant à droite, on peut glisser vers le haut, glisser contre le bord du bas
# ou atteindre le but ; en poussant en bas ou en haut, on glisse vers le but tout aussi souvent ; à
# gauche, jamais. Ce sont les valeurs des cases voisines qui départageront ces trois actions.
#
# ![Le premier lac avec les numéros d'états : départ 0 en haut à gauche, trous 5, 7, 11 et 12, but 15 en bas à droite ; la case 14 est à gauche du but.](picture:lake)

# %% [markdown] slug="arrays" lang="en"
# ## 3. The same sums for all pairs at once
#
# `P` is pleasant to read and slow to loop over. `model_arrays(P)` turns it into two arrays:
#
# - `transition[s, a, t]`: the probability $T(s, a, t)$ that action $a$ in state $s$ leads to state
#   $t$ **and play goes on**;
# - `reward[s, a]`: the expected reward $r(s, a)$.
#
# Outcomes that end the episode count in `reward` and are left out of `transition`. What do the two
# say about fishing?

# %% [markdown] slug="arrays" lang="fr"
# ## 3. Les mêmes sommes, pour toutes les paires à la fois
#
# `P` est agréable à lire, mais lent à parcourir. `model_arrays(P)` en fait deux tableaux :
#
# - `transition[s, a, t]` : la probabilité $T(s, a, t)$ que l'action $a$ dans l'état $s$ mène à l'état
#   $t$ **et que la partie continue** ;
# - `reward[s, a]` : la récompense attendue $r(s, a)$.
#
# Les issues qui terminent l'épisode comptent dans `reward` et sont absentes de `transition`. Que
# disent ces deux tableaux de la pêche ?

# %% slug="fisher-arrays"
transition, reward = model_arrays(ICE_FISHER)
print("transition", transition.shape, " reward", reward.shape)
print("transition[ICE, DARE] =", transition[ICE, DARE])
print("reward[ICE, DARE] =", reward[ICE, DARE])

# %% [markdown] slug="read-arrays" lang="en"
# The row of `transition` adds up to one half: with probability $\tfrac12$ there is no next state.
# The expected reward is $\tfrac12 \cdot 14 - \tfrac12 \cdot 2 = 6$. The rule about `terminated` is
# thus built in, and the backup of every pair becomes
#
# $$q(s, a) = r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)$$
#
# From here on you may always begin with `model_arrays`: no exercise needs your answer to another.

# %% [markdown] slug="read-arrays" lang="fr"
# La ligne de `transition` a pour somme un demi : avec probabilité $\tfrac12$, il n'y a pas d'état
# suivant. La récompense attendue est $\tfrac12 \cdot 14 - \tfrac12 \cdot 2 = 6$. La règle sur
# `terminated` est donc déjà dans les tableaux, et la mise à jour de toutes les paires devient
#
# $$q(s, a) = r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)$$
#
# Désormais, vous pouvez toujours partir de `model_arrays` : aucun exercice n'a besoin de votre
# réponse à un autre.

# %% [markdown] slug="round-trip" lang="en"
# One more small world, for the checks: a **round trip** of three states. `STAY` earns 1 and stays.
# `GO` leads from 0 to 1, from 1 to 2 and from 2 back to 0, and earns 0, 3 and 8. It never ends. With
# three states and two actions, axes that are mixed up no longer fit.

# %% [markdown] slug="round-trip" lang="fr"
# Encore un petit monde, pour les vérifications : un **circuit** de trois états. `STAY` (rester)
# rapporte 1 et reste sur place. `GO` (avancer) mène de 0 à 1, de 1 à 2 et de 2 à 0, et rapporte 0, 3
# et 8. Rien n'y finit jamais. Avec trois états et deux actions, des axes intervertis ne concordent
# plus.

# %% slug="round-trip-model"
STAY, GO = 0, 1
ROUND_TRIP = {
    state: {STAY: [(1.0, state, 1.0, False)], GO: [(1.0, (state + 1) % 3, earned, False)]}
    for state, earned in enumerate([0.0, 3.0, 8.0])
}
print("transition", model_arrays(ROUND_TRIP)[0].shape)

# %% [markdown] slug="ex-q-from-values" lang="en"
# ### Exercise 2.2 · Q from V · 2 points · 6 min · ●●○○○
#
# Write `q_from_values(P, values, gamma)`: the table of all $q(s, a)$, an array of shape
# `(n_states, n_actions)`. `values` has shape `(n_states,)`.
#
# $$q(s, a) = r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)$$
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two ways lead there: a backup for every state and every action, or the arrays of
# `model_arrays(P)`.
#
# </details>
# <details><summary>Hint 2: the sum as a product</summary>
#
# `transition @ values` multiplies along the last axis of `transition` and adds up: its shape is
# `(n_states, n_actions)`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# transition, reward = model_arrays(P)
# return ... + gamma * (transition @ ...)
# ```
#
# </details>

# %% [markdown] slug="ex-q-from-values" lang="fr"
# ### Exercice 2.2 · De V à Q · 2 points · 6 min · ●●○○○
#
# Écrivez `q_from_values(P, values, gamma)` : la table de tous les $q(s, a)$, un tableau de forme
# `(n_states, n_actions)`. `values` est de forme `(n_states,)`.
#
# $$q(s, a) = r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)$$
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Deux chemins y mènent : une mise à jour pour chaque état et chaque action, ou les tableaux de
# `model_arrays(P)`.
#
# </details>
# <details><summary>Indice 2 : la somme est un produit</summary>
#
# `transition @ values` multiplie le long du dernier axe de `transition` et additionne : le résultat
# est de forme `(n_states, n_actions)`.
#
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# ```python
# transition, reward = model_arrays(P)
# return ... + gamma * (transition @ ...)
# ```
#
# </details>


# %% exercise="2.2" difficulty=2 minutes=6 nbgrader={"grade": false, "grade_id": "q-from-values", "locked": false, "schema_version": 3, "solution": true, "task": false}
def q_from_values(P, values, gamma):
    """
    en: Return q(s, a) for all pairs, array (n_states, n_actions).
    fr: Renvoie q(s, a) pour toutes les paires, tableau (n_states, n_actions).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 2.2: return the table q, an array of shape (n_states, n_actions).
    # stub fr: Exercice 2.2 : renvoyez la table q, un tableau de forme (n_states, n_actions).
    transition, reward = model_arrays(P)
    return reward + gamma * (transition @ values)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "q-from-values-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
values = np.array([1.0, 8.0])  # v(SHORE), v(ICE)
expect(
    q_from_values(ICE_FISHER, values, gamma=0.5),
    np.array([[0.5, 1.0], [0.5, 8.0]]),
    what="q_from_values(ICE_FISHER, [1, 8], gamma=0.5)",
    mistakes=[
        (
            np.array([[0.5, 1.0], [0.5, 8.25]]),
            tr(
                en="fishing: the shore's value was counted after `terminated`",
                fr="la pêche : la valeur de la rive est comptée après `terminated`",
            ),
        ),
        (
            np.array([[0.5, 0.5], [1.0, 8.0]]),
            tr(
                en="transposed: one row a state, one column an action",
                fr="transposé : une ligne par état, une colonne par action",
            ),
        ),
        (np.array([[1.0, 5.0], [1.0, 10.0]]), tr(en="gamma is missing", fr="il manque gamma")),
        (
            np.array([[0.5, 4.0], [0.5, 2.0]]),
            tr(en="the reward is missing", fr="il manque la récompense"),
        ),
        (
            np.array([[0.5, 1.0], [0.5, 10.0]]),
            tr(
                en="the future is `values[action]`: what is missing is where the action leads",
                fr="l'avenir est `values[action]` : il manque l'endroit où mène l'action",
            ),
        ),
        (
            np.array([[0.5, 2.5], [0.5, 5.0]]),
            tr(
                en="gamma multiplies the reward too: it belongs to the future only",
                fr="gamma multiplie aussi la récompense : il ne porte que sur l'avenir",
            ),
        ),
        (
            lambda got: np.allclose(np.array(got)[:, 0], [0.5, 4.0]),
            tr(
                en="the future is the value of the state that the step leaves: take the next state's",
                fr="l'avenir est la valeur de l'état que l'on quitte : prenez celle de l'état suivant",
            ),
        ),
        (
            np.array([[4.5, -3.0], [0.0, 8.5]]),
            tr(
                en="the sum runs over the first axis of `transition`, the state that the step leaves; "
                "it belongs over the last, the state where it leads",
                fr="la somme porte sur le premier axe de `transition`, l'état que l'on quitte ; elle doit "
                "porter sur le dernier, l'état où l'on arrive",
            ),
        ),
    ],
)
expect(
    attempt(q_from_values, ROUND_TRIP, np.array([1.0, 2.0, 4.0]), gamma=0.5),
    np.array([[1.5, 1.0], [2.0, 5.0], [3.0, 8.5]]),
    what="q_from_values(ROUND_TRIP, [1, 2, 4], gamma=0.5)",
    mistakes=[
        (
            about_shapes,
            tr(
                en="the shapes do not fit. `transition` has the axes state, action, next state: "
                "`transition @ values` adds up over the last, the next state; `values @ transition` "
                "over the actions",
                fr="les formes ne concordent pas. `transition` a pour axes état, action, état suivant : "
                "`transition @ values` additionne sur le dernier, l'état suivant ; "
                "`values @ transition`, sur les actions",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close
from course_utils.lakes import make_lake, model_of, random_lake, random_model

lake = random_lake(rng, size=5)
P = model_of(make_lake(lake, slippery=True))
# zero where an episode is over, as every correct table of values has it
v = rng.uniform(0, 1, size=25) * [cell in "SF" for cell in "".join(lake)]
check(
    q_from_values(P, v, 0.95),
    close(),
    about=tr(en="slippery lakes you have not seen", fr="des lacs glissants jamais vus"),
)
P = random_model(rng, n_states=7, n_actions=3)
v = rng.normal(size=7)
check(
    [q_from_values(P, v, gamma) for gamma in (0.0, 0.4, 1.0)],
    close(),
    about=tr(
        en="transitions that end the episode in a state that has a value",
        fr="des transitions qui terminent l'épisode dans un état qui a une valeur",
    ),
)
### END HIDDEN TESTS

# %% slug="show-q" tags=["skip-when-grading"] picture="q-values"
slippery_P = model_of(make_lake(FIRST_LAKE, slippery=True))
uniform = np.full((16, 4), 0.25)
random_values = policy_value(slippery_P, uniform, gamma=0.99)
plot_q_values(q_from_values(slippery_P, random_values, gamma=0.99), FIRST_LAKE)

# %% [markdown] slug="see-q" lang="en"
# **What you should see:** four values a cell, each in the triangle its action points to; the best
# have a white label. They belong to a player who takes this one step and then moves at random for
# ever: to choose just that step well is already a plan.
#
# ![Q-values on the slippery lake under random play: nearly zero at the start, up to 0.53 beside the goal.](picture:q-values)

# %% [markdown] slug="see-q" lang="fr"
# **Ce que vous devriez voir :** quatre valeurs par case, chacune dans le triangle que désigne son
# action ; les meilleures ont une étiquette blanche. Ce sont celles d'un joueur qui fait ce pas, puis
# joue au hasard pour toujours : bien choisir ne serait-ce que ce pas, c'est déjà un plan.
#
# ![Valeurs Q sur le lac glissant quand on joue au hasard : presque nulles au départ, jusqu'à 0,53 à côté du but.](picture:q-values)

# %% [markdown] slug="quiz-terminated" lang="en"
# **Self-test.** In Gymnasium's lakes, every action in a hole or at the goal leads back to the same
# state with reward 0 and `terminated`. Starting from values of zero, you forget to look at
# `terminated`. What goes wrong on these lakes?
#
# <details><summary>A. The values near the goal come out too large.</summary>
#
# No. The goal's own value is computed from reward 0 and its own value 0: it stays 0, and nothing
# spreads from it.
#
# </details>
# <details><summary>B. Nothing here, but other models give nonsense.</summary>
#
# Right. The mistake is silent on lakes, which makes it dangerous. In CliffWalking, steps out of the
# goal stand in `P` like any others and cost at least 1: with $\gamma = 0.9$ the goal would be worth −10.
#
# </details>
# <details><summary>C. The computation never ends.</summary>
#
# No. With $\gamma < 1$ every sweep shrinks the remaining change by a factor of $\gamma$ at least,
# endings or not.
#
# </details>

# %% [markdown] slug="quiz-terminated" lang="fr"
# **Testez-vous.** Dans les lacs de Gymnasium, toute action dans un trou ou au but ramène au même état
# avec récompense 0 et `terminated`. En partant de valeurs nulles, vous oubliez de regarder
# `terminated`. Qu'est-ce qui ne va pas sur ces lacs ?
#
# <details><summary>A. Les valeurs près du but sont trop grandes.</summary>
#
# Non. La valeur du but se calcule à partir de la récompense 0 et de sa propre valeur 0 : elle reste
# nulle, et rien ne s'en propage.
#
# </details>
# <details><summary>B. Rien ici, mais d'autres modèles donnent n'importe quoi.</summary>
#
# Exact. Sur les lacs, l'erreur est muette, donc dangereuse. Dans CliffWalking, les pas qui partent
# du but figurent dans `P` comme les autres et coûtent au moins 1 : avec $\gamma = 0{,}9$, le but
# vaudrait −10.
#
# </details>
# <details><summary>C. Le calcul ne s'arrête jamais.</summary>
#
# Non. Avec $\gamma < 1$, chaque balayage réduit ce qui change encore d'un facteur $\gamma$ au moins,
# fins d'épisode ou pas.
#
# </details>

# %% [markdown] slug="expectation" lang="en"
# ## 4. What is a policy worth?
#
# Who gives us the values? The policy itself. A state is worth the average of its actions, each
# weighted by the probability $\pi(a \mid s)$ that the policy plays it. This is the **Bellman
# expectation equation** (S&B, eq. 4.4):
#
# $$v_\pi(s) = \sum_a \pi(a \mid s)\Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v_\pi(t)\Bigr]$$
#
# The values stand on both sides. **Iterative policy evaluation** turns the equation into an update:
# start from zeros, put the old values in on the right, get better ones on the left (S&B, eq. 4.5).
# One pass over all states is a **sweep**; stop when a sweep changes next to nothing.
#
# A policy is an array of shape `(n_states, n_actions)`, one row of probabilities a state.

# %% [markdown] slug="expectation" lang="fr"
# ## 4. Que vaut une politique ?
#
# Qui nous donne les valeurs ? La politique elle-même. Un état vaut la moyenne de ses actions, chacune
# pondérée par la probabilité $\pi(a \mid s)$ que la politique la joue. C'est l'**équation de Bellman
# pour une politique** (S&B, éq. 4.4) :
#
# $$v_\pi(s) = \sum_a \pi(a \mid s)\Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v_\pi(t)\Bigr]$$
#
# Les valeurs figurent des deux côtés. L'**évaluation itérative** fait de l'équation une mise à jour :
# partez de zéros, mettez les anciennes valeurs à droite, obtenez-en de meilleures à gauche (S&B,
# éq. 4.5). Un passage sur tous les états est un **balayage** ; arrêtez-vous quand un balayage ne
# change presque plus rien.
#
# Une politique est un tableau de forme `(n_states, n_actions)`, une ligne de probabilités par état.

# %% [markdown] slug="ex-evaluate" lang="en"
# ### Exercise 2.3 · Policy evaluation, sweep by sweep · 3 points · 12 min · ●●●○○
#
# Write `evaluate_policy(P, policy, gamma, tolerance=1e-8)`: the values of all states under
# `policy`, an array of shape `(n_states,)`. Start from zeros, sweep until no value changes by as much
# as `tolerance`.
#
# $$v(s) \leftarrow \sum_a \pi(a \mid s)\Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)\Bigr]$$
#
# A new array each sweep, or values changed in place: both converge, both are accepted.
#
# <details><summary>Hint 1: a nudge</summary>
#
# One sweep is: all q-values from the present values, then their average under the policy.
#
# </details>
# <details><summary>Hint 2: stopping</summary>
#
# Keep the old values until you have measured the change: the largest *absolute* difference between
# new and old. Rewards can be negative.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# transition, reward = model_arrays(P)
# values = np.zeros(len(P))
# change = np.inf
# while change >= tolerance:
#     q = reward + gamma * (transition @ values)
#     new_values = (policy * ...).sum(axis=...)
#     change = np.abs(...).max()
#     values = new_values
# return values
# ```
#
# </details>

# %% [markdown] slug="ex-evaluate" lang="fr"
# ### Exercice 2.3 · Évaluer une politique, par balayages · 3 points · 12 min · ●●●○○
#
# Écrivez `evaluate_policy(P, policy, gamma, tolerance=1e-8)` : les valeurs de tous les états sous
# `policy`, un tableau de forme `(n_states,)`. Partez de zéros et balayez tant qu'une valeur change
# d'au moins `tolerance`.
#
# $$v(s) \leftarrow \sum_a \pi(a \mid s)\Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)\Bigr]$$
#
# Un nouveau tableau à chaque balayage, ou des valeurs modifiées sur place : les deux convergent, les
# deux sont acceptés.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Un balayage, c'est : toutes les valeurs q à partir des valeurs actuelles, puis leur moyenne selon la
# politique.
#
# </details>
# <details><summary>Indice 2 : s'arrêter</summary>
#
# Gardez les anciennes valeurs jusqu'à ce que vous ayez mesuré le changement : la plus grande
# différence *absolue* entre nouvelles et anciennes. Les récompenses peuvent être négatives.
#
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# ```python
# transition, reward = model_arrays(P)
# values = np.zeros(len(P))
# change = np.inf
# while change >= tolerance:
#     q = reward + gamma * (transition @ values)
#     new_values = (policy * ...).sum(axis=...)
#     change = np.abs(...).max()
#     values = new_values
# return values
# ```
#
# </details>


# %% exercise="2.3" difficulty=3 minutes=12 nbgrader={"grade": false, "grade_id": "evaluate-policy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def evaluate_policy(P, policy, gamma, tolerance=1e-8):
    """
    en: Return the value of every state under `policy`, by sweeps, array (n_states,).
    fr: Renvoie la valeur de chaque état sous `policy`, par balayages, tableau (n_states,).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 2.3: sweep until the values no longer change, then return them, (n_states,).
    # stub fr: Exercice 2.3 : balayez jusqu'à ce que les valeurs ne changent plus et renvoyez-les, (n_states,).
    transition, reward = model_arrays(P)
    values = np.zeros(len(P))
    change = np.inf
    while change >= tolerance:
        q = reward + gamma * (transition @ values)
        new_values = (policy * q).sum(axis=1)
        change = np.abs(new_values - values).max()
        values = new_values
    return values
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "evaluate-policy-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# en: walk out; on the ice, toss a coin between home and fishing
# fr: aller sur la glace ; là, tirer à pile ou face entre rentrer et pêcher
coin_policy = np.array([[0.0, 1.0], [0.5, 0.5]])
expect(
    evaluate_policy(ICE_FISHER, coin_policy, gamma=0.5),
    np.array([-1.5, 3.0]),
    what="evaluate_policy(ICE_FISHER, coin_policy, gamma=0.5)",
    rtol=1e-4,
    mistakes=[
        (
            lambda got: np.allclose(got, [-18 / 11, 30 / 11], rtol=1e-4),
            tr(
                en="the shore's value was counted after `terminated`",
                fr="la valeur de la rive est comptée après `terminated`",
            ),
        ),
        (
            lambda got: np.allclose(got, [1, 8], rtol=1e-4),
            tr(
                en="that is the best policy's value: average over `policy`, no maximum",
                fr="c'est la valeur de la meilleure politique : moyennez selon `policy`",
            ),
        ),
        (
            lambda got: np.allclose(got, [-18 / 19, 60 / 19], rtol=1e-4),
            tr(
                en="the actions are averaged equally: weight them by `policy`",
                fr="les actions sont moyennées à parts égales : pondérez-les par `policy`",
            ),
        ),
        (
            lambda got: np.allclose(got, [3, 6], rtol=1e-4),
            tr(en="gamma is missing", fr="il manque gamma"),
        ),
        (
            lambda got: np.allclose(got, [-3, 3]) or np.allclose(got, [-3, 2.25]),
            tr(
                en="one sweep only: is the `return` inside the loop, or old and new the same array?",
                fr="un seul balayage : `return` dans la boucle, ou le même tableau deux fois ?",
            ),
        ),
        (
            np.array([0.0, 0.0]),
            tr(
                en="nothing moved: is the sum over the actions (axis 1)? does the loop begin?",
                fr="rien n'a bougé : la somme porte-t-elle sur les actions (axe 1) ? la boucle démarre-t-elle ?",
            ),
        ),
        (
            lambda got: np.allclose(got, [-1.5, 3], rtol=0.1),
            tr(
                en="nearly: the sweeps stop too early, go on until the change is below `tolerance`",
                fr="presque : les balayages s'arrêtent trop tôt, continuez jusqu'à `tolerance`",
            ),
        ),
    ],
)
# en: walk out and go straight home: costs only
# fr: aller sur la glace et rentrer aussitôt : rien que des coûts
stroll_policy = np.array([[0.0, 1.0], [1.0, 0.0]])
expect(
    evaluate_policy(ICE_FISHER, stroll_policy, gamma=0.5),
    np.array([-4.0, -2.0]),
    what="evaluate_policy(ICE_FISHER, stroll_policy, gamma=0.5)",
    rtol=1e-4,
    mistakes=[
        (
            lambda got: np.allclose(got, [-3, 0]) or np.allclose(got, [-3, -1.5]),
            tr(
                en="stopped after one sweep: take the absolute value of each change first, then the "
                "largest of these",
                fr="arrêt après un balayage : prenez d'abord la valeur absolue de chaque changement, "
                "puis la plus grande",
            ),
        )
    ],
)
# en: go from 0 to 1 and on to 2, and stay there
# fr: aller de 0 à 1, puis à 2, et y rester
round_policy = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
expect(
    attempt(evaluate_policy, ROUND_TRIP, round_policy, gamma=0.5),
    np.array([2.0, 4.0, 2.0]),
    what="evaluate_policy(ROUND_TRIP, round_policy, gamma=0.5)",
    rtol=1e-4,
    mistakes=[
        (
            about_shapes,
            tr(
                en="the shapes do not fit. `transition` has the axes state, action, next state: "
                "`transition @ values` adds up over the last, the next state; `values @ transition` "
                "over the actions",
                fr="les formes ne concordent pas. `transition` a pour axes état, action, état suivant : "
                "`transition @ values` additionne sur le dernier, l'état suivant ; "
                "`values @ transition`, sur les actions",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close
from course_utils.lakes import make_lake, model_of, random_lake, random_model
import numpy

P = model_of(make_lake(random_lake(rng, size=4), slippery=True))
policies = [numpy.full((16, 4), 0.25), rng.dirichlet(numpy.ones(4), size=16)]
check(
    [evaluate_policy(P, policy, 0.9) for policy in policies],
    close(rtol=1e-3, atol=1e-4),
    about=tr(
        en="random policies on slippery lakes you have not seen",
        fr="des politiques aléatoires sur des lacs glissants jamais vus",
    ),
)
P = random_model(rng, n_states=6, n_actions=3)
policy = rng.dirichlet(numpy.ones(3), size=6)
check(
    [evaluate_policy(P, policy, gamma) for gamma in (0.5, 0.9)],
    close(rtol=1e-3, atol=1e-3),
    about=tr(
        en="transitions that end the episode in a state that has a value",
        fr="des transitions qui terminent l'épisode dans un état qui a une valeur",
    ),
)
P = random_model(rng, n_states=6, n_actions=3)
P = {s: {a: [(p, t, -1.0 - abs(r), end) for p, t, r, end in P[s][a]] for a in P[s]} for s in P}
policy = rng.dirichlet(numpy.ones(3), size=6)
# here state 0 stays at 0 while the values of others fall on
resting = {**P, 0: {a: [(1.0, 0, 0.0, False)] for a in P[0]}}
check(
    [evaluate_policy(model, policy, 0.8) for model in (P, resting)],
    close(rtol=1e-3, atol=1e-3),
    about=tr(en="rewards that are all costs", fr="des récompenses qui sont toutes des coûts"),
)
### END HIDDEN TESTS

# %% slug="show-random-values" tags=["skip-when-grading"] picture="random-values"
slippery = make_lake(FIRST_LAKE, slippery=True)
slippery_P, uniform = model_of(slippery), np.full((16, 4), 0.25)
played = evaluate(
    slippery, RandomAgent(4, seed=0), episodes=2_000, seed=0, progress=False
).mean_return
exact = evaluate_policy(slippery_P, uniform, gamma=1.0)[0]
line = tr(
    en="goal reached: {:.4f} of 2,000 episodes; calculated: {:.4f}",
    fr="but atteint : {:.4f} de 2 000 épisodes ; calculé : {:.4f}",
)
print(line.format(played, exact))
plot_values(evaluate_policy(slippery_P, uniform, gamma=0.99), FIRST_LAKE)

# %% [markdown] slug="see-evaluation" lang="en"
# **What you should see:** the values of random play on the slippery lake, $\gamma = 0.99$: high
# beside the goal, next to nothing at the start. With $\gamma = 1$ the start's value is the
# probability of ever reaching the goal; compare it with 2,000 episodes played. One equation replaces
# them all, and has no interval around it.
#
# ![Values of random play on the slippery lake: 0.01 at the start, 0.43 beside the goal.](picture:random-values)

# %% [markdown] slug="see-evaluation" lang="fr"
# **Ce que vous devriez voir :** les valeurs du jeu au hasard sur le lac glissant, $\gamma = 0{,}99$ :
# grandes à côté du but, presque rien au départ. Avec $\gamma = 1$, la valeur du départ est la
# probabilité d'atteindre le but un jour ; comparez-la à 2 000 épisodes joués. Une équation les
# remplace tous, et elle n'a pas d'intervalle autour d'elle.
#
# ![Valeurs du jeu au hasard sur le lac glissant : 0,01 au départ, 0,43 à côté du but.](picture:random-values)

# %% [markdown] slug="linear-system" lang="en"
# ## 5. All equations at once
#
# Sweeping approaches the answer. But the Bellman expectation equation is linear in the values, and
# there is one equation a state. With the reward and the transitions averaged over the policy,
#
# $$r_\pi(s) = \sum_a \pi(a \mid s)\, r(s, a) \qquad T_\pi(s, t) = \sum_a \pi(a \mid s)\, T(s, a, t)$$
#
# it reads $v = r_\pi + \gamma\, T_\pi v$, that is
#
# $$(I - \gamma\, T_\pi)\, v = r_\pi$$
#
# For the fisher who walks out and then tosses a coin, with $\gamma = \tfrac12$: $v_0 = -3 + \tfrac12 v_1$
# and $v_1 = 3 + \tfrac14 v_0 + \tfrac18 v_1$. Solve it on paper: $v_0 = -\tfrac32$, $v_1 = 3$.

# %% [markdown] slug="linear-system" lang="fr"
# ## 5. Toutes les équations d'un coup
#
# Les balayages s'approchent de la réponse. Mais l'équation de Bellman pour une politique est linéaire
# par rapport aux valeurs, et il y en a une par état. Avec la récompense et les transitions moyennées
# selon la politique,
#
# $$r_\pi(s) = \sum_a \pi(a \mid s)\, r(s, a) \qquad T_\pi(s, t) = \sum_a \pi(a \mid s)\, T(s, a, t)$$
#
# elle s'écrit $v = r_\pi + \gamma\, T_\pi v$, c'est-à-dire
#
# $$(I - \gamma\, T_\pi)\, v = r_\pi$$
#
# Pour le pêcheur qui va sur la glace puis tire à pile ou face, avec $\gamma = \tfrac12$ :
# $v_0 = -3 + \tfrac12 v_1$ et $v_1 = 3 + \tfrac14 v_0 + \tfrac18 v_1$. Résolvez sur papier :
# $v_0 = -\tfrac32$, $v_1 = 3$.

# %% [markdown] slug="ex-solve" lang="en"
# ### Exercise 2.4 · The same values from one linear system · 2 points · 8 min · ●●●○○
#
# Write `solve_policy(P, policy, gamma)`: the same values as in 2.3, without a loop and without a
# tolerance, by solving
#
# $$(I - \gamma\, T_\pi)\, v = r_\pi$$
#
# `policy` has shape `(n_states, n_actions)`, the result `(n_states,)`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Begin with `model_arrays(P)`, then average `reward` and `transition` over the actions, weighted by
# `policy`. `np.linalg.solve(A, b)` solves $A v = b$.
#
# </details>
# <details><summary>Hint 2: the averages</summary>
#
# `np.einsum("sa,sat->st", policy, transition)` multiplies the two and adds up over `a`, the letter
# that is missing on the right of the arrow.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# transition, reward = model_arrays(P)
# reward_pi = (policy * reward).sum(axis=1)
# transition_pi = np.einsum("sa,sat->st", policy, transition)
# return np.linalg.solve(np.eye(len(P)) - ..., ...)
# ```
#
# </details>

# %% [markdown] slug="ex-solve" lang="fr"
# ### Exercice 2.4 · Les mêmes valeurs, par un seul système linéaire · 2 points · 8 min · ●●●○○
#
# Écrivez `solve_policy(P, policy, gamma)` : les mêmes valeurs qu'en 2.3, sans boucle et sans
# tolérance, en résolvant
#
# $$(I - \gamma\, T_\pi)\, v = r_\pi$$
#
# `policy` est de forme `(n_states, n_actions)`, le résultat `(n_states,)`.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Partez de `model_arrays(P)`, puis moyennez `reward` et `transition` sur les actions, avec les poids
# de `policy`. `np.linalg.solve(A, b)` résout $A v = b$.
#
# </details>
# <details><summary>Indice 2 : les moyennes</summary>
#
# `np.einsum("sa,sat->st", policy, transition)` multiplie les deux et additionne sur `a`, la lettre
# absente à droite de la flèche.
#
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# ```python
# transition, reward = model_arrays(P)
# reward_pi = (policy * reward).sum(axis=1)
# transition_pi = np.einsum("sa,sat->st", policy, transition)
# return np.linalg.solve(np.eye(len(P)) - ..., ...)
# ```
#
# </details>


# %% exercise="2.4" difficulty=3 minutes=8 nbgrader={"grade": false, "grade_id": "solve-policy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def solve_policy(P, policy, gamma):
    """
    en: Return the value of every state under `policy`, exactly, array (n_states,).
    fr: Renvoie la valeur exacte de chaque état sous `policy`, tableau (n_states,).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 2.4: solve the linear system and return the values, (n_states,).
    # stub fr: Exercice 2.4 : résolvez le système linéaire et renvoyez les valeurs, (n_states,).
    transition, reward = model_arrays(P)
    reward_pi = (policy * reward).sum(axis=1)
    transition_pi = np.einsum("sa,sat->st", policy, transition)
    return np.linalg.solve(np.eye(len(P)) - gamma * transition_pi, reward_pi)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "solve-policy-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# en: walk out; on the ice, toss a coin between home and fishing
# fr: aller sur la glace ; là, tirer à pile ou face entre rentrer et pêcher
coin_policy = np.array([[0.0, 1.0], [0.5, 0.5]])
expect(
    solve_policy(ICE_FISHER, coin_policy, gamma=0.5),
    np.array([-1.5, 3.0]),
    what="solve_policy(ICE_FISHER, coin_policy, gamma=0.5)",
    mistakes=[
        (np.array([3.0, 6.0]), tr(en="gamma is missing", fr="il manque gamma")),
        (
            np.array([-2.5, 2.0]),
            tr(
                en="the transition matrix is transposed: row = from, column = to",
                fr="la matrice de transition est transposée : ligne = de, colonne = vers",
            ),
        ),
        (
            np.array([0.5, 7.0]),
            tr(
                en="the reward is not weighted by `policy`",
                fr="la récompense n'est pas pondérée par `policy`",
            ),
        ),
        (
            np.array([-4.875, 3.75]),
            tr(en="I plus gamma T: it should be minus", fr="I plus gamma T : il faut moins"),
        ),
        (
            lambda got: np.allclose(got, [-18 / 11, 30 / 11]),
            tr(
                en="transitions with `terminated` have no next state: leave them out of T",
                fr="les transitions avec `terminated` n'ont pas d'état suivant : T les ignore",
            ),
        ),
        (
            lambda got: np.allclose(got, [-18 / 19, 60 / 19]),
            tr(
                en="the actions are averaged equally: weight them by `policy`",
                fr="les actions sont moyennées à parts égales : pondérez-les par `policy`",
            ),
        ),
    ],
)
# en: go from 0 to 1 and on to 2, and stay there
# fr: aller de 0 à 1, puis à 2, et y rester
round_policy = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
expect(
    attempt(solve_policy, ROUND_TRIP, round_policy, gamma=0.5),
    np.array([2.0, 4.0, 2.0]),
    what="solve_policy(ROUND_TRIP, round_policy, gamma=0.5)",
    mistakes=[
        (
            about_shapes,
            tr(
                en="the shapes do not fit. `transition` has the axes state, action, next state: "
                "multiply by `policy` along the first two, and add up over the actions, axis 1; one "
                "row a state and one column a next state are left",
                fr="les formes ne concordent pas. `transition` a pour axes état, action, état suivant : "
                "multipliez par `policy` le long des deux premiers et additionnez sur les actions, "
                "l'axe 1 ; restent une ligne par état et une colonne par état suivant",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close
from course_utils.lakes import make_lake, model_of, random_lake, random_model
import numpy

P = model_of(make_lake(random_lake(rng, size=5), slippery=True))
policies = [numpy.full((25, 4), 0.25), rng.dirichlet(numpy.ones(4), size=25)]
check(
    [solve_policy(P, policy, 0.95) for policy in policies],
    close(rtol=1e-5, atol=1e-7),
    about=tr(
        en="random policies on slippery lakes you have not seen",
        fr="des politiques aléatoires sur des lacs glissants jamais vus",
    ),
)
P = random_model(rng, n_states=7, n_actions=2)
policy = rng.dirichlet(numpy.ones(2), size=7)
check(
    [solve_policy(P, policy, gamma) for gamma in (0.0, 0.6, 0.99)],
    close(rtol=1e-5, atol=1e-6),
    about=tr(
        en="random models in which episodes can end anywhere",
        fr="des modèles aléatoires où un épisode peut finir n'importe où",
    ),
)
### END HIDDEN TESTS

# %% slug="compare-exact" tags=["skip-when-grading"] picture="exact-values"
# en: the policy of always pushing right, as rows of probabilities
# fr: la politique « toujours à droite », en lignes de probabilités
always_right = np.eye(4)[[RIGHT] * 16]
slippery_P = model_of(make_lake(FIRST_LAKE, slippery=True))
exact_values = solve_policy(slippery_P, always_right, gamma=0.99)
plot_values(exact_values, FIRST_LAKE, policy=always_right)

# %% [markdown] slug="see-solve" lang="en"
# **What you should see:** the exact values of always pushing right, $\gamma = 0.99$. From the start
# it is worth 0.03: more than twice as much as random play, and still hopeless.
#
# ![Values of always pushing right on the slippery lake: 0.03 at the start, 0.61 beside the goal.](picture:exact-values)
#
# If solving is exact, why sweep? Solving $n$ equations takes about $n^3$ operations, a sweep only as
# many as there are transitions; with a million states only the sweeps are left. And sweeping has a
# future: chapter 3 turns it into learning.

# %% [markdown] slug="see-solve" lang="fr"
# **Ce que vous devriez voir :** les valeurs exactes de « toujours à droite », $\gamma = 0{,}99$. Au
# départ, elle vaut 0,03 : plus du double du jeu au hasard, et toujours sans espoir.
#
# ![Valeurs de « toujours à droite » sur le lac glissant : 0,03 au départ, 0,61 à côté du but.](picture:exact-values)
#
# Si la résolution est exacte, pourquoi balayer ? Résoudre $n$ équations demande environ $n^3$
# opérations, un balayage seulement autant qu'il y a de transitions ; avec un million d'états, il ne
# reste que les balayages. Et le balayage a de l'avenir : le chapitre 3 en fera un apprentissage.

# %% [markdown] slug="improvement" lang="en"
# ## 6. A better policy
#
# Knowing what a policy is worth, can we beat it? In each state, look one step ahead and take an
# action with the largest value; after that, follow the old policy (S&B, eq. 4.9):
#
# $$\pi'(s) = \arg\max_a q_\pi(s, a)$$
#
# This new policy is called **greedy** with respect to $v_\pi$. The **policy improvement theorem**
# (S&B, eq. 4.7 and 4.8) says that it is nowhere worse: a better first step, then the old policy, is an
# improvement; and so is making the better step again at every later state. If it is nowhere better
# either, no policy is.

# %% [markdown] slug="improvement" lang="fr"
# ## 6. Une meilleure politique
#
# Sachant ce que vaut une politique, peut-on la battre ? Dans chaque état, regardons un pas devant
# nous et prenons une action de plus grande valeur ; ensuite, suivons l'ancienne politique (S&B,
# éq. 4.9) :
#
# $$\pi'(s) = \arg\max_a q_\pi(s, a)$$
#
# Cette nouvelle politique est dite **gloutonne** par rapport à $v_\pi$. Le **théorème d'amélioration**
# (S&B, éq. 4.7 et 4.8) affirme qu'elle n'est moins bonne nulle part : un meilleur premier pas, puis
# l'ancienne politique, c'est déjà un progrès ; refaire ce meilleur pas dans chaque état suivant aussi.
# Et si elle n'est meilleure nulle part, alors aucune politique ne l'est.

# %% [markdown] slug="ex-greedy" lang="en"
# ### Exercise 2.5 · The greedy policy · 2 points · 8 min · ●●○○○
#
# Write `greedy_policy(P, values, gamma)`: for each state an action with the largest $q(s, a)$, an
# array of integers of shape `(n_states,)`. `values` has shape `(n_states,)`. Where several actions
# are equally good, any of them will do.
#
# $$\pi'(s) = \arg\max_a \Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)\Bigr]$$
#
# <details><summary>Hint 1: a nudge</summary>
#
# First the table of all q-values, then the best column of each row. `model_arrays(P)` gives what the
# table is made of.
#
# </details>
# <details><summary>Hint 2: which column?</summary>
#
# `argmax` gives the *place* of the largest entry, `max` the entry itself. Its `axis` is the one that
# disappears.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# transition, reward = model_arrays(P)
# q = reward + gamma * (transition @ values)
# return q.argmax(axis=...)
# ```
#
# </details>

# %% [markdown] slug="ex-greedy" lang="fr"
# ### Exercice 2.5 · La politique gloutonne · 2 points · 8 min · ●●○○○
#
# Écrivez `greedy_policy(P, values, gamma)` : pour chaque état, une action de plus grand $q(s, a)$, un
# tableau d'entiers de forme `(n_states,)`. `values` est de forme `(n_states,)`. Là où plusieurs
# actions se valent, n'importe laquelle convient.
#
# $$\pi'(s) = \arg\max_a \Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)\Bigr]$$
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# D'abord la table de toutes les valeurs q, puis la meilleure colonne de chaque ligne.
# `model_arrays(P)` donne de quoi construire la table.
#
# </details>
# <details><summary>Indice 2 : quelle colonne ?</summary>
#
# `argmax` donne la *place* du plus grand élément, `max` l'élément lui-même. Son `axis` est celui qui
# disparaît.
#
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# ```python
# transition, reward = model_arrays(P)
# q = reward + gamma * (transition @ values)
# return q.argmax(axis=...)
# ```
#
# </details>


# %% exercise="2.5" difficulty=2 minutes=8 nbgrader={"grade": false, "grade_id": "greedy-policy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def greedy_policy(P, values, gamma):
    """
    en: Return a best action for every state, looking one step ahead, int array (n_states,).
    fr: Renvoie une meilleure action par état, un pas devant soi, tableau d'entiers (n_states,).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 2.5: return a best action for each state, integers, shape (n_states,).
    # stub fr: Exercice 2.5 : renvoyez une meilleure action par état, des entiers, forme (n_states,).
    transition, reward = model_arrays(P)
    q = reward + gamma * (transition @ values)
    return q.argmax(axis=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "greedy-policy-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
expect(
    greedy_policy(ICE_FISHER, np.array([1.0, 8.0]), gamma=0.5),
    [DARE, DARE],
    what="greedy_policy(ICE_FISHER, [1, 8], gamma=0.5)",
    mistakes=[
        (
            [SAFE, DARE],
            tr(
                en="the best immediate reward (the future is missing), or argmax along axis 0",
                fr="la meilleure récompense immédiate (l'avenir manque), ou argmax sur l'axe 0",
            ),
        ),
        (
            [1.0, 8.0],
            tr(
                en="those are the best values: the actions were wanted, argmax",
                fr="ce sont les meilleures valeurs : on veut les actions, argmax",
            ),
        ),
        ([SAFE, SAFE], tr(en="the worst actions: argmin?", fr="les pires actions : argmin ?")),
    ],
)
# en: values so large that gamma and the ending decide: q is 16, 15 on the shore, 16, 15 on the ice
# fr: de grandes valeurs, où gamma et la fin décident : q vaut 16, 15 sur la rive, 16, 15 sur la glace
expect(
    greedy_policy(ICE_FISHER, np.array([32.0, 36.0]), gamma=0.5),
    [SAFE, SAFE],
    what="greedy_policy(ICE_FISHER, [32, 36], gamma=0.5)",
    mistakes=[
        (
            [DARE, SAFE],
            tr(
                en="gamma belongs to the future, and to it only: is it missing, or does it multiply the "
                "reward too?",
                fr="gamma porte sur l'avenir, et sur lui seul : manque-t-il, ou multiplie-t-il aussi la "
                "récompense ?",
            ),
        ),
        (
            [SAFE, DARE],
            tr(
                en="fishing: the shore's value was counted after `terminated`",
                fr="la pêche : la valeur de la rive est comptée après `terminated`",
            ),
        ),
        (
            [DARE, DARE],
            tr(
                en="the future counts too much: does gamma multiply it, and is it left out after "
                "`terminated`?",
                fr="l'avenir compte trop : gamma le multiplie-t-il, et est-il omis après `terminated` ?",
            ),
        ),
    ],
)
expect(
    attempt(greedy_policy, ROUND_TRIP, np.array([1.0, 2.0, 4.0]), gamma=0.5),
    [STAY, GO, GO],
    what="greedy_policy(ROUND_TRIP, [1, 2, 4], gamma=0.5)",
    mistakes=[
        (
            about_shapes,
            tr(
                en="the shapes do not fit. `transition` has the axes state, action, next state: "
                "`transition @ values` adds up over the last, the next state; `values @ transition` "
                "over the actions",
                fr="les formes ne concordent pas. `transition` a pour axes état, action, état suivant : "
                "`transition @ values` additionne sur le dernier, l'état suivant ; "
                "`values @ transition`, sur les actions",
            ),
        ),
    ],
)
dry_P = model_of(make_lake(FIRST_LAKE))
guess = np.zeros(16)
guess[10] = 1.0
actions = np.asarray(greedy_policy(dry_P, guess, gamma=0.9))
expect(
    actions[[6, 9, 14]],
    [DOWN, RIGHT, RIGHT],
    what="greedy_policy(dry_P, guess, gamma=0.9)[[6, 9, 14]]",
    mistakes=[
        (
            [DOWN, RIGHT, UP],
            tr(
                en="in state 14 the goal's reward, 1, beats a future of 0.9: is the reward missing?",
                fr="dans l'état 14, la récompense du but, 1, bat un avenir de 0,9 : l'avez-vous oubliée ?",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import best_actions, each
from course_utils.exact import model_arrays, policy_value
from course_utils.lakes import make_lake, model_of, random_lake, random_model
import numpy


def wanted_q(P, v, gamma):
    T, r = model_arrays(P)
    return r + gamma * T @ v


P = model_of(make_lake(random_lake(rng, size=6), slippery=True))
v = policy_value(P, rng.dirichlet(numpy.ones(4), size=36), 0.95)
check(
    greedy_policy(P, v, 0.95),
    best_actions(),
    wanted=wanted_q(P, v, 0.95),
    about=tr(
        en="better than a random policy, on a slippery lake you have not seen",
        fr="mieux qu'une politique aléatoire, sur un lac glissant jamais vu",
    ),
)
# rewards and values of one size: gamma decides in one state of five, the ending in one of seven
models = [random_model(rng, n_states=40, n_actions=4) for _ in range(5)]
values = [rng.normal(scale=3, size=40) for _ in models]
check(
    [greedy_policy(P, v, 0.4) for P, v in zip(models, values, strict=True)],
    each(best_actions()),
    wanted=[wanted_q(P, v, 0.4) for P, v in zip(models, values, strict=True)],
    about=tr(
        en="transitions that end the episode in a state that has a value",
        fr="des transitions qui terminent l'épisode dans un état qui a une valeur",
    ),
)
### END HIDDEN TESTS

# %% slug="show-greedy" tags=["skip-when-grading"] picture="improved"
slippery_P = model_of(make_lake(FIRST_LAKE, slippery=True))
uniform = np.full((16, 4), 0.25)
random_values = policy_value(slippery_P, uniform, gamma=0.99)
improved = greedy_policy(slippery_P, random_values, gamma=0.99)
line = tr(
    en="goal reached within 100 steps: at random {:.3f}, after one improvement {:.3f}",
    fr="but atteint en 100 pas : au hasard {:.3f}, après une amélioration {:.3f}",
)
print(
    line.format(success_probability(slippery_P, uniform), success_probability(slippery_P, improved))
)
plot_policy(improved, FIRST_LAKE)

# %% [markdown] slug="see-greedy" lang="en"
# **What you should see:** one improvement turns random play, which succeeds 1.4% of the time, into a
# policy that succeeds 73% of the time. (In state 6 two actions tie, so your arrow may differ there.)
# Look at the arrows: many point into the edge. We shall come back to that.
#
# ![Policy after one improvement of random play on the slippery lake: left at the start, the other arrows mostly away from a hole or into the edge.](picture:improved)

# %% [markdown] slug="see-greedy" lang="fr"
# **Ce que vous devriez voir :** une seule amélioration fait du jeu au hasard, qui réussit 1,4 % du
# temps, une politique qui réussit 73 % du temps. (Dans l'état 6, deux actions se valent : votre
# flèche peut y différer.) Regardez les flèches : beaucoup pointent vers le bord. Nous y reviendrons.
#
# ![Politique après une amélioration du jeu au hasard sur le lac glissant : à gauche au départ, les autres flèches le plus souvent à l'opposé d'un trou ou contre le bord.](picture:improved)

# %% [markdown] slug="policy-iteration" lang="en"
# ## 7. Policy iteration
#
# Evaluate, improve, evaluate, improve… until nothing gets better: that is **policy iteration** (S&B,
# section 4.3), made of your functions from 2.3 and 2.5. Below it starts from a poor policy, always up.
#
# Why does it stop on *values*, and not when the arrows stay the same? Where two actions tie, arrows
# may flip back and forth for ever between policies that are equally good.

# %% [markdown] slug="policy-iteration" lang="fr"
# ## 7. L'itération sur les politiques
#
# Évaluer, améliorer, évaluer, améliorer… jusqu'à ce que plus rien ne progresse : c'est **l'itération
# sur les politiques** (S&B, section 4.3), faite de vos fonctions des exercices 2.3 et 2.5. Ci-dessous,
# elle part d'une mauvaise politique, toujours vers le haut.
#
# Pourquoi s'arrêter sur les *valeurs*, et non quand les flèches ne bougent plus ? Là où deux actions se
# valent, les flèches peuvent osciller sans fin entre des politiques également bonnes.

# %% slug="run-policy-iteration" tags=["skip-when-grading"]
slippery_P = model_of(make_lake(FIRST_LAKE, slippery=True))
policy = np.eye(4)[[UP] * 16]  # (n_states, n_actions)
values = evaluate_policy(slippery_P, policy, gamma=0.99)
print(f"0: v(start) = {values[0]:.4f}")
for improvement in range(1, 20):
    policy = np.eye(4)[greedy_policy(slippery_P, values, gamma=0.99)]
    new_values = evaluate_policy(slippery_P, policy, gamma=0.99)
    print(f"{improvement}: v(start) = {new_values[0]:.4f}")
    if np.allclose(new_values, values, atol=1e-6):
        break
    values = new_values

# %% [markdown] slug="read-policy-iteration" lang="en"
# With four actions on each of 11 cells of ice, this lake has more than four million deterministic
# policies ($4^{11}$). Five improvements find a best one; the sixth only confirms it. (Other choices among ties may take a round
# more or less, and end at the same 0.5420.) The first round gains nothing at the start: news of the
# goal has not come that far yet.

# %% [markdown] slug="read-policy-iteration" lang="fr"
# Avec quatre actions sur chacune des 11 cases de glace, ce lac a plus de quatre millions de politiques
# déterministes ($4^{11}$). Cinq améliorations trouvent l'une des meilleures ; la sixième ne fait que le
# confirmer. (Un autre choix parmi les ex æquo peut demander un tour de plus ou de moins, et aboutit au
# même 0,5420.) Le premier tour ne rapporte rien au départ : la nouvelle du but n'est pas encore arrivée jusque-là.

# %% [markdown] slug="optimality" lang="en"
# ## 8. Value iteration
#
# Policy iteration evaluates each policy to the last decimal, only to throw it away. What if we improve
# after every sweep? Average and arg max then melt into one maximum. Its fixed point is the **Bellman
# optimality equation** (S&B, eq. 4.1):
#
# $$v_*(s) = \max_a \Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v_*(t)\Bigr]$$
#
# Because of the maximum it is not linear: there is no system to solve. But it can be swept, from
# zeros, as before (S&B, eq. 4.10). That is **value iteration**.

# %% [markdown] slug="optimality" lang="fr"
# ## 8. L'itération sur les valeurs
#
# L'itération sur les politiques évalue chaque politique jusqu'à la dernière décimale, pour la jeter
# aussitôt. Et si l'on améliorait après chaque balayage ? La moyenne et l'arg max se fondent alors en
# un seul maximum. Son point fixe est l'**équation d'optimalité de Bellman** (S&B, éq. 4.1) :
#
# $$v_*(s) = \max_a \Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v_*(t)\Bigr]$$
#
# À cause du maximum, elle n'est pas linéaire : il n'y a pas de système à résoudre. Mais on peut la
# balayer à partir de zéros, comme avant (S&B, éq. 4.10). C'est **l'itération sur les valeurs**.

# %% [markdown] slug="ex-value-iteration" lang="en"
# ### Exercise 2.6 · Value iteration · 3 points · 12 min · ●●●○○
#
# Write `value_iteration(P, gamma, tolerance=1e-8)`: the best possible value of every state, an array
# of shape `(n_states,)`. Start from zeros, sweep until no value changes by as much as `tolerance`.
#
# $$v(s) \leftarrow \max_a \Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)\Bigr]$$
#
# <details><summary>Hint 1: a nudge</summary>
#
# It is 2.3 with one line changed, and without a policy. If 2.3 is not done: a sweep computes all
# q-values from the present values, then takes the best of each state.
#
# </details>
# <details><summary>Hint 2: stopping</summary>
#
# Measure the largest absolute change of a sweep *before* the new values replace the old ones.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# transition, reward = model_arrays(P)
# values = np.zeros(len(P))
# change = np.inf
# while change >= tolerance:
#     q = reward + gamma * (transition @ values)
#     new_values = q...
#     change = np.abs(...).max()
#     values = new_values
# return values
# ```
#
# </details>

# %% [markdown] slug="ex-value-iteration" lang="fr"
# ### Exercice 2.6 · L'itération sur les valeurs · 3 points · 12 min · ●●●○○
#
# Écrivez `value_iteration(P, gamma, tolerance=1e-8)` : la meilleure valeur possible de chaque état, un
# tableau de forme `(n_states,)`. Partez de zéros et balayez tant qu'une valeur change d'au moins
# `tolerance`.
#
# $$v(s) \leftarrow \max_a \Bigl[\,r(s, a) + \gamma \sum_t T(s, a, t)\, v(t)\Bigr]$$
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# C'est 2.3 avec une ligne changée, et sans politique. Si 2.3 n'est pas fait : un balayage calcule
# toutes les valeurs q à partir des valeurs actuelles, puis prend la meilleure de chaque état.
#
# </details>
# <details><summary>Indice 2 : s'arrêter</summary>
#
# Mesurez le plus grand changement absolu du balayage *avant* que les nouvelles valeurs ne remplacent
# les anciennes.
#
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# ```python
# transition, reward = model_arrays(P)
# values = np.zeros(len(P))
# change = np.inf
# while change >= tolerance:
#     q = reward + gamma * (transition @ values)
#     new_values = q...
#     change = np.abs(...).max()
#     values = new_values
# return values
# ```
#
# </details>


# %% exercise="2.6" difficulty=3 minutes=12 nbgrader={"grade": false, "grade_id": "value-iteration", "locked": false, "schema_version": 3, "solution": true, "task": false}
def value_iteration(P, gamma, tolerance=1e-8):
    """
    en: Return the best possible value of every state, array (n_states,).
    fr: Renvoie la meilleure valeur possible de chaque état, tableau (n_states,).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 2.6: sweep until the values no longer change, then return them, (n_states,).
    # stub fr: Exercice 2.6 : balayez jusqu'à ce que les valeurs ne changent plus et renvoyez-les, (n_states,).
    transition, reward = model_arrays(P)
    values = np.zeros(len(P))
    change = np.inf
    while change >= tolerance:
        q = reward + gamma * (transition @ values)
        new_values = q.max(axis=1)
        change = np.abs(new_values - values).max()
        values = new_values
    return values
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "value-iteration-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
expect(
    value_iteration(ICE_FISHER, gamma=0.5),
    np.array([1.0, 8.0]),
    what="value_iteration(ICE_FISHER, gamma=0.5)",
    rtol=1e-4,
    mistakes=[
        (
            lambda got: np.allclose(got, [1.2, 8.4], rtol=1e-4),
            tr(
                en="the shore's value was counted after `terminated`",
                fr="la valeur de la rive est comptée après `terminated`",
            ),
        ),
        (
            lambda got: np.allclose(got, [-18 / 19, 60 / 19], rtol=1e-4),
            tr(
                en="that is the average over the actions: take the maximum",
                fr="c'est la moyenne sur les actions : prenez le maximum",
            ),
        ),
        (
            np.array([0.0, 6.0]),
            tr(
                en="one sweep only: is the `return` inside the loop, or old and new the same array?",
                fr="un seul balayage : `return` dans la boucle, ou le même tableau deux fois ?",
            ),
        ),
        (
            np.array([0.0, 8.0]),
            tr(
                en="the maximum is over the states (axis 0): take it over the actions",
                fr="le maximum porte sur les états (axe 0) : prenez-le sur les actions",
            ),
        ),
        (np.array([9.0, 12.0]), tr(en="gamma is missing", fr="il manque gamma")),
    ],
)
# en: always go: 4 = 0 + 0.5 x 8, 8 = 3 + 0.5 x 10, 10 = 8 + 0.5 x 4
# fr: toujours avancer : 4 = 0 + 0,5 x 8, 8 = 3 + 0,5 x 10, 10 = 8 + 0,5 x 4
expect(
    attempt(value_iteration, ROUND_TRIP, gamma=0.5),
    np.array([4.0, 8.0, 10.0]),
    what="value_iteration(ROUND_TRIP, gamma=0.5)",
    rtol=1e-4,
    mistakes=[
        (
            about_shapes,
            tr(
                en="the shapes do not fit. `transition` has the axes state, action, next state: "
                "`transition @ values` adds up over the last, the next state; `values @ transition` "
                "over the actions",
                fr="les formes ne concordent pas. `transition` a pour axes état, action, état suivant : "
                "`transition @ values` additionne sur le dernier, l'état suivant ; "
                "`values @ transition`, sur les actions",
            ),
        ),
    ],
)
# en: 13 steps of -1 along the cliff, and nothing after the goal
# fr: 13 pas à -1 le long de la falaise, et plus rien après le but
cliff_P = model_of(gym.make("CliffWalking-v1"))
expect(
    value_iteration(cliff_P, gamma=0.9)[36],
    -(1 - 0.9**13) / (1 - 0.9),
    what='value_iteration(model_of(gym.make("CliffWalking-v1")), gamma=0.9)[36]',
    rtol=1e-4,
    mistakes=[
        (
            lambda got: np.isclose(got, -10, rtol=1e-4),
            tr(
                en="-10 is a walk that never ends: `terminated` is ignored at the goal",
                fr="-10, c'est marcher sans fin : `terminated` est ignoré au but",
            ),
        ),
        (
            lambda got: np.isclose(got, -1) or np.isclose(got, -1.9),
            tr(
                en="stopped after a sweep or two: take the absolute value of each change first, then "
                "the largest of these",
                fr="arrêt après un ou deux balayages : prenez d'abord la valeur absolue de chaque "
                "changement, puis la plus grande",
            ),
        ),
        (
            0.0,
            tr(
                en="every action costs something here, so the best value is below 0: does your maximum "
                "begin at 0?",
                fr="ici, toute action coûte quelque chose, la meilleure valeur est donc négative : votre "
                "maximum part-il de 0 ?",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close
from course_utils.lakes import make_lake, model_of, random_lake, random_model

lakes = [random_lake(rng, size=size) for size in (4, 5)]
models = [model_of(make_lake(lake, slippery=slip)) for lake in lakes for slip in (False, True)]
check(
    [value_iteration(P, 0.9) for P in models],
    close(rtol=1e-3, atol=1e-4),
    about=tr(
        en="lakes you have not seen, dry and slippery",
        fr="des lacs jamais vus, glissants ou non",
    ),
)
P = random_model(rng, n_states=6, n_actions=3)
check(
    [value_iteration(P, gamma) for gamma in (0.5, 0.9)],
    close(rtol=1e-3, atol=1e-3),
    about=tr(
        en="transitions that end the episode in a state that has a value",
        fr="des transitions qui terminent l'épisode dans un état qui a une valeur",
    ),
)
P = random_model(rng, n_states=6, n_actions=3)
P = {s: {a: [(p, t, -1.0 - abs(r), end) for p, t, r, end in P[s][a]] for a in P[s]} for s in P}
# here state 0 stays at 0 while the values of others fall on
resting = {**P, 0: {a: [(1.0, 0, 0.0, False)] for a in P[0]}}
check(
    [value_iteration(model, 0.8) for model in (P, resting)],
    close(rtol=1e-3, atol=1e-3),
    about=tr(en="rewards that are all costs", fr="des récompenses qui sont toutes des coûts"),
)
### END HIDDEN TESTS

# %% slug="wave" tags=["skip-when-grading"] picture="wave"
dry_P = model_of(make_lake(FIRST_LAKE))
# en: sweep k changes values by 0.9^(k-1) at most: these tolerances stop after sweeps 1, 3 and 6
# fr: le balayage k change les valeurs d'au plus 0,9^(k-1) : ces tolérances arrêtent à 1, 3 et 6
maps = []
for sweeps, tolerance in ((1, 1.01), (3, 0.82), (6, 0.6)):
    title = tr(en=f"after sweep {sweeps}", fr=f"après le balayage {sweeps}")
    values = value_iteration(dry_P, gamma=0.9, tolerance=tolerance)
    maps.append(plot_values(values, FIRST_LAKE, title=title))
beside(*maps)

# %% [markdown] slug="see-wave" lang="en"
# **What you should see:** values travel backwards from the goal, one step a sweep. After the first
# sweep only its neighbour has a value, after the third all states within three steps of it, after the
# sixth the start has 0.59: the wave is through. (If you sweep in place, last state first, the news
# travels further in one sweep.)
#
# ![Three value maps of the dry lake: after one sweep 1 beside the goal and 0 elsewhere; after three 0.90 and 0.81 further back; after six 0.59 at the start.](picture:wave)

# %% [markdown] slug="see-wave" lang="fr"
# **Ce que vous devriez voir :** les valeurs remontent depuis le but, un pas par balayage. Après le
# premier balayage, seule la case voisine du but a une valeur ; après le troisième, toutes les cases à
# trois pas au plus ; après le sixième, le départ vaut 0,59 : la vague est passée. (Si vous balayez sur place, en
# commençant par le dernier état, la nouvelle va plus loin à chaque balayage.)
#
# ![Trois cartes des valeurs du lac non glissant : après un balayage, 1 à côté du but et 0 ailleurs ; après trois, 0,90 et 0,81 plus en arrière ; après six, 0,59 au départ.](picture:wave)

# %% [markdown] slug="dry-and-slippery" lang="en"
# ## 9. What slippery ice changes
#
# The same map, the same code, another `P`. First the best policy and its values where actions do what
# they say, $\gamma = 0.99$.

# %% [markdown] slug="dry-and-slippery" lang="fr"
# ## 9. Ce que change la glace glissante
#
# La même carte, le même code, un autre `P`. D'abord la meilleure politique et ses valeurs là où les
# actions font ce qu'elles annoncent, $\gamma = 0{,}99$.

# %% slug="best-dry" tags=["skip-when-grading"] picture="best-dry"
dry_P = model_of(make_lake(FIRST_LAKE))
dry_values = value_iteration(dry_P, gamma=0.99)
dry_policy = greedy_policy(dry_P, dry_values, gamma=0.99)
plot_values(dry_values, FIRST_LAKE, policy=dry_policy)

# %% [markdown] slug="see-dry" lang="en"
# ![Best policy on the dry lake: arrows along the shortest ways to the goal, values from 0.95 at the start to 1 beside the goal.](picture:best-dry)
#
# Every arrow lies on a shortest way, and the values are powers of $\gamma$: six steps from the goal,
# $0.99^5 \approx 0.95$. Now let the ice slip.

# %% [markdown] slug="see-dry" lang="fr"
# ![Meilleure politique sur le lac non glissant : des flèches le long des plus courts chemins vers le but, des valeurs de 0,95 au départ à 1 à côté du but.](picture:best-dry)
#
# Chaque flèche est sur un plus court chemin, et les valeurs sont des puissances de $\gamma$ : à six pas
# du but, $0{,}99^5 \approx 0{,}95$. Rendons maintenant la glace glissante.

# %% slug="best-slippery" tags=["skip-when-grading"] picture="best-slippery"
slippery_P = model_of(make_lake(FIRST_LAKE, slippery=True))
slippery_values = value_iteration(slippery_P, gamma=0.99)
slippery_policy = greedy_policy(slippery_P, slippery_values, gamma=0.99)
print(f"{success_probability(slippery_P, dry_policy):.4f}")
print(f"{success_probability(slippery_P, slippery_policy):.4f}")
plot_values(slippery_values, FIRST_LAKE, policy=slippery_policy)

# %% [markdown] slug="see-slippery" lang="en"
# ![Best policy on the slippery lake: most arrows point away from a hole, often into the edge; 0.54 at the start.](picture:best-slippery)
#
# Within 100 steps, the best policy for dry ice reaches the goal here with probability 0.04; this one
# with 0.7402. (The most that any policy can do is 0.7442, and it must watch the clock.) Look at state
# 4: on its right is a hole, and the arrow pushes left, into the edge. An action slips to its two sides,
# never backwards: pushing *away* from a hole is the only safe thing to do beside it. One then waits to
# slip the right way.

# %% [markdown] slug="see-slippery" lang="fr"
# ![Meilleure politique sur le lac glissant : la plupart des flèches tournent le dos à un trou, souvent contre le bord ; 0,54 au départ.](picture:best-slippery)
#
# En 100 pas, la meilleure politique du lac non glissant atteint ici le but avec probabilité 0,04 ;
# celle-ci avec 0,7402. (Aucune politique ne dépasse 0,7442, et pour y arriver il faut compter les pas.) Voyez
# l'état 4 : à sa droite, un trou, et la flèche pousse à gauche, contre le bord. Une action glisse sur
# ses deux côtés, jamais en arrière : pousser *à l'opposé* du trou est la seule chose sûre à côté de
# lui. Il ne reste qu'à attendre de glisser du bon côté.

# %% [markdown] slug="quiz-start" lang="en"
# **Self-test.** At the start, in the top left corner, the best policy on slippery ice also pushes left
# ($\gamma = 0.99$), though the goal lies down and to the right. Why?
#
# <details><summary>A. The sweeps have not converged yet.</summary>
#
# No. Smaller tolerances leave the arrow where it is: the four q-values of the start differ by more than
# the sweeps still change.
# </details>
#
# <details><summary>B. It is the only action that cannot slip further along the top row, to state 1.</summary>
#
# Yes. Left stays, or slips down to state 4, which is on the way. The other three slip to state 1, one
# time in three: from the top row one either comes back, which takes time, or goes through state 6,
# between two holes.
# </details>
#
# <details><summary>C. All four actions are equally good there.</summary>
#
# Not with $\gamma = 0.99$: the detour takes time, and time is discounted. With $\gamma = 1$ you would be
# right: time costs nothing, and one can always come back.
# </details>

# %% [markdown] slug="quiz-start" lang="fr"
# **Testez-vous.** Au départ, dans le coin en haut à gauche, la meilleure politique sur glace glissante
# pousse elle aussi à gauche ($\gamma = 0{,}99$), alors que le but est en bas à droite. Pourquoi ?
#
# <details><summary>A. Les balayages n'ont pas encore convergé.</summary>
#
# Non. Une tolérance plus petite ne déplace pas la flèche : les quatre valeurs q du départ diffèrent de
# plus que ce que les balayages changent encore.
# </details>
#
# <details><summary>B. C'est la seule action qui ne peut pas glisser plus loin sur la première ligne, vers l'état 1.</summary>
#
# Oui. À gauche, on reste sur place ou l'on glisse en bas, vers l'état 4, qui est sur le chemin. Les trois
# autres glissent vers l'état 1, une fois sur trois : de la première ligne, soit on revient, ce qui prend
# du temps, soit on passe par l'état 6, entre deux trous.
# </details>
#
# <details><summary>C. Les quatre actions s'y valent.</summary>
#
# Pas avec $\gamma = 0{,}99$ : le détour prend du temps, et le temps est actualisé. Avec $\gamma = 1$, vous
# auriez raison : le temps ne coûte rien, et l'on peut toujours revenir.
# </details>

# %% [markdown] slug="impatience" lang="en"
# ## 10. What the discount changes
#
# So far $\gamma$ looked like a detail. It is part of the question asked: it says how much haste is
# worth. Which policies are best for an impatient, a moderate and a patient player, and with what
# probability does each reach the goal within 100 steps?

# %% [markdown] slug="impatience" lang="fr"
# ## 10. Ce que change l'actualisation
#
# Jusqu'ici, $\gamma$ semblait un détail. Il fait pourtant partie de la question posée : il dit ce que
# vaut la hâte. Quelle politique est la meilleure pour un joueur impatient, modéré ou patient, et
# avec quelle probabilité chacune atteint-elle le but en 100 pas ?

# %% slug="three-discounts" tags=["skip-when-grading"] picture="impatient"
slippery_P = model_of(make_lake(FIRST_LAKE, slippery=True))
policies = {}
for gamma in (0.8, 0.9, 0.99):
    policies[gamma] = greedy_policy(slippery_P, value_iteration(slippery_P, gamma), gamma)
    print(f"gamma {gamma:4}: {success_probability(slippery_P, policies[gamma]):.3f}")
beside(
    plot_policy(policies[0.8], FIRST_LAKE, title="gamma 0.8"),
    plot_policy(policies[0.99], FIRST_LAKE, title="gamma 0.99"),
)

# %% [markdown] slug="read-discounts" lang="en"
# ![Best policies for gamma 0.8 and 0.99: the first goes down at the start and right in state 2, the second left at the start and up in state 2.](picture:impatient)
#
# The impatient player ($\gamma = 0.8$, on the left) succeeds in 45% of the episodes, the others in 73%
# and 74%. A goal reached late is worth little to him. At the start he pushes down at once, though that
# may slip into the top row; from there he goes on through state 6, between two holes, rather than back.
# His policy *is* the best, for the question he asked.
#
# A patient question costs more work: to a tolerance of $10^{-8}$ we counted 57 sweeps for
# $\gamma = 0.8$, 112 for $0.9$, 438 for $0.99$.

# %% [markdown] slug="read-discounts" lang="fr"
# ![Meilleures politiques pour gamma 0,8 et 0,99 : la première va en bas au départ et à droite dans l'état 2, la seconde à gauche au départ et en haut dans l'état 2.](picture:impatient)
#
# Le joueur impatient ($\gamma = 0{,}8$, à gauche) réussit 45 % des épisodes, les autres 73 % et
# 74 %. Un but atteint tard ne vaut presque rien pour lui. Au départ, il pousse aussitôt vers le bas,
# quitte à glisser sur la première ligne ; de là, il continue par l'état 6, entre deux trous, plutôt que
# de revenir. Sa politique *est* la meilleure, pour la question qu'il a posée.
#
# Une question patiente demande plus de travail : pour une tolérance de $10^{-8}$, nous avons compté 57
# balayages avec $\gamma = 0{,}8$, 112 avec $0{,}9$, 438 avec $0{,}99$.

# %% [markdown] slug="no-discount" lang="en"
# Why not $\gamma = 1$, then? On a lake the value would simply be the probability of ever reaching the
# goal: on slippery ice, with no limit on time, 0.8235 at best from the start. Now try $\gamma = 1$ on
# *dry* ice.

# %% [markdown] slug="no-discount" lang="fr"
# Pourquoi pas $\gamma = 1$, alors ? Sur un lac, la valeur serait simplement la probabilité d'atteindre un
# jour le but : sur la glace glissante, sans limite de temps, 0,8235 au mieux depuis le départ. Essayons
# maintenant $\gamma = 1$ sur la glace *non glissante*.

# %% slug="undiscounted" tags=["skip-when-grading"] picture="undiscounted"
dry_P = model_of(make_lake(FIRST_LAKE))
undiscounted = value_iteration(dry_P, gamma=1.0)
first_of_equals = q_from_values(dry_P, undiscounted, gamma=1.0).argmax(axis=1)
print(f"{success_probability(dry_P, first_of_equals):.3f}")
plot_values(undiscounted, FIRST_LAKE, policy=first_of_equals)

# %% [markdown] slug="quiz-undiscounted" lang="en"
# ![Without discount every cell of the dry lake is worth 1, and taking the first of equal actions points left nearly everywhere.](picture:undiscounted)
#
# **Self-test.** The values are right: from every cell the goal can be reached. Yet the greedy policy
# shown here never arrives. What has happened?
#
# <details><summary>A. Value iteration has not converged without a discount.</summary>
#
# No. After six sweeps nothing changes any more, and all values are exactly right.
# </details>
#
# <details><summary>B. The greedy policy takes no account of the values.</summary>
#
# It does: every arrow is an action of largest q-value. But standing still and walking on have the same
# one.
# </details>
#
# <details><summary>C. Without a discount there is no hurry: putting it off for ever is a tie.</summary>
#
# Yes. From the start one may go left, stay where one is, and still be worth 1: the goal can be reached
# *later*. The first of equals, left, then does the same for ever. A discount just below 1, or a small
# cost a step, breaks such ties.
# </details>

# %% [markdown] slug="quiz-undiscounted" lang="fr"
# ![Sans actualisation, chaque case du lac non glissant vaut 1, et la première des actions ex æquo pointe à gauche presque partout.](picture:undiscounted)
#
# **Testez-vous.** Les valeurs sont justes : de chaque case, on peut atteindre le but. Pourtant la
# politique gloutonne dessinée ici n'arrive jamais. Que s'est-il passé ?
#
# <details><summary>A. L'itération sur les valeurs n'a pas convergé sans actualisation.</summary>
#
# Non. Après six balayages, plus rien ne change, et toutes les valeurs sont exactes.
# </details>
#
# <details><summary>B. La politique gloutonne ne tient pas compte des valeurs.</summary>
#
# Si : chaque flèche est une action de plus grande valeur q. Mais rester sur place et avancer ont la même.
# </details>
#
# <details><summary>C. Sans actualisation, rien ne presse : remettre à plus tard, sans fin, est ex æquo.</summary>
#
# Oui. Du départ, on peut aller à gauche, rester sur place et valoir encore 1 : le but peut être atteint
# *plus tard*. La première des ex æquo, à gauche, fait ensuite de même pour toujours. Une actualisation à
# peine inférieure à 1, ou un petit coût par pas, départage de tels ex æquo.
# </details>

# %% [markdown] slug="never-ending" lang="en"
# Evaluation has the same trouble: when $\gamma = 1$, the equations of a policy that can play on for
# ever no longer determine its values. The matrix $I - T_\pi$ of "always left" on dry ice is singular,
# and `np.linalg.solve` refuses. On slippery ice most policies end sooner or later in a hole or at the
# goal; not all of them: from the start, "always up" never leaves the top row.
#
# Enough calculated. Here is the first episode that your plan plays.

# %% [markdown] slug="never-ending" lang="fr"
# L'évaluation connaît le même souci : quand $\gamma = 1$, les équations d'une politique qui peut jouer
# sans fin ne déterminent plus ses valeurs. La matrice $I - T_\pi$ de « toujours à gauche » sur la glace
# non glissante est singulière, et `np.linalg.solve` refuse. Sur la glace glissante, la plupart des
# politiques finissent tôt ou tard dans un trou ou au but ; pas toutes : depuis le départ, « toujours
# vers le haut » ne quitte jamais la première ligne.
#
# Assez calculé. Voici le premier épisode que joue votre plan.

# %% slug="play" tags=["skip-when-grading"]
slippery = make_lake(FIRST_LAKE, slippery=True)
slippery_P = model_of(slippery)
best = greedy_policy(slippery_P, value_iteration(slippery_P, gamma=0.99), gamma=0.99)
episode = run_episode(slippery, PolicyAgent(best.tolist()), seed=14, render=True)
episode.video(action_names=ACTION_NAMES)

# %% [markdown] slug="ending" lang="en"
# ## What to keep
#
# - A value is the reward now plus the discounted value of what follows; after `terminated` nothing
#   follows.
# - Evaluate a policy by sweeps or by one linear system; improve it by looking one step ahead; do both at
#   once and you have value iteration.
# - The best policy depends on the model and on $\gamma$: both are part of the question.
#
# **An open question.** All this read the probabilities in `P`. Suppose nobody gives them to you: you
# can only play, and see what comes. Which of your six functions could you still compute, and what would
# you put in place of the averages?
#
# **Next:** chapter 3, learning from experience: Q-learning and SARSA.

# %% [markdown] slug="ending" lang="fr"
# ## À retenir
#
# - Une valeur est la récompense immédiate plus la valeur actualisée de ce qui suit ; après `terminated`,
#   rien ne suit.
# - On évalue une politique par balayages ou par un seul système linéaire ; on l'améliore en regardant un
#   pas devant soi ; en faisant les deux à la fois, on obtient l'itération sur les valeurs.
# - La meilleure politique dépend du modèle et de $\gamma$ : tous deux font partie de la question.
#
# **Une question ouverte.** Tout ceci lisait les probabilités dans `P`. Supposez que personne ne vous les
# donne : vous ne pouvez que jouer, et voir ce qui vient. Lesquelles de vos six fonctions sauriez-vous
# encore calculer, et que mettriez-vous à la place des moyennes ?
#
# **La suite :** le chapitre 3, apprendre par l'expérience : Q-learning et SARSA.
