# %% [markdown] slug="title" lang="en"
# # 1 · Frozen Lake: environments and policies
#
# A frozen lake, with holes in the ice. You start in one corner, the goal lies in the other. Which
# way do you go, how sure are you to arrive, and what changes when the ice is slippery?
#
# ![The first lake as Gymnasium draws it: four by four cells, a player at the top left, four holes, the goal at the bottom right.](picture:rendered)

# %% [markdown] slug="title" lang="fr"
# # 1 · Frozen Lake : environnements et politiques
#
# Un lac gelé, avec des trous dans la glace. Vous partez d'un coin, le but est dans l'autre. Par où
# passer, êtes-vous sûr d'arriver, et qu'est-ce qui change quand la glace est glissante ?
#
# ![Le premier lac tel que Gymnasium le dessine : quatre cases sur quatre, un joueur en haut à gauche, quatre trous, le but en bas à droite.](picture:rendered)

# %% [markdown] slug="objectives" lang="en"
# **After this notebook you can**
#
# - drive any Gymnasium environment, and tell an episode that ended from one that was cut short;
# - read a transition model `P[state][action]` and compute with it;
# - write a policy by hand, and one that reads a map it has never seen;
# - say how good a policy is: by sampling, with an honest interval, and exactly;
# - find a policy that is safe on slippery ice.
#
# **Time:** about 60 minutes, on any laptop.
# **Before you start:** Python functions, lists and loops, and what a probability is.
#
# Run the next cell first. You can run it again at any time.

# %% [markdown] slug="objectives" lang="fr"
# **À la fin de ce notebook, vous saurez**
#
# - piloter n'importe quel environnement Gymnasium, et distinguer un épisode qui s'est terminé d'un
#   épisode interrompu ;
# - lire un modèle de transition `P[state][action]` et l'utiliser dans un calcul ;
# - écrire une politique à la main, puis une autre qui lit une carte qu'elle n'a jamais vue ;
# - dire ce que vaut une politique : par échantillonnage, avec un intervalle honnête, et exactement ;
# - trouver une politique sûre sur une glace glissante.
#
# **Durée :** environ 60 minutes, sur n'importe quel ordinateur portable.
# **Avant de commencer :** les fonctions, les listes et les boucles de Python, et la notion de
# probabilité.
#
# Exécutez d'abord la cellule suivante. Vous pouvez la relancer à tout moment.

# %% slug="setup" tags=["setup"]
import math

import gymnasium as gym
import numpy as np
from PIL import Image

from course_utils.agents import PolicyAgent
from course_utils.episodes import evaluate, run_episode
from course_utils.exact import as_action, best_success_probability, success_probability
from course_utils.feedback import expect
from course_utils.lakes import (
    ACTION_ARROWS,
    ACTION_NAMES,
    DOWN,
    FIRST_LAKE,
    LEFT,
    OTHER_LAKE,
    RIGHT,
    SAFE_LAKE,
    UP,
    make_lake,
    model_of,
    show_transitions,
)
from course_utils.language import tr
from course_utils.plotting import plot_intervals, plot_lake, plot_returns

# %% [markdown] slug="environment" lang="en"
# ## An environment, and its four calls
#
# An *environment* is a game seen from the player's side: it shows an **observation**, takes an
# **action**, and pays a **reward**. Gymnasium is the library that nearly everybody in the field
# uses for this, and it has four calls: `gym.make` builds the game, `reset` starts an episode,
# `step` plays one action, `render` draws what there is to see.
#
# A lake is written in letters: `S` the start, `F` frozen, `H` a hole, `G` the goal. What does the
# player see first?

# %% [markdown] slug="environment" lang="fr"
# ## Un environnement et ses quatre appels
#
# Un *environnement* est un jeu vu du côté du joueur : il montre une **observation**, reçoit une
# **action** et verse une **récompense**. Gymnasium est la bibliothèque que presque tout le monde
# utilise pour cela, et elle tient en quatre appels : `gym.make` construit le jeu, `reset` commence
# un épisode, `step` joue une action, `render` dessine ce qu'il y a à voir.
#
# Un lac s'écrit avec des lettres : `S` le départ (*start*), `F` la glace (*frozen*), `H` un trou
# (*hole*), `G` le but (*goal*). Que voit le joueur en premier ?

# %% slug="make-and-reset"
env = gym.make(
    "FrozenLake-v1",
    desc=["SFFF", "FHFH", "FFFH", "HFFG"],
    is_slippery=False,
    render_mode="rgb_array",
)
obs, info = env.reset(seed=0)
print("obs:", obs, "  info:", info)
print("observation_space:", env.observation_space, "  action_space:", env.action_space)

# %% [markdown] slug="first-observation" lang="en"
# Just a number. `obs` is the cell where the player stands, counted row by row from the top left:
# `0` is the start, `15` the goal. `Discrete(16)` says that there are 16 possible observations,
# `Discrete(4)` that there are 4 actions. `info` is a drawer for extras; we can leave it closed. The
# `seed` fixes the environment's dice, so that the same calls give the same episode.
#
# On a lake the observation says everything there is to know, so we also call it the **state**.

# %% [markdown] slug="first-observation" lang="fr"
# Un simple nombre. `obs` est la case où se trouve le joueur, comptée ligne par ligne depuis le coin
# supérieur gauche : `0` est le départ, `15` le but. `Discrete(16)` annonce 16 observations
# possibles, `Discrete(4)` 4 actions. `info` est un tiroir pour les à-côtés : laissons-le fermé. La
# graine `seed` fixe les dés de l'environnement : les mêmes appels donnent le même épisode.
#
# Sur un lac, l'observation dit tout ce qu'il y a à savoir : on l'appelle donc aussi l'**état**.

# %% slug="render" picture="rendered" tags=["skip-when-grading"]
Image.fromarray(env.render())

# %% [markdown] slug="numbered" lang="en"
# That is what `render` gives: an array of pixels, here of shape `(256, 256, 3)`, shown as a
# picture. For thinking, a plainer drawing with the states' numbers serves better. Keep it at hand:
# the whole notebook speaks in these numbers.

# %% [markdown] slug="numbered" lang="fr"
# Voilà ce que donne `render` : un tableau de pixels, ici de forme `(256, 256, 3)`, affiché comme
# une image. Pour réfléchir, un dessin plus sobre, avec le numéro des états, est plus commode.
# Gardez-le sous la main : tout le notebook parle avec ces numéros.

# %% slug="numbered-lake" tags=["skip-when-grading"]
plot_lake(FIRST_LAKE)

# %% [markdown] slug="actions" lang="en"
# ## Actions have names
#
# Actions are numbers too, and nobody remembers whether 1 is up or down. The course gives them
# names, `LEFT`, `DOWN`, `RIGHT` and `UP`, which are simply the numbers Gymnasium expects. Which
# number is which? And what comes back when we play one?

# %% [markdown] slug="actions" lang="fr"
# ## Les actions ont un nom
#
# Les actions sont aussi des nombres, et personne ne retient si 1 signifie haut ou bas. Le cours
# leur donne des noms anglais, comme Gymnasium : `LEFT` (gauche), `DOWN` (bas), `RIGHT` (droite) et
# `UP` (haut), qui ne sont que les nombres attendus. Quel nombre est lequel ? Et que reçoit-on quand
# on en joue une ?

# %% slug="one-step"
for action in (LEFT, DOWN, RIGHT, UP):
    print(action, ACTION_NAMES[action], ACTION_ARROWS[action])

obs, reward, terminated, truncated, info = env.step(RIGHT)
print(f"{obs=}  {reward=}  {terminated=}  {truncated=}  {info=}")

# %% [markdown] slug="five-values" lang="en"
# `step` returns five values. The player now stands on state 1, earned 0 (only the step onto the
# goal pays: 1), and the episode goes on: it was neither `terminated` nor `truncated`.
#
# Those two words both mean "stop playing", and yet they are not the same. Let us make two episodes
# stop, by playing one action over and over: always down, then always left. Before you run the
# cell, follow them on the drawing: how does each one end?

# %% [markdown] slug="five-values" lang="fr"
# `step` renvoie cinq valeurs. Le joueur est maintenant dans l'état 1, il a gagné 0 (seul le pas qui
# atteint le but rapporte : 1), et l'épisode continue : il n'est ni `terminated` ni `truncated`.
#
# Ces deux mots signifient tous deux « on arrête de jouer », et pourtant ils diffèrent. Arrêtons
# deux épisodes en répétant la même action : toujours en bas, puis toujours à gauche. Avant
# d'exécuter la cellule, suivez-les sur le dessin : comment chacun finit-il ?


# %% slug="two-ends"
def play_only(action):
    env.reset(seed=0)
    steps, terminated, truncated = 0, False, False
    while not (terminated or truncated):
        obs, _, terminated, truncated, _ = env.step(action)
        steps += 1
    print(f"{ACTION_NAMES[action]:5} {steps=:3}  {obs=:2}  {terminated=}  {truncated=}")


play_only(DOWN)
play_only(LEFT)

# %% [markdown] slug="terminated-truncated" lang="en"
# Down, down, down ends in the hole of state 12: the **rules** say that the game is over, so
# `terminated` is true. There is no future after that.
#
# Left bumps into the edge for ever. Nothing happens on the lake, but Gymnasium stops the clock after
# 100 steps: `truncated`. The player still stands on solid ice and could have gone on.
#
# A loop that plays stops at either, so much code merges them into one `done`. For an agent that
# *learns*, that is a mistake, as you will see in chapter 3. We keep the two apart from the start.

# %% [markdown] slug="terminated-truncated" lang="fr"
# En bas, en bas, en bas : l'épisode finit dans le trou de l'état 12. Les **règles** disent que la
# partie est finie, donc `terminated` est vrai. Après cela, il n'y a plus d'avenir.
#
# À gauche, on bute sans fin contre le bord. Rien ne se passe sur le lac, mais Gymnasium arrête le
# chronomètre au bout de 100 pas : `truncated`. Le joueur est toujours sur la glace et aurait pu
# continuer.
#
# Une boucle qui joue s'arrête dans les deux cas, et beaucoup de programmes les confondent en un seul
# `done`. Pour un agent qui *apprend*, c'est une erreur, comme le montrera le chapitre 3. Nous les
# distinguons dès maintenant.

# %% [markdown] slug="quiz-truncated" lang="en"
# **Self-test.** A player needs 6 steps to the goal. We make the environment with
# `max_episode_steps=5`, and after 5 good steps `step` returns `truncated=True`. What is true of the
# state that has been reached?
#
# <details><summary>A. It is a terminal state: nothing more can be earned from it.</summary>
#
# No. The goal is one step away and still worth 1. It was the clock that stopped the episode, not the
# lake. Whoever learns "nothing can be earned from here" learns something false.
# </details>
#
# <details><summary>B. It is an ordinary state, one step from the goal: only the clock has run out.</summary>
#
# Yes. The state keeps all the worth it had; we just stopped watching.
# </details>
#
# <details><summary>C. It cannot be known: <code>truncated=True</code> may also mean a hole.</summary>
#
# No. A hole is a matter of rules, and gives `terminated=True`. (If the last step allowed by the clock
# falls into a hole, both are true.)
# </details>

# %% [markdown] slug="quiz-truncated" lang="fr"
# **Testez-vous.** Un joueur a besoin de 6 pas pour atteindre le but. On construit l'environnement
# avec `max_episode_steps=5`, et après 5 bons pas, `step` renvoie `truncated=True`. Que dire de
# l'état atteint ?
#
# <details><summary>A. C'est un état terminal : on ne peut plus rien y gagner.</summary>
#
# Non. Le but est à un pas et vaut toujours 1. C'est le chronomètre qui a arrêté l'épisode, pas le
# lac. Apprendre « d'ici, on ne gagne plus rien », c'est apprendre quelque chose de faux.
# </details>
#
# <details><summary>B. C'est un état ordinaire, à un pas du but : seul le temps est écoulé.</summary>
#
# Oui. L'état garde toute sa valeur ; nous avons seulement cessé de regarder.
# </details>
#
# <details><summary>C. On ne peut pas savoir : <code>truncated=True</code> peut aussi signaler un trou.</summary>
#
# Non. Un trou relève des règles et donne `terminated=True`. (Si le dernier pas autorisé par le
# chronomètre tombe dans un trou, les deux sont vrais.)
# </details>

# %% [markdown] slug="model" lang="en"
# ## The model: where an action leads
#
# So far we learned what happens by trying. A lake is small enough to write *everything* down. Its
# **transition model** is a table: `P[state][action]` is a list of outcomes, each of them a tuple
# `(probability, next_state, reward, terminated)`.
#
# From here on `make_lake` makes our lakes: it checks the map, then makes the call to `gym.make` that
# you saw above. `model_of` gives us `P`. We ask for three places, and play `RIGHT` in each: the
# start, beside a hole, beside the goal.

# %% [markdown] slug="model" lang="fr"
# ## Le modèle : où mène une action
#
# Jusqu'ici, il fallait essayer pour savoir. Un lac est assez petit pour *tout* écrire. Son **modèle
# de transition** est une table : `P[state][action]` est une liste d'issues, chacune étant un tuple
# `(probability, next_state, reward, terminated)`.
#
# Désormais, `make_lake` construit nos lacs : elle vérifie la carte, puis appelle `gym.make` comme
# vous l'avez vu plus haut. `model_of` nous donne `P`. Interrogeons trois endroits, en y jouant
# `RIGHT` : le départ, le bord d'un trou, le voisinage du but.

# %% slug="read-the-model"
first_lake = make_lake(FIRST_LAKE)
P = model_of(first_lake)
for state in (0, 4, 14):
    print(P[state][RIGHT])

# %% slug="show-the-model"
for state in (0, 4, 14):
    show_transitions(first_lake, state, RIGHT)

# %% [markdown] slug="model-read" lang="en"
# The first cell shows the tuples as they are, the second puts them into words. From the start we
# slide to state 1. From state 4, `RIGHT` ends in the hole of state 5: reward 0, the episode is over.
# From state 14 it reaches the goal: reward 1, over as well.
#
# Each list has one outcome with probability 1: on this lake nothing is left to chance. Soon lists
# will be longer, and "the reward of an action" will be an average.

# %% [markdown] slug="model-read" lang="fr"
# La première cellule montre les tuples tels quels, la seconde les met en mots. Depuis le départ, on
# glisse vers l'état 1. Depuis l'état 4, `RIGHT` finit dans le trou de l'état 5 : récompense 0,
# l'épisode est terminé. Depuis l'état 14, on atteint le but : récompense 1, terminé aussi.
#
# Chaque liste a une seule issue, de probabilité 1 : sur ce lac, rien n'est laissé au hasard. Bientôt
# les listes seront plus longues, et « la récompense d'une action » sera une moyenne.

# %% [markdown] slug="ex-expected-reward" lang="en"
# ### Exercise 1.1 · Expected reward · 2 points · 5 min · ●○○○○
#
# Compute from a model the reward that `action` earns on average in `state` (its expectation), at
# once: this step only, not the rest of the episode.
#
# $$r(s, a) = \sum_{i} p_i \, r_i$$
#
# `expected_reward(P, state, action)` takes any model and returns a float. The list may have any
# number of outcomes, and their probabilities need not be equal.
#
# <details><summary>Hint 1: a nudge</summary>
#
# How would you compute the average gain of a lottery ticket, given its prizes and their chances?
# </details>
#
# <details><summary>Hint 2: the shape of the code</summary>
#
# Go through `P[state][action]` with a `for` that unpacks the four parts of each tuple, and add
# something up. Two of the parts matter here.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Start from `total = 0.0`. For each `probability, next_state, reward, terminated`, add
# `probability * reward`. Return `total` after the loop, not inside it.
# </details>

# %% [markdown] slug="ex-expected-reward" lang="fr"
# ### Exercice 1.1 · Récompense attendue · 2 points · 5 min · ●○○○○
#
# Calculez, à partir d'un modèle, la récompense que `action` rapporte en moyenne dans `state` (son
# espérance), immédiatement : ce pas-là seulement, pas la suite de l'épisode.
#
# $$r(s, a) = \sum_{i} p_i \, r_i$$
#
# `expected_reward(P, state, action)` accepte n'importe quel modèle et renvoie un float. La liste
# peut avoir un nombre quelconque d'issues, et leurs probabilités ne sont pas forcément égales.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Comment calculeriez-vous le gain moyen d'un billet de loterie, connaissant les lots et leurs
# chances ?
# </details>
#
# <details><summary>Indice 2 : la forme du code</summary>
#
# Parcourez `P[state][action]` avec un `for` qui sépare les quatre éléments de chaque tuple, et
# additionnez quelque chose. Deux de ces éléments comptent ici.
# </details>
#
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Partez de `total = 0.0`. Pour chaque `probability, next_state, reward, terminated`, ajoutez
# `probability * reward`. Renvoyez `total` après la boucle, pas à l'intérieur.
# </details>


# %% exercise="1.1" difficulty=1 minutes=5 nbgrader={"grade": false, "grade_id": "expected-reward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def expected_reward(P, state, action):
    """
    en: Return the expected reward of playing `action` in `state`, a float.
    fr: Renvoie la récompense attendue quand on joue `action` dans `state`, un float.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 1.1: return the expected reward of (state, action), a float.
    # stub fr: Exercice 1.1 : renvoyez la récompense attendue de (state, action), un float.
    return sum(probability * reward for probability, _, reward, _ in P[state][action])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "expected-reward-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
expect(
    expected_reward(model_of(make_lake(FIRST_LAKE)), 14, RIGHT),
    1.0,
    what="expected_reward(P, 14, RIGHT)",
    mistakes={
        15: tr(
            en="that is the next state, not the reward",
            fr="c'est l'état suivant, pas la récompense",
        ),
        0: tr(
            en="this step ends the episode, and its reward counts all the same",
            fr="ce pas termine l'épisode, et sa récompense compte quand même",
        ),
    },
)
# en: An invented model: one state, one action, three outcomes, two of them in no hurry to end.
# fr: Un modèle inventé : un état, une action, trois issues, dont deux ne terminent rien.
three_outcomes = {0: {0: [(0.5, 1, 3.0, False), (0.2, 2, -4.0, True), (0.3, 0, 6.0, False)]}}
expect(
    expected_reward(three_outcomes, 0, 0),
    2.5,
    what="expected_reward(three_outcomes, 0, 0)",
    mistakes={
        5.0: tr(
            en="the rewards are added up as they are: weigh each by its probability",
            fr="les récompenses sont additionnées telles quelles : pondérez chacune par sa probabilité",
        ),
        5 / 3: tr(
            en="a plain average counts every outcome alike; their probabilities differ",
            fr="une moyenne simple compte toutes les issues de la même façon ; leurs probabilités diffèrent",
        ),
        1.5: tr(
            en="only the first outcome was counted: is the `return` inside the loop?",
            fr="seule la première issue a été comptée : le `return` est-il dans la boucle ?",
        ),
        3.0: tr(
            en="that is the reward of the first outcome (also the likeliest); all three count",
            fr="c'est la récompense de la première issue (aussi la plus probable) ; les trois comptent",
        ),
        1.8: tr(
            en="only the last outcome was counted: is the total overwritten (`=` for `+=`)?",
            fr="seule la dernière issue a été comptée : le total est-il écrasé (`=` au lieu de `+=`) ?",
        ),
        3.3: tr(
            en="the outcome that ends the episode is missing: its reward counts too",
            fr="l'issue qui termine l'épisode manque : sa récompense compte aussi",
        ),
        0.9: tr(
            en="that averages the next states; the reward is the third part of the tuple",
            fr="c'est la moyenne des états suivants ; la récompense est le troisième élément du tuple",
        ),
    },
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close
from course_utils.lakes import make_lake, model_of, random_lake

# every outcome pays something: rewards at the goal alone are much the same on all lakes
hidden_model = {
    s: {
        a: [(p, after, float(rng.normal()), end) for p, after, _, end in outcomes]
        for a, outcomes in actions.items()
    }
    for s, actions in model_of(make_lake(random_lake(rng, size=5), slippery=True)).items()
}
check(
    [float(expected_reward(hidden_model, s, a)) for s in range(25) for a in range(4)],
    close(),
    about=tr(
        en="every state and action of a slippery lake you have not seen, where each step pays",
        fr="tous les états et actions d'un lac glissant jamais vu, où chaque pas rapporte",
    ),
)

hidden_model = {
    s: {
        a: [
            (float(p), int(rng.integers(3)), float(rng.normal()), bool(rng.random() < 0.4))
            for p in rng.dirichlet([1.0] * int(rng.integers(1, 6)))
        ]
        for a in range(2)
    }
    for s in range(6)
}
check(
    [float(expected_reward(hidden_model, s, a)) for s in range(6) for a in range(2)],
    close(),
    about=tr(
        en="invented models: one to five outcomes, unequal probabilities, negative rewards",
        fr="des modèles inventés : une à cinq issues, probabilités inégales, récompenses négatives",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="watching" lang="en"
# ## A policy, and watching it play
#
# A **policy** says which action to play in each state. The simplest form is a function: state in,
# action out. Here is one in a hurry: always right, and down along the right edge.
#
# `run_episode` plays it with the loop you have seen, and keeps a record of everything. Its `video`
# is a player: press play, drag the slider, or go step by step with the arrow keys. Look at the
# drawing first: where will it end?

# %% [markdown] slug="watching" lang="fr"
# ## Regarder jouer une politique
#
# Une **politique** dit quelle action jouer dans chaque état. La forme la plus simple est une
# fonction : un état en entrée, une action en sortie. En voici une qui est pressée : toujours à
# droite, puis en bas le long du bord droit.
#
# `run_episode` la joue avec la boucle que vous connaissez, et garde la trace de tout. Sa `video` est
# un lecteur : lancez-le, déplacez le curseur, ou avancez pas à pas avec les flèches du clavier.
# Regardez d'abord le dessin : où va-t-elle finir ?


# %% slug="hurried"
def hurried_policy(state):
    return DOWN if state % 4 == 3 else RIGHT


episode = run_episode(first_lake, hurried_policy, seed=0, render=True)
print("obs    :", episode.obs)
print("actions:", [ACTION_ARROWS[action] for action in episode.actions])
print("rewards:", episode.rewards, "  terminated:", episode.terminated)

# %% slug="hurried-video" tags=["skip-when-grading"]
episode.video(action_names=ACTION_NAMES)

# %% [markdown] slug="hurried-read" lang="en"
# Three times right, then down into the hole of state 7. The sum of the rewards of an episode is its
# **return**: here 0. On these lakes the return is 1 if the goal was reached and 0 if it was not.
# Your turn to do better.

# %% [markdown] slug="hurried-read" lang="fr"
# Trois fois à droite, puis en bas, dans le trou de l'état 7. La somme des récompenses d'un épisode
# est son **retour** (*return*) : ici, 0. Sur ces lacs, le retour vaut 1 si le but a été atteint, 0
# sinon. À vous de faire mieux.

# %% [markdown] slug="ex-first-policy" lang="en"
# ### Exercise 1.2 · A policy for the first lake · 3 points · 5 min · ●○○○○
#
# Write `first_lake_policy(state)`, which returns `LEFT`, `DOWN`, `RIGHT` or `UP`, so that
#
# 1. from the start it reaches the goal,
# 2. in 6 steps, the fewest possible,
# 3. and from *every* other ice cell it reaches the goal too, by any way you like. A policy is not a
#    route: it answers wherever the player may stand.
#
# In holes and on the goal it may answer anything: nobody plays there.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Draw the lake on paper and put one arrow on each of its 11 ice cells. Begin at the goal and work
# backwards.
# </details>
#
# <details><summary>Hint 2: the shape of the code</summary>
#
# Group the cells by arrow: `if state in (...): return DOWN`, and so on. Three of the four actions are
# enough.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# States 13 and 14 go right to the goal, 10 goes down to 14, and 2 and 6 go down towards 10. From 8
# and 9 go right, from 0 and 4 down. State 3 has only one way out; and state 1 may go to either side.
# </details>

# %% [markdown] slug="ex-first-policy" lang="fr"
# ### Exercice 1.2 · Une politique pour le premier lac · 3 points · 5 min · ●○○○○
#
# Écrivez `first_lake_policy(state)`, qui renvoie `LEFT`, `DOWN`, `RIGHT` ou `UP`, de sorte que
#
# 1. depuis le départ, elle atteigne le but,
# 2. en 6 pas, le minimum,
# 3. et que depuis *chaque* autre case de glace elle l'atteigne aussi, par le chemin de votre choix.
#    Une politique n'est pas un itinéraire : elle répond où que se trouve le joueur.
#
# Dans les trous et sur le but, elle peut répondre n'importe quoi : personne n'y joue.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Dessinez le lac sur papier et mettez une flèche sur chacune de ses 11 cases de glace. Partez du but
# et remontez.
# </details>
#
# <details><summary>Indice 2 : la forme du code</summary>
#
# Regroupez les cases par flèche : `if state in (...): return DOWN`, et ainsi de suite. Trois des
# quatre actions suffisent.
# </details>
#
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Les états 13 et 14 vont à droite vers le but, 10 descend vers 14, 2 et 6 descendent vers 10. Depuis
# 8 et 9, allez à droite ; depuis 0 et 4, en bas. L'état 3 n'a qu'une sortie ; et l'état 1 peut aller
# d'un côté ou de l'autre.
# </details>


# %% exercise="1.2" difficulty=1 minutes=5 nbgrader={"grade": false, "grade_id": "first-policy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def first_lake_policy(state):
    """
    en: Return LEFT, DOWN, RIGHT or UP, for every ice cell of the first lake.
    fr: Renvoie LEFT, DOWN, RIGHT ou UP, pour chaque case de glace du premier lac.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 1.2: return the action to play in `state`.
    # stub fr: Exercice 1.2 : renvoyez l'action à jouer dans `state`.
    if state in (1, 3):
        return LEFT
    if state in (0, 2, 4, 6, 10):
        return DOWN
    return RIGHT
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "first-policy-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
P, letters = model_of(make_lake(FIRST_LAKE)), "".join(FIRST_LAKE)
episode = run_episode(make_lake(FIRST_LAKE), first_lake_policy, seed=0)
print(" → ".join(str(state) for state in episode.obs[:12]))
expect(
    int(episode.obs[-1]),
    15,
    what=tr(en="the last state of an episode", fr="le dernier état d'un épisode"),
    mistakes=[
        (
            lambda state: state in (5, 7, 11, 12),
            tr(en="this state is a hole", fr="cet état est un trou"),
        ),
        (
            lambda state: True,
            tr(
                en="100 steps went by: the player walks in circles or against the edge",
                fr="100 pas se sont écoulés : le joueur tourne en rond ou bute contre le bord",
            ),
        ),
    ],
)
expect(
    episode.length,
    6,
    what=tr(en="number of steps from the start to the goal", fr="nombre de pas du départ au but"),
    mistakes=[(lambda steps: steps > 6, tr(en="a detour", fr="un détour"))],
)


def last_state(start):
    state, terminated, steps = start, False, 0
    while not terminated and steps < 20:
        action = as_action(first_lake_policy(state), 4, where=f"first_lake_policy({state})")
        _, state, _, terminated = P[state][action][0]
        steps += 1
    return state


expect(
    [state for state in range(16) if letters[state] in "SF" and last_state(state) != 15],
    lambda lost: lost == [],
    what=tr(
        en="ice cells from which the goal is not reached: there should be none",
        fr="cases de glace d'où le but n'est pas atteint : il ne devrait y en avoir aucune",
    ),
    mistakes=[
        (
            lambda lost: True,
            tr(
                en="the route is right, but a policy answers everywhere: follow your arrows from "
                "each of these cells",
                fr="l'itinéraire est bon, mais une politique répond partout : suivez vos flèches "
                "depuis chacune de ces cases",
            ),
        )
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check
from autograder.judges import each, reaches_goal
from course_utils.lakes import FIRST_LAKE, make_lake, model_of

hidden_P = model_of(make_lake(FIRST_LAKE))
hidden_letters = "".join(FIRST_LAKE)


def hidden_along(policy, start):
    """The actions along the way from `start`, and the states."""
    actions, states = [0] * 16, [start]
    while hidden_letters[states[-1]] in "SF" and len(states) < 30:
        actions[states[-1]] = int(policy(states[-1]))
        states.append(hidden_P[states[-1]][actions[states[-1]]][0][1])
    return actions, states


check(
    {
        "map": list(FIRST_LAKE),
        "slippery": False,
        "policy": hidden_along(first_lake_policy, 0)[0],
    },
    reaches_goal(at_least=0.99, steps=100),
    about=tr(en="from the start to the goal", fr="du départ au but"),
)
check(
    {
        "map": list(FIRST_LAKE),
        "slippery": False,
        "policy": hidden_along(first_lake_policy, 0)[0],
    },
    reaches_goal(at_least=0.99, steps=6),
    about=tr(en="from the start in 6 steps", fr="depuis le départ en 6 pas"),
)


def hidden_from(start):
    """The first lake with another start."""
    letters = hidden_letters.replace("S", "F")
    letters = letters[:start] + "S" + letters[start + 1 :]
    return [letters[at : at + 4] for at in range(0, 16, 4)]


hidden_ice = [state for state in range(16) if hidden_letters[state] in "SF"]
hidden_actions = [int(first_lake_policy(s)) if s in hidden_ice else 0 for s in range(16)]
check(
    [
        {"map": hidden_from(start), "slippery": False, "policy": hidden_actions}
        for start in hidden_ice
    ],
    each(reaches_goal(at_least=0.99, steps=30)),
    about=tr(en="from every ice cell to the goal", fr="de chaque case de glace au but"),
)
### END HIDDEN TESTS

# %% slug="first-policy-drawn" picture="first-policy" tags=["skip-when-grading"]
letters = "".join(FIRST_LAKE)
plot_lake(
    FIRST_LAKE,
    policy=[first_lake_policy(s) if letters[s] in "SF" else LEFT for s in range(16)],
    title=tr(en="Your policy on the first lake", fr="Votre politique sur le premier lac"),
)

# %% [markdown] slug="first-policy-see" lang="en"
# **What you should see:** an arrow on every ice cell, and from each of them a way to the goal. Your
# arrows may differ: three routes have 6 steps, and state 1 may go either way.
#
# ![The first lake with an arrow on every ice cell; following the arrows from any cell leads to the goal.](picture:first-policy)

# %% [markdown] slug="first-policy-see" lang="fr"
# **Ce que vous devriez voir :** une flèche sur chaque case de glace et, depuis chacune, un chemin
# vers le but. Vos flèches peuvent différer : trois itinéraires ont 6 pas, et l'état 1 peut aller
# d'un côté ou de l'autre.
#
# ![Le premier lac avec une flèche sur chaque case de glace ; en suivant les flèches depuis n'importe quelle case, on arrive au but.](picture:first-policy)

# %% [markdown] slug="other-lake" lang="en"
# ## The same policy, another lake
#
# Now the holes have moved. Take a policy that crosses the first lake: it follows a fixed route, and
# off that route, where it never expects to be, it just goes right. Does it cross the second lake
# too?

# %% [markdown] slug="other-lake" lang="fr"
# ## La même politique, un autre lac
#
# Les trous ont changé de place. Prenons une politique qui traverse le premier lac : elle suit un
# itinéraire fixe et, en dehors, là où elle pense ne jamais se trouver, elle va simplement à droite.
# Traverse-t-elle aussi le second lac ?

# %% slug="other-lake-run"
ROUTE = {0: DOWN, 4: DOWN, 8: RIGHT, 9: RIGHT, 10: DOWN, 14: RIGHT}


def route_policy(state):
    return ROUTE.get(state, RIGHT)


for lake_map in (FIRST_LAKE, OTHER_LAKE):
    episode = run_episode(make_lake(lake_map), route_policy, seed=0)
    print(lake_map, episode.obs, "return =", episode.episodic_return)

# %% slug="other-lake-drawn" picture="other-lake" tags=["skip-when-grading"]
plot_lake(OTHER_LAKE, path=episode.obs)

# %% [markdown] slug="other-lake-read" lang="en"
# On the second lake it falls into the hole of state 10.
#
# ![The second lake: the path goes down twice, right twice, and ends in a hole.](picture:other-lake)
#
# The policy did exactly what it was told; it never looks at the ice. State 10 means "third row,
# third column" and nothing else, and all that is known about holes went into the table `ROUTE`,
# for one map only. Now put your own `first_lake_policy` in place of `route_policy` above. If it leaves
# state 0 to the right, it falls at its first step; if it goes by state 10, it falls like this one; if it
# goes by state 13, it crosses. That is luck, not skill.
#
# A policy for *any* lake has to read the map.

# %% [markdown] slug="other-lake-read" lang="fr"
# Sur le second lac, elle tombe dans le trou de l'état 10.
#
# ![Le second lac : le chemin descend deux fois, va deux fois à droite, et finit dans un trou.](picture:other-lake)
#
# La politique a fait exactement ce qu'on lui demandait ; elle ne regarde jamais la glace. L'état 10
# signifie « troisième ligne, troisième colonne » et rien d'autre, et tout ce que l'on savait des trous
# est entré dans la table `ROUTE`, pour une seule carte. Mettez maintenant votre `first_lake_policy` à
# la place de `route_policy` ci-dessus. Si elle quitte l'état 0 par la droite, elle tombe au premier
# pas ; si elle passe par l'état 10, elle tombe comme celle-ci ; si elle passe par l'état 13, elle
# traverse. C'est de la chance, pas du talent.
#
# Une politique pour *n'importe quel* lac doit lire la carte.

# %% [markdown] slug="ex-any-map" lang="en"
# ### Exercise 1.3 · A policy that reads any map · 4 points · 15 min · ●●●○○
#
# Write `shortest_policy(lake_map)`. It receives a list of strings, any number of rows and columns,
# with `S`, one `G` and holes anywhere, and returns a list with one action a state, an int from 0 to
# 3, in the order of the states. Played on that lake (not slippery), it must reach the goal in the
# fewest steps. In holes, on the goal, and where no way leads to the goal, any action will do, but
# there must be one (not `None`). It is graded on lakes you have not seen.
#
# One way is **breadth-first search from the goal**: look at the goal's neighbours, then at theirs,
# and so on. The first time you meet a cell, you know its arrow: towards the cell you came from.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The search spreads from the goal like a wave, one step at a time, so it meets every cell by a
# shortest way. You need a queue of the cells met so far, and a way to ask "from which cell does
# `RIGHT` lead here?": from the one to the *left* of here.
# </details>
#
# <details><summary>Hint 2: the shape of the code</summary>
#
# Start with `queue = [goal]`. In Python, `for state in queue:` also visits what you append during the
# loop. For each `action`, take the step `MOVES[action]` *backwards* from `state`: that gives
# `previous_row` and `previous_column`. Skip a cell that is off the map, a hole, or already in `queue`.
# Otherwise note its action and append it.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Inside the two loops: `previous_row = state // width - down` and
# `previous_column = state % width - right`. If `0 <= previous_row < height` and
# `0 <= previous_column < width`, let `previous = previous_row * width + previous_column`; if
# `letters[previous] != "H"` and `previous not in queue`, do `policy[previous] = action` and
# `queue.append(previous)`. After the loops, return `policy`.
# </details>

# %% [markdown] slug="ex-any-map" lang="fr"
# ### Exercice 1.3 · Une politique qui lit n'importe quelle carte · 4 points · 15 min · ●●●○○
#
# Écrivez `shortest_policy(lake_map)`. Elle reçoit une liste de chaînes, avec un nombre quelconque de
# lignes et de colonnes, `S`, un seul `G` et des trous n'importe où, et renvoie une liste avec une
# action par état, un entier de 0 à 3, dans l'ordre des états. Jouée sur ce lac (non glissant), elle
# doit atteindre le but en un minimum de pas. Dans les trous, sur le but, et là d'où aucun chemin ne
# mène au but, toute action convient, mais il en faut une (pas `None`). Elle est notée sur des lacs que
# vous n'avez pas vus.
#
# Une façon de faire est le **parcours en largeur depuis le but** : on examine les voisines du but,
# puis leurs voisines, et ainsi de suite. La première fois que l'on rencontre une case, on connaît sa
# flèche : vers la case d'où l'on vient.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# La recherche s'étend depuis le but comme une vague, pas après pas : elle rencontre donc chaque case
# par un plus court chemin. Il vous faut une file des cases déjà rencontrées, et savoir répondre à
# « depuis quelle case `RIGHT` mène-t-elle ici ? » : depuis celle qui est à *gauche*.
# </details>
#
# <details><summary>Indice 2 : la forme du code</summary>
#
# Commencez par `queue = [goal]`. En Python, `for state in queue:` visite aussi ce que vous ajoutez
# pendant la boucle. Pour chaque `action`, faites le pas `MOVES[action]` *à reculons* depuis `state` :
# vous obtenez `previous_row` et `previous_column`. Ignorez les cases hors de la carte, les trous, et
# celles qui sont déjà dans `queue`. Sinon, notez l'action de la case et ajoutez-la.
# </details>
#
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Dans les deux boucles : `previous_row = state // width - down` et
# `previous_column = state % width - right`. Si `0 <= previous_row < height` et
# `0 <= previous_column < width`, posez `previous = previous_row * width + previous_column` ; si
# `letters[previous] != "H"` et `previous not in queue`, faites `policy[previous] = action` et
# `queue.append(previous)`. Après les boucles, renvoyez `policy`.
# </details>

# %% exercise="1.3" difficulty=3 minutes=15 nbgrader={"grade": false, "grade_id": "any-map", "locked": false, "schema_version": 3, "solution": true, "task": false}
# en: How many rows down and columns to the right each action goes.
# fr: De combien de lignes vers le bas et de colonnes vers la droite va chaque action.
MOVES = {LEFT: (0, -1), DOWN: (1, 0), RIGHT: (0, 1), UP: (-1, 0)}


def shortest_policy(lake_map):
    """
    en: Return a list with one action a state: the shortest way to the goal of `lake_map`.
    fr: Renvoie une liste avec une action par état : le plus court chemin vers le but de `lake_map`.
    """
    height, width = len(lake_map), len(lake_map[0])
    letters = "".join(lake_map)
    goal = letters.index("G")
    policy = [LEFT] * len(letters)
    ### BEGIN SOLUTION
    # stub en: Exercise 1.3: fill `policy`, one action a state, and return it.
    # stub fr: Exercice 1.3 : remplissez `policy`, une action par état, et renvoyez-la.
    queue = [goal]
    for state in queue:
        for action, (down, right) in MOVES.items():
            previous_row, previous_column = state // width - down, state % width - right
            if not (0 <= previous_row < height and 0 <= previous_column < width):
                continue
            previous = previous_row * width + previous_column
            if letters[previous] != "H" and previous not in queue:
                policy[previous] = action
                queue.append(previous)
    return policy
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "any-map-test", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
WIDE_LAKE = ("FFHFG", "SHFFH", "FFFHF")
expect(
    shortest_policy(WIDE_LAKE),
    lambda policy: (
        not isinstance(policy, dict)
        and len([as_action(action, 4, where="shortest_policy") for action in policy]) == 15
    ),
    what=tr(
        en="shortest_policy(WIDE_LAKE): a list of 15 actions, one a state, each an int from 0 to 3",
        fr="shortest_policy(WIDE_LAKE) : une liste de 15 actions, une par état, des entiers de 0 à 3",
    ),
    mistakes=[
        (
            lambda policy: isinstance(policy, dict),
            tr(
                en="that is a dict: a list or an array is wanted, with an action for every state, also "
                "for those that the search does not meet",
                fr="c'est un dict : il faut une liste ou un tableau, avec une action pour chaque état, "
                "même pour ceux que la recherche ne rencontre pas",
            ),
        ),
        (
            lambda policy: len(policy) != 15,
            tr(
                en="15 entries are wanted: 3 rows of 5 states, one after the other",
                fr="il faut 15 entrées : 3 lignes de 5 états, l'une après l'autre",
            ),
        ),
        (
            lambda policy: any(action is None for action in policy),
            tr(
                en="None is no action: where the search does not go (holes, the goal, cells cut off) "
                "any action will do, but one must stand there, LEFT for example",
                fr="None n'est pas une action : là où la recherche ne va pas (trous, but, cases isolées), "
                "toute action convient, mais il en faut une, LEFT par exemple",
            ),
        ),
        (
            lambda policy: policy is not None,
            tr(
                en="some entry is no action: LEFT, DOWN, RIGHT and UP are the ints 0, 1, 2 and 3",
                fr="une entrée n'est pas une action : LEFT, DOWN, RIGHT et UP sont les entiers 0, 1, 2 et 3",
            ),
        ),
    ],
)


def expect_crossing(lake_map, steps):
    letters = "".join(lake_map)
    episode = run_episode(make_lake(lake_map), PolicyAgent(shortest_policy(lake_map)), seed=0)
    expect(
        [int(episode.obs[-1]), episode.length],
        [letters.index("G"), steps],
        what=tr(
            en=f"last state and steps on {lake_map}",
            fr=f"dernier état et nombre de pas sur {lake_map}",
        ),
        mistakes=[
            (
                lambda got: letters[got[0]] != "G" and len(lake_map) != len(lake_map[0]),
                tr(
                    en="the square lakes went well and this one is not square: does every state "
                    "number use the width, state = row * width + column?",
                    fr="les lacs carrés sont réussis et celui-ci n'est pas carré : chaque numéro d'état "
                    "utilise-t-il la largeur, état = ligne * largeur + colonne ?",
                ),
            ),
            (
                lambda got: letters[got[0]] == "H",
                tr(
                    en="this state is a hole: does the search keep out of holes?",
                    fr="cet état est un trou : la recherche évite-t-elle les trous ?",
                ),
            ),
            (
                lambda got: got[1] == 100,
                tr(
                    en="the time ran out before the goal: is the step taken backwards? is each arrow "
                    "set only once, when its cell is first met? does a step off the right edge reappear "
                    "at the left of the next row?",
                    fr="le temps s'est écoulé avant le but : le pas est-il fait à reculons ? chaque flèche "
                    "n'est-elle fixée qu'une fois, à la première rencontre de sa case ? un pas au-delà du "
                    "bord droit réapparaît-il à gauche de la ligne suivante ?",
                ),
            ),
            (
                lambda got: letters[got[0]] == "G",
                tr(
                    en="it arrives, but by a detour: the queue is to be read from the front, the cell "
                    "met first before those met later",
                    fr="elle arrive, mais par un détour : la file se lit par le début, la case "
                    "rencontrée la première avant les suivantes",
                ),
            ),
        ],
    )


expect_crossing(FIRST_LAKE, steps=6)
expect_crossing(OTHER_LAKE, steps=6)
expect_crossing(WIDE_LAKE, steps=7)
expect_crossing(("GFFFFF", "FFFFFF", "FFSFFF", "FFFFFF"), steps=4)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import each, equal, reaches_goal
from course_utils.lakes import make_lake, model_of, random_lake


def hidden_crossings(lakes):
    """Six lakes a check: on one alone, an answer for another lake may arrive by chance."""
    return [
        {
            "map": lake_map,
            "slippery": False,
            "policy": [int(action) for action in shortest_policy(lake_map)],
        }
        for lake_map in lakes
    ]


check(
    hidden_crossings([list(random_lake(rng, size=7, frozen=0.7)) for _ in range(6)]),
    each(reaches_goal(at_least=0.99, steps=100)),
    about=tr(en="larger lakes you have not seen", fr="des lacs plus grands, jamais vus"),
)

hidden_lakes = [random_lake(rng, size=6, frozen=0.7) for _ in range(6)]
check(
    hidden_crossings([[row[::-1] for row in reversed(lake_map)] for lake_map in hidden_lakes]),
    each(reaches_goal(at_least=0.99, steps=100)),
    about=tr(
        en="lakes whose goal is at the top left",
        fr="des lacs dont le but est en haut à gauche",
    ),
)

hidden_lakes = [random_lake(rng, size=5, frozen=0.7) for _ in range(6)]
check(
    hidden_crossings([[row + "FF" for row in lake_map] for lake_map in hidden_lakes]),
    each(reaches_goal(at_least=0.99, steps=100)),
    about=tr(en="lakes that are wider than high", fr="des lacs plus larges que hauts"),
)


def hidden_walk(lake_map):
    """The steps to the goal, and the state where they end."""
    model, state, steps = model_of(make_lake(lake_map)), "".join(lake_map).index("S"), 0
    policy, terminated = shortest_policy(lake_map), False
    while not terminated and steps < 100:
        _, state, _, terminated = model[state][int(policy[state])][0]
        steps += 1
    return [steps, int(state)]


hidden_lakes = []
for _ in range(6):
    # four mirrored copies around the goal: wide lakes on which a search that is not
    # breadth-first makes a detour; their sizes differ, so the fewest steps do
    hidden_half = [
        row + row[::-1].replace("S", "F").replace("G", "F")
        for row in random_lake(rng, size=int(rng.integers(4, 10)))
    ]
    hidden_half += [row.replace("S", "F").replace("G", "F") for row in reversed(hidden_half)]
    hidden_lakes.append([row[::-1] for row in hidden_half] if rng.random() < 0.5 else hidden_half)
check(
    [hidden_walk(lake_map) for lake_map in hidden_lakes],
    equal(),
    about=tr(en="the fewest steps, on six lakes", fr="le minimum de pas, sur six lacs"),
)
### END HIDDEN TESTS

# %% slug="any-map-drawn" picture="any-map" tags=["skip-when-grading"]
plot_lake(
    WIDE_LAKE,
    policy=shortest_policy(WIDE_LAKE),
    title=tr(en="A lake to be read", fr="Un lac à lire"),
)

# %% [markdown] slug="any-map-see" lang="en"
# **What you should see:** from the start the arrows lead down, right, around the holes and up to the
# goal. (State 14, at the bottom right, is cut off: its arrow means nothing.)
#
# ![A lake of 3 rows and 5 columns: the arrows lead from the start down, to the right and up to the goal.](picture:any-map)
#
# What you wrote is **planning**: with the model in hand, you computed the policy before moving at
# all. Chapter 2 takes it further, to lakes where an arrow does not always lead where it points.

# %% [markdown] slug="any-map-see" lang="fr"
# **Ce que vous devriez voir :** depuis le départ, les flèches mènent en bas, à droite, contournent
# les trous et remontent vers le but. (L'état 14, en bas à droite, est isolé : sa flèche ne signifie
# rien.)
#
# ![Un lac de 3 lignes et 5 colonnes : les flèches mènent du départ vers le bas, vers la droite, puis remontent au but.](picture:any-map)
#
# Ce que vous avez écrit s'appelle **planifier** : connaissant le modèle, vous avez calculé la
# politique avant de bouger. Le chapitre 2 va plus loin, vers des lacs où une flèche ne mène pas
# toujours là où elle pointe.

# %% [markdown] slug="slippery" lang="en"
# ## Slippery ice
#
# Here is such a lake. The map is the first one again, but the ice is slippery. What has changed in
# `P`, in the same three places?

# %% [markdown] slug="slippery" lang="fr"
# ## La glace glissante
#
# Voici un tel lac. La carte est de nouveau la première, mais la glace est glissante. Qu'est-ce qui
# a changé dans `P`, aux trois mêmes endroits ?

# %% slug="slippery-model"
slippery_lake = make_lake(FIRST_LAKE, slippery=True)
for state in (0, 4, 14):
    show_transitions(slippery_lake, state, RIGHT)

# %% [markdown] slug="slippery-model-read" lang="en"
# Each action now has three outcomes: with probability 1/3 the player goes where they meant to, and
# with probability 1/3 each to one of the two *sides*. Never backwards. Whoever would leave the map
# stays where they are: from the start, `RIGHT` slips up into the edge and stays on state 0.
#
# In state 4 even the right intention is dangerous now. That is worth a moment of thought.

# %% [markdown] slug="slippery-model-read" lang="fr"
# Chaque action a maintenant trois issues : avec probabilité 1/3, le joueur va où il voulait, et avec
# probabilité 1/3 chacune, de l'un ou l'autre *côté*. Jamais en arrière. Qui sortirait de la carte
# reste sur place : au départ, `RIGHT` peut glisser vers le haut, contre le bord, et rester dans
# l'état 0.
#
# Dans l'état 4, même une bonne intention devient dangereuse. Cela mérite un instant de réflexion.

# %% [markdown] slug="quiz-wall" lang="en"
# **Self-test.** On the slippery lake the player stands on state 4: the hole is on the right (5), the
# edge of the map on the left, ice above (0) and below (8). Which action can *never* end in the hole?
#
# <details><summary>A. <code>DOWN</code></summary>
#
# No. Down slips sideways: to the left (the edge, stay), but also to the right, into the hole, one
# time in three.
# </details>
#
# <details><summary>B. <code>UP</code></summary>
#
# No. The sides of up are the sides of down: left and right. One time in three, the hole.
# </details>
#
# <details><summary>C. <code>LEFT</code></summary>
#
# Yes. Left bumps into the edge, and its sides are up and down: states 4, 0 and 8. To be safe from a
# hole, turn your back to it.
# </details>
#
# <details><summary>D. None: slippery ice always carries a risk.</summary>
#
# No. An action slips to its sides but never backwards, so the opposite of the hole's direction never
# reaches it.
# </details>

# %% [markdown] slug="quiz-wall" lang="fr"
# **Testez-vous.** Sur le lac glissant, le joueur est dans l'état 4 : le trou est à droite (5), le bord
# de la carte à gauche, de la glace au-dessus (0) et au-dessous (8). Quelle action ne peut *jamais*
# finir dans le trou ?
#
# <details><summary>A. <code>DOWN</code></summary>
#
# Non. En allant en bas, on glisse sur les côtés : à gauche (le bord, on reste), mais aussi à droite,
# dans le trou, une fois sur trois.
# </details>
#
# <details><summary>B. <code>UP</code></summary>
#
# Non. Les côtés du haut sont ceux du bas : gauche et droite. Une fois sur trois, le trou.
# </details>
#
# <details><summary>C. <code>LEFT</code></summary>
#
# Oui. À gauche, on bute contre le bord, et les côtés sont le haut et le bas : états 4, 0 et 8. Pour
# être à l'abri d'un trou, tournez-lui le dos.
# </details>
#
# <details><summary>D. Aucune : la glace glissante comporte toujours un risque.</summary>
#
# Non. Une action glisse sur ses côtés mais jamais en arrière : la direction opposée au trou n'y mène
# donc jamais.
# </details>

# %% [markdown] slug="slippery-episode" lang="en"
# ## The same policy again
#
# While nothing slipped, `route_policy` crossed this map every time. Watch one episode on the slippery
# one. Then we play ten, five times over: how many of the ten reach the goal?

# %% [markdown] slug="slippery-episode" lang="fr"
# ## Encore la même politique
#
# Sans glissade, `route_policy` traversait cette carte à chaque fois. Regardez un épisode sur la glace
# glissante. Ensuite, nous en jouons dix, cinq fois de suite : combien sur dix atteignent le but ?

# %% slug="slippery-video" tags=["skip-when-grading"]
run_episode(slippery_lake, route_policy, seed=6, render=True).video(action_names=ACTION_NAMES)

# %% slug="ten-episodes"
for seed in (0, 100, 200, 300, 400):
    record = evaluate(slippery_lake, route_policy, episodes=10, seed=seed, progress=False)
    print(record.returns, "mean =", record.mean_return)

# %% [markdown] slug="ten-episodes-read" lang="en"
# A return is 0 or 1, so the mean return *is* the share of successes. And it jumps: ten episodes of
# the very same policy say 0 one time and 0.1 the next, by luck alone. Which one should we believe? Perhaps more
# episodes help: here are a thousand.

# %% [markdown] slug="ten-episodes-read" lang="fr"
# Un retour vaut 0 ou 1 : le retour moyen *est* donc la proportion de succès. Et il saute : dix
# épisodes de la même politique disent tantôt 0, tantôt 0,1, par pur hasard. Lequel croire ? Davantage
# d'épisodes aideront peut-être : en voici mille.

# %% slug="thousand-episodes" picture="thousand-episodes" tags=["skip-when-grading"]
record = evaluate(slippery_lake, route_policy, episodes=1000, seed=0)
print(record)
plot_returns(record.returns)

# %% [markdown] slug="thousand-episodes-read" lang="en"
# **What you should see:** two bars and nothing between them.
#
# ![Bar chart of 1,000 returns: 957 times 0, 43 times 1.](picture:thousand-episodes)
#
# 43 successes, so the rate is about 0.043: on ice the fine route is nearly worthless. But is it 0.043, or
# 0.04, or 0.05?

# %% [markdown] slug="thousand-episodes-read" lang="fr"
# **Ce que vous devriez voir :** deux barres, et rien entre elles.
#
# ![Diagramme en barres de 1 000 retours : 957 fois 0, 43 fois 1.](picture:thousand-episodes)
#
# 43 succès : le taux est donc d'environ 0,043. Sur la glace, le bel itinéraire ne vaut presque plus
# rien. Mais est-ce 0,043, ou 0,04, ou 0,05 ?

# %% [markdown] slug="how-sure" lang="en"
# ## How sure can we be?
#
# $\hat p$ = 0.043, out of $n$ = 1000. An honest report gives an **interval** as well. The textbook's
# first one uses the normal approximation:
#
# $$\hat p \pm z \sqrt{\hat p (1 - \hat p) / n}$$
#
# with $z = 1.96$ for 95%. After ten failures out of ten it says "between 0 and 0": ten episodes,
# and certain that the goal is out of reach for ever! The fault: the spread under the root is that
# of the *estimated* rate, and near 0 or 1 it vanishes. **Wilson's interval** asks a better
# question: which *true* rates $p$ make what we saw unsurprising, that is,
# $|\hat p - p| \le z \sqrt{p (1 - p) / n}$ ? This is an inequality of the second degree in $p$, and
# it can be solved.

# %% [markdown] slug="how-sure" lang="fr"
# ## À quel point en être sûr ?
#
# $\hat p$ = 0,043, sur $n$ = 1000. Un compte rendu honnête donne aussi un **intervalle**. Le premier
# des manuels utilise l'approximation normale :
#
# $$\hat p \pm z \sqrt{\hat p (1 - \hat p) / n}$$
#
# avec $z = 1{,}96$ pour 95 %. Après dix échecs sur dix, il dit « entre 0 et 0 » : dix épisodes, et
# la certitude que le but est à jamais hors d'atteinte ! La faute : la dispersion sous la racine
# est celle du taux *estimé*, et près de 0 ou de 1 elle s'annule. L'**intervalle de Wilson** pose
# une meilleure question : pour quels *vrais* taux $p$ ce que nous avons vu n'a-t-il rien
# d'étonnant, c'est-à-dire $|\hat p - p| \le z \sqrt{p (1 - p) / n}$ ? C'est une inéquation du
# second degré en $p$, et elle se résout.

# %% [markdown] slug="ex-interval" lang="en"
# ### Exercise 1.4 · A success rate with its interval · 3 points · 10 min · ●●○○○
#
# Write `success_interval(returns, z=1.96)`. It receives the returns of $n \ge 1$ episodes, each 0 or
# 1, and returns three floats: the success rate $\hat p$, and the ends of Wilson's interval (Wilson,
# 1927), $c - h$ and $c + h$, where
#
# $$c = \frac{\hat p + \frac{z^2}{2n}}{1 + \frac{z^2}{n}}, \qquad
# h = \frac{z}{1 + \frac{z^2}{n}} \sqrt{\frac{\hat p (1 - \hat p)}{n} + \frac{z^2}{4 n^2}}$$
#
# <details><summary>Hint 1: a nudge</summary>
#
# Three things are needed: $n$, $\hat p$ and the denominator that $c$ and $h$ share. Give each of them
# a name before you go on.
# </details>
#
# <details><summary>Hint 2: the shape of the code</summary>
#
# `n = len(returns)`, `rate = sum(returns) / n`, `shared = 1 + z**2 / n`. Then one line for the centre,
# one for the half-width. `np.sqrt` is the square root.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# `centre = (rate + z**2 / (2 * n)) / shared` and
# `half = z / shared * np.sqrt(rate * (1 - rate) / n + z**2 / (4 * n**2))`. Return `rate`, not
# `centre`, as the estimate: the interval is not centred on it.
# </details>

# %% [markdown] slug="ex-interval" lang="fr"
# ### Exercice 1.4 · Un taux de succès et son intervalle · 3 points · 10 min · ●●○○○
#
# Écrivez `success_interval(returns, z=1.96)`. Elle reçoit les retours de $n \ge 1$ épisodes, chacun
# valant 0 ou 1, et renvoie trois floats : le taux de succès $\hat p$, et les bornes de l'intervalle
# de Wilson (Wilson, 1927), $c - h$ et $c + h$, où
#
# $$c = \frac{\hat p + \frac{z^2}{2n}}{1 + \frac{z^2}{n}}, \qquad
# h = \frac{z}{1 + \frac{z^2}{n}} \sqrt{\frac{\hat p (1 - \hat p)}{n} + \frac{z^2}{4 n^2}}$$
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Il faut trois choses : $n$, $\hat p$ et le dénominateur que $c$ et $h$ ont en commun. Donnez un nom à
# chacune avant de continuer.
# </details>
#
# <details><summary>Indice 2 : la forme du code</summary>
#
# `n = len(returns)`, `rate = sum(returns) / n`, `shared = 1 + z**2 / n`. Puis une ligne pour le
# centre, une pour la demi-largeur. `np.sqrt` est la racine carrée.
# </details>
#
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `centre = (rate + z**2 / (2 * n)) / shared` et
# `half = z / shared * np.sqrt(rate * (1 - rate) / n + z**2 / (4 * n**2))`. Renvoyez `rate`, et non
# `centre`, comme estimation : l'intervalle n'est pas centré sur elle.
# </details>


# %% exercise="1.4" difficulty=2 minutes=10 nbgrader={"grade": false, "grade_id": "interval", "locked": false, "schema_version": 3, "solution": true, "task": false}
def success_interval(returns, z=1.96):
    """
    en: Return (rate, low, high): the success rate and its Wilson interval, three floats.
    fr: Renvoie (rate, low, high) : le taux de succès et son intervalle de Wilson, trois floats.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 1.4: return the success rate and the two ends of its Wilson interval.
    # stub fr: Exercice 1.4 : renvoyez le taux de succès et les deux bornes de son intervalle de Wilson.
    n = len(returns)
    rate = float(sum(returns)) / n
    shared = 1 + z**2 / n
    centre = (rate + z**2 / (2 * n)) / shared
    half = z / shared * float(np.sqrt(rate * (1 - rate) / n + z**2 / (4 * n**2)))
    return rate, centre - half, centre + half
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "interval-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
expect(
    success_interval([1, 0, 0, 1, 0, 0, 0, 0, 0, 1] + [0] * 10),
    (0.15, 0.0523677920, 0.360423296),
    what=tr(en="3 successes in 20 episodes", fr="3 succès en 20 épisodes"),
    mistakes=[
        (
            (0.15, -0.00649345034, 0.30649345),
            tr(
                en="that is the normal interval, which can go below 0",
                fr="c'est l'intervalle normal, qui peut descendre sous 0",
            ),
        ),
        (
            (3, 0.0523677920, 0.360423296),
            tr(
                en="the first number is the count of successes: divide it by n",
                fr="le premier nombre est le nombre de succès : divisez-le par n",
            ),
        ),
        (
            (0.206395544, 0.0523677920, 0.360423296),
            tr(
                en="the interval is right; the estimate is the rate itself, not the centre",
                fr="l'intervalle est juste ; l'estimation est le taux lui-même, pas le centre",
            ),
        ),
        (
            (0.15, -0.00402775196, 0.304027752),
            tr(
                en="the half-width is right; it is to be counted from the centre c, not from the rate",
                fr="la demi-largeur est juste ; elle se compte à partir du centre c, pas du taux",
            ),
        ),
        (
            (0.15, 0.0624265974, 0.429653403),
            tr(
                en="the division by 1 + z²/n is missing, in the centre and in the half-width",
                fr="la division par 1 + z²/n manque, dans le centre et dans la demi-largeur",
            ),
        ),
        (
            (0.15, 0.092012248, 0.400067752),
            tr(
                en="the division by 1 + z²/n is missing in the centre; the half-width is right",
                fr="la division par 1 + z²/n manque dans le centre ; la demi-largeur est juste",
            ),
        ),
        (
            (0.15, 0.0227821414, 0.390008946),
            tr(
                en="the division by 1 + z²/n is missing in the half-width; the centre is right",
                fr="la division par 1 + z²/n manque dans la demi-largeur ; le centre est juste",
            ),
        ),
        (
            (0.15, 0.206395544, 0.154027752),
            tr(
                en="those are the centre and the half-width: the two ends are c − h and c + h",
                fr="ce sont le centre et la demi-largeur : les deux bornes sont c − h et c + h",
            ),
        ),
        (
            (0.15, -0.177073367, 0.589864455),
            tr(
                en="under the root it is z²/(4n²): n is squared too",
                fr="sous la racine, c'est z²/(4n²) : n aussi est au carré",
            ),
        ),
        (
            (0.15, 0.0256203656, 0.336856866),
            tr(en="z stands where z² should be", fr="z est à la place de z²"),
        ),
        (
            lambda got: got[2] > 1,
            tr(
                en="far too wide: is it z**2 / (2 * n), and 4 * n**2, with their brackets?",
                fr="bien trop large : avez-vous écrit z**2 / (2 * n) et 4 * n**2, avec les parenthèses ?",
            ),
        ),
    ],
)
expect(
    success_interval([0] * 10),
    (0.0, 0.0, 0.27754017),
    what=tr(en="10 failures in 10 episodes", fr="10 échecs en 10 épisodes"),
    mistakes={
        (0.0, 0.0, 0.0): tr(
            en="that is the normal interval: ten failures, and it is certain of everything",
            fr="c'est l'intervalle normal : dix échecs, et il est certain de tout",
        ),
    },
)
expect(
    success_interval([0, 1], z=1.0),
    (0.5, 0.211324865, 0.788675135),
    what=tr(en="1 success in 2 episodes, with z=1.0", fr="1 succès en 2 épisodes, avec z=1.0"),
    mistakes={
        (0.5, 0.0945286548, 0.905471345): tr(
            en="that is the interval for z=1.96: use the argument z",
            fr="c'est l'intervalle pour z=1.96 : utilisez l'argument z",
        ),
    },
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close

hidden_samples = [
    [int(one) for one in rng.random(int(rng.integers(5, 400))) < rng.random()] for _ in range(20)
]
check(
    [[float(part) for part in success_interval(sample)] for sample in hidden_samples],
    close(),
    about=tr(en="returns you have not seen, at 95%", fr="des retours jamais vus, à 95 %"),
)

hidden_lengths = [int(n) for n in rng.integers(1, 300, size=10)]
check(
    [
        [float(part) for part in success_interval([outcome] * n)]
        for n in hidden_lengths
        for outcome in (0, 1)
    ],
    close(),
    about=tr(en="nothing but failures, nothing but successes", fr="que des échecs, que des succès"),
)

hidden_samples = [
    ([int(one) for one in rng.random(50) < rng.random()], float(rng.uniform(0.5, 4)))
    for _ in range(20)
]
check(
    [[float(part) for part in success_interval(sample, z=z)] for sample, z in hidden_samples],
    close(),
    about=tr(en="other levels of confidence", fr="d'autres niveaux de confiance"),
)
### END HIDDEN TESTS

# %% slug="intervals-drawn" picture="intervals" tags=["skip-when-grading"]
intervals = {}
for n in (10, 100, 1000, 10_000):
    record = evaluate(slippery_lake, route_policy, episodes=n, seed=0)
    rate, low, high = success_interval(record.returns)
    print(f"{n:6}  {rate:.4f}   [{low:.4f}, {high:.4f}]")
    name = tr(en=f"{n:,} episodes", fr=f"{n:,} épisodes".replace(",", " "))
    intervals[name] = (rate, low, high)

plot_intervals(intervals, xlabel=tr(en="success rate", fr="taux de succès"))

# %% [markdown] slug="intervals-see" lang="en"
# **What you should see:** intervals that shrink as the episodes grow in number.
#
# ![Success rates estimated from 10, 100, 1,000 and 10,000 episodes: the more episodes, the shorter the interval.](picture:intervals)
#
# A hundred times as many episodes make the interval about ten times as short: the width goes with
# $1/\sqrt{n}$. From ten episodes all we know is that the rate lies somewhere below one half. That
# is why "it reached the goal in 1 of 10 tries" is hardly a result.

# %% [markdown] slug="intervals-see" lang="fr"
# **Ce que vous devriez voir :** des intervalles qui rétrécissent quand le nombre d'épisodes augmente.
#
# ![Taux de succès estimés sur 10, 100, 1 000 et 10 000 épisodes : plus il y a d'épisodes, plus l'intervalle est court.](picture:intervals)
#
# Cent fois plus d'épisodes donnent un intervalle environ dix fois plus court : la largeur varie
# comme $1/\sqrt{n}$. Dix épisodes nous apprennent seulement que le taux est quelque part
# au-dessous d'un demi. Voilà pourquoi « le but a été atteint 1 fois sur 10 » n'est guère un
# résultat.

# %% [markdown] slug="exact" lang="en"
# ## The exact answer
#
# Do we have to sample at all? We know the model. Instead of one player, send a *cloud of
# probability* over the ice: it starts whole on state 0, and at each step every part of it divides
# among the outcomes in `P`. What reaches the goal is counted, what falls into a hole is lost. After
# 100 steps, what has been counted is the probability of success: no luck, no interval.

# %% [markdown] slug="exact" lang="fr"
# ## La réponse exacte
#
# Faut-il vraiment échantillonner ? Nous connaissons le modèle. Au lieu d'un joueur, envoyons sur la
# glace un *nuage de probabilité* : il est d'abord tout entier dans l'état 0, puis à chaque pas,
# chacune de ses parts se divise entre les issues de `P`. Ce qui atteint le but est compté, ce qui
# tombe dans un trou est perdu. Après 100 pas, ce qui a été compté est la probabilité de succès : ni
# chance, ni intervalle.

# %% slug="cloud"
P = model_of(slippery_lake)
cloud, success = {0: 1.0}, 0.0
for _ in range(100):
    next_cloud = {}
    for state, share in cloud.items():
        for probability, next_state, reward, terminated in P[state][route_policy(state)]:
            if terminated:
                success += share * probability * reward
            else:
                already = next_cloud.get(next_state, 0.0)
                next_cloud[next_state] = already + share * probability
    cloud = next_cloud

exact = success_probability(P, route_policy, steps=100)
best = best_success_probability(P, steps=100)
print(tr(en="the cloud, step by step:", fr="le nuage, pas à pas :"), round(success, 6))
print("success_probability:", round(exact, 6))
print(tr(en="the best possible:", fr="le mieux possible :"), round(best, 6))

# %% [markdown] slug="cloud-read" lang="en"
# 0.04: what never failed without slipping now fails 24 times out of 25. The course's function
# `success_probability` gives the same number; it moves the same cloud, with arrays. Look back at
# your picture: does each interval contain 0.04?
#
# The last line is the best that *any* policy can do on this map: 0.744. Whoever stands on state 6 has
# a hole on both sides, and no action is safe there. How such a best policy is found is the subject of
# chapter 2.

# %% [markdown] slug="cloud-read" lang="fr"
# 0,04 : ce qui n'échouait jamais sans glissade échoue maintenant 24 fois sur 25. La fonction du
# cours `success_probability` donne le même nombre ; elle déplace le même nuage, avec des tableaux.
# Revenez à votre figure : chaque intervalle contient-il 0,04 ?
#
# La dernière ligne est ce que *n'importe quelle* politique peut faire de mieux sur cette carte :
# 0,744. Dans l'état 6, on a un trou de chaque côté, et aucune action n'y est sûre. Comment trouver une
# telle politique est le sujet du chapitre 2.

# %% [markdown] slug="promise" lang="en"
# ### Do the intervals keep their promise?
#
# A 95% interval should contain the true rate 95 times out of 100. Now that we know the true rate,
# 0.04, we can check: for each possible number of successes, how probable is it, and does its interval
# contain 0.04?

# %% [markdown] slug="promise" lang="fr"
# ### Les intervalles tiennent-ils parole ?
#
# Un intervalle à 95 % devrait contenir le vrai taux 95 fois sur 100. Maintenant que nous connaissons
# le vrai taux, 0,04, vérifions : chaque nombre de succès possible, avec quelle probabilité se
# produit-il, et son intervalle contient-il 0,04 ?


# %% slug="coverage"
def normal_interval(returns, z=1.96):
    rate = sum(returns) / len(returns)
    half = z * math.sqrt(rate * (1 - rate) / len(returns))
    return rate, rate - half, rate + half


def coverage(interval, true_rate, n):
    total = 0.0
    for k in range(n + 1):
        _, low, high = interval([1] * k + [0] * (n - k))
        if low <= true_rate <= high:
            total += math.comb(n, k) * true_rate**k * (1 - true_rate) ** (n - k)
    return total


for n in (10, 20, 100, 500):
    normal, wilson = coverage(normal_interval, 0.04, n), coverage(success_interval, 0.04, n)
    print(f"n = {n:3}   normal: {normal:.3f}   Wilson: {wilson:.3f}")

# %% [markdown] slug="coverage-read" lang="en"
# With 20 episodes, the normal interval contains the truth 56 times out of 100, because 20 failures in a
# row are common (44%) and then it says "exactly 0". Wilson's stays close to its 95%, even with ten
# episodes. The trouble is the same near 1, which is where good policies live. From now on,
# whenever the course estimates a success rate, it uses Wilson's interval.

# %% [markdown] slug="coverage-read" lang="fr"
# Avec 20 épisodes, l'intervalle normal contient la vérité 56 fois sur 100, parce que 20 échecs de
# suite sont fréquents (44 %) et qu'il dit alors « exactement 0 ». Celui de Wilson reste proche de ses
# 95 %, même avec dix épisodes. Près de 1, là où vivent les bonnes politiques, l'ennui est le même.
# Désormais, chaque fois que le cours estime un taux de succès, il utilise l'intervalle de Wilson.

# %% [markdown] slug="safe-lake" lang="en"
# ## Safety first
#
# Here is a slippery lake that gives more room. What is a shortest way worth on it?

# %% [markdown] slug="safe-lake" lang="fr"
# ## La prudence d'abord
#
# Voici un lac glissant qui laisse plus de place. Que vaut un plus court chemin sur ce lac ?

# %% slug="safe-lake-drawn" tags=["skip-when-grading"]
safe_lake = make_lake(SAFE_LAKE, slippery=True)
print(round(success_probability(model_of(safe_lake), shortest_policy(SAFE_LAKE), steps=100), 4))
plot_lake(SAFE_LAKE, policy=shortest_policy(SAFE_LAKE))

# %% [markdown] slug="safe-lake-read" lang="en"
# A shortest way counts steps and knows nothing of slipping: some of its arrows pass beside a hole.
# There are several shortest ways here, worth from 0.23 to 0.60, according to the arrows that your
# `shortest_policy` picks; none of them is good.
#
# But nobody is in a hurry: we have 100 steps for a way of 6. And you know from the second self-test how
# to stand beside a hole and be safe.

# %% [markdown] slug="safe-lake-read" lang="fr"
# Un plus court chemin compte les pas et ignore les glissades : certaines de ses flèches passent au
# bord d'un trou. Il y a ici plusieurs plus courts chemins, qui valent de 0,23 à 0,60 selon les
# flèches que choisit votre `shortest_policy` ; aucun n'est bon.
#
# Mais rien ne presse : nous avons 100 pas pour un trajet de 6. Et vous savez, depuis le second test,
# comment se tenir au bord d'un trou sans rien risquer.

# %% [markdown] slug="ex-safe" lang="en"
# ### Exercise 1.5 · A safe policy · 3 points · 10 min · ●●○○○
#
# Write `safe_policy(state)` for the slippery `SAFE_LAKE`, drawn above, so that
#
# 1. it never falls into a hole, whatever the slips;
# 2. it reaches the goal within 100 steps with a probability of at least 0.9;
# 3. and even of at least 0.999. (The best possible is 0.99986. What is missing to 1 are not falls:
#    it is the clock.)
#
# It is judged by its exact probability, so luck plays no part. Where nobody plays, in holes and on the
# goal, it may answer anything.
#
# <details><summary>Hint 1: a nudge</summary>
#
# First look only at the four ice cells that touch a hole: 4, 5, 10 and 14. For each of them there is
# exactly one action that cannot slip into it. The other seven cells are free: choose what brings you on.
# </details>
#
# <details><summary>Hint 2: the shape of the code</summary>
#
# Above a hole, go up; to the right of a hole, go right. In the column on the right edge, go down. It
# remains to choose for 0, 1, 2 and 6.
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# `UP` in 4 and 5, `RIGHT` in 10 and 14, `DOWN` in 3, 7 and 11. If the probability is still below 0.999,
# your player spends too long above the holes: in 0, 1, 2 and 6, aim to the right rather than down.
# </details>

# %% [markdown] slug="ex-safe" lang="fr"
# ### Exercice 1.5 · Une politique sûre · 3 points · 10 min · ●●○○○
#
# Écrivez `safe_policy(state)` pour le lac glissant `SAFE_LAKE`, dessiné ci-dessus, de sorte
#
# 1. qu'elle ne tombe jamais dans un trou, quelles que soient les glissades ;
# 2. qu'elle atteigne le but en 100 pas au plus avec une probabilité d'au moins 0,9 ;
# 3. et même d'au moins 0,999. (Le mieux possible est 0,99986. Ce qui manque pour faire 1, ce ne sont
#    pas des chutes : c'est le chronomètre.)
#
# Elle est jugée sur sa probabilité exacte : la chance n'y est pour rien. Là où personne ne joue, dans
# les trous et sur le but, elle peut répondre n'importe quoi.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Regardez d'abord seulement les quatre cases de glace qui touchent un trou : 4, 5, 10 et 14. Pour
# chacune, une seule action ne peut pas y glisser. Les sept autres cases sont libres : choisissez ce qui
# vous fait avancer.
# </details>
#
# <details><summary>Indice 2 : la forme du code</summary>
#
# Au-dessus d'un trou, allez en haut ; à droite d'un trou, allez à droite. Dans la colonne du bord
# droit, descendez. Il reste à choisir pour 0, 1, 2 et 6.
# </details>
#
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `UP` en 4 et 5, `RIGHT` en 10 et 14, `DOWN` en 3, 7 et 11. Si la probabilité reste sous 0,999, votre
# joueur s'attarde au-dessus des trous : en 0, 1, 2 et 6, visez la droite plutôt que le bas.
# </details>


# %% exercise="1.5" difficulty=2 minutes=10 nbgrader={"grade": false, "grade_id": "safe-policy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def safe_policy(state):
    """
    en: Return LEFT, DOWN, RIGHT or UP, for every ice cell of SAFE_LAKE.
    fr: Renvoie LEFT, DOWN, RIGHT ou UP, pour chaque case de glace de SAFE_LAKE.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 1.5: return the action to play in `state`.
    # stub fr: Exercice 1.5 : renvoyez l'action à jouer dans `state`.
    if state in (4, 5):
        return UP
    if state in (3, 7, 11):
        return DOWN
    return RIGHT
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "safe-policy-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
P, letters = model_of(make_lake(SAFE_LAKE, slippery=True)), "".join(SAFE_LAKE)
actions = {
    state: as_action(safe_policy(state), 4, where=f"safe_policy({state})")
    for state in range(16)
    if letters[state] in "SF"
}
expect(
    [s for s, a in actions.items() if any(letters[outcome[1]] == "H" for outcome in P[s][a])],
    lambda risky: risky == [],
    what=tr(
        en="states where your action can end in a hole: there should be none",
        fr="états où votre action peut finir dans un trou : il ne devrait y en avoir aucun",
    ),
    mistakes=[
        (
            lambda states: 4 in states or 5 in states,
            tr(
                en="below 4 and 5 lie holes, and an action slips to both its sides: which one has "
                "neither its aim nor a side below?",
                fr="sous 4 et 5 se trouvent des trous, et une action peut glisser des deux côtés : laquelle "
                "n'a le bas ni pour direction ni pour côté ?",
            ),
        ),
        (
            lambda states: True,
            tr(
                en="to the left of 10 and 14 lie holes, and an action slips to both its sides: which "
                "one has neither its aim nor a side to the left?",
                fr="à gauche de 10 et 14 se trouvent des trous, et une action peut glisser des deux côtés : "
                "laquelle n'a la gauche ni pour direction ni pour côté ?",
            ),
        ),
    ],
)
chance = success_probability(P, [actions.get(state, LEFT) for state in range(16)], steps=100)
# en: where the policy leads from the start, and whether its arrows dawdle there
# fr: où la politique mène depuis le départ, et si ses flèches y traînent
reached = {0}
for _ in range(16):
    reached |= {outcome[1] for s in reached & set(actions) for outcome in P[s][actions[s]]}
edge = any(actions[s] != DOWN for s in (3, 7, 11))
dawdles = any(actions[s] != RIGHT for s in (0, 1, 2, 6))
above_holes = bool({4, 5} & reached)
expect(
    chance,
    lambda chance: chance >= 0.999,
    what=tr(
        en="probability of reaching the goal within 100 steps, at least 0.999",
        fr="probabilité d'atteindre le but en 100 pas au plus, au moins 0,999",
    ),
    mistakes=[
        (
            lambda chance: chance < 0.9,
            tr(
                en="it is safe, but it seldom arrives: do the arrows of the free cells lead on?",
                fr="elle est sûre, mais arrive rarement : les flèches des cases libres font-elles avancer ?",
            ),
        ),
        (
            lambda chance: edge and not dawdles,
            tr(
                en="it is safe, but slow: it loses time at the right edge. Go down along it, in 3, 7 and "
                "11",
                fr="elle est sûre, mais lente : elle perd du temps au bord droit. Descendez le long de ce "
                "bord, en 3, 7 et 11",
            ),
        ),
        (
            lambda chance: edge and above_holes,
            tr(
                en="it is safe, but slow: it loses time at the right edge, where it should go down (3, 7 "
                "and 11), and in the row above the holes, where it has to turn its back to them",
                fr="elle est sûre, mais lente : elle perd du temps au bord droit, où il faut descendre (3, "
                "7 et 11), et dans la rangée au-dessus des trous, où elle doit leur tourner le dos",
            ),
        ),
        (
            lambda chance: edge,
            tr(
                en="it is safe, but slow: it loses time at the right edge, where it should go down (3, 7 "
                "and 11), and in the top row, where it should aim to the right",
                fr="elle est sûre, mais lente : elle perd du temps au bord droit, où il faut descendre (3, "
                "7 et 11), et dans la première rangée, où il faut viser la droite",
            ),
        ),
        (
            lambda chance: above_holes,
            tr(
                en="it is safe, but slow: it drops into the row above the holes, where it has to turn "
                "its back to them. Stay away from that row",
                fr="elle est sûre, mais lente : elle descend dans la rangée au-dessus des trous, où elle "
                "doit leur tourner le dos. Évitez cette rangée",
            ),
        ),
        (
            lambda chance: True,
            tr(
                en="it is safe, but slow: it lingers in the top row. Aim to the right there",
                fr="elle est sûre, mais lente : elle traîne dans la première rangée. Visez-y la droite",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check
from autograder.judges import reaches_goal
from course_utils.lakes import SAFE_LAKE


def hidden_table():
    letters = "".join(SAFE_LAKE)
    return [int(safe_policy(s)) if letters[s] in "SF" else 0 for s in range(16)]


check(
    {"map": list(SAFE_LAKE), "slippery": True, "policy": hidden_table()},
    reaches_goal(at_least=0.99999, steps=10_000),
    about=tr(
        en="no fall, however long it takes",
        fr="aucune chute, quel que soit le temps que cela prend",
    ),
)
check(
    {"map": list(SAFE_LAKE), "slippery": True, "policy": hidden_table()},
    reaches_goal(at_least=0.9, steps=100),
    about=tr(en="at least 0.9 within 100 steps", fr="au moins 0,9 en 100 pas"),
)
check(
    {"map": list(SAFE_LAKE), "slippery": True, "policy": hidden_table()},
    reaches_goal(at_least=0.999, steps=100),
    about=tr(en="at least 0.999 within 100 steps", fr="au moins 0,999 en 100 pas"),
)
### END HIDDEN TESTS

# %% slug="safe-drawn" picture="safe-policy" tags=["skip-when-grading"]
print(round(chance, 6))
plot_lake(
    SAFE_LAKE,
    policy=[actions.get(state, LEFT) for state in range(16)],
    title=tr(en="A safe policy", fr="Une politique sûre"),
)

# %% slug="safe-video" picture="safe-crossing" tags=["skip-when-grading"]
episode = run_episode(make_lake(SAFE_LAKE, slippery=True), safe_policy, seed=22, render=True)
episode.video(action_names=ACTION_NAMES, scale=1)

# %% [markdown] slug="safe-see" lang="en"
# **What you should see:** arrows that turn their backs to the holes, a probability above 0.999, and a
# player who slips about and arrives all the same.
#
# ![SAFE_LAKE with an arrow on every ice cell: up above the holes, right beside them, down along the right edge.](picture:safe-policy)
# ![Animation: the player slips several times and reaches the goal after 20 steps.](picture:safe-crossing)
#
# Compare with the first lake, where the best policy of all has 0.744. Some maps leave room for
# caution, others only a choice between risks.

# %% [markdown] slug="safe-see" lang="fr"
# **Ce que vous devriez voir :** des flèches qui tournent le dos aux trous, une probabilité supérieure
# à 0,999, et un joueur qui glisse de-ci de-là et arrive quand même.
#
# ![SAFE_LAKE avec une flèche sur chaque case de glace : vers le haut au-dessus des trous, vers la droite à côté d'eux, vers le bas le long du bord droit.](picture:safe-policy)
# ![Animation : le joueur glisse plusieurs fois et atteint le but après 20 pas.](picture:safe-crossing)
#
# Comparez avec le premier lac, où la meilleure politique de toutes atteint 0,744. Certaines cartes
# laissent de la place à la prudence, d'autres seulement le choix entre des risques.

# %% [markdown] slug="recap" lang="en"
# ## To remember
#
# - `terminated` is a rule of the game, `truncated` is a clock; they say different things about the
#   future.
# - A policy answers in *every* state; with the model `P` it can be computed, and its success known
#   exactly, without playing.
# - A rate measured on a few episodes needs its interval; Wilson's holds even near 0 and 1.

# %% [markdown] slug="recap" lang="fr"
# ## À retenir
#
# - `terminated` est une règle du jeu, `truncated` un chronomètre ; ils ne disent pas la même chose de
#   l'avenir.
# - Une politique répond dans *chaque* état ; avec le modèle `P`, on peut la calculer, et connaître
#   exactement son taux de succès, sans jouer.
# - Un taux mesuré sur quelques épisodes a besoin de son intervalle ; celui de Wilson tient même près
#   de 0 et de 1.

# %% [markdown] slug="open-question" lang="en"
# **An open question.** You found the safe policy by looking at the map. On the first lake, slippery,
# the best table of arrows reaches 0.740, the best policy of all, which may also count its steps,
# 0.744. What would you do in state 6, between two holes? Could you say how good a *state* is, without
# playing from it?
#
# **Next:** chapter 2, Planning with a known model, where that number gets a name, the value, and an
# equation.

# %% [markdown] slug="open-question" lang="fr"
# **Une question ouverte.** Vous avez trouvé la politique sûre en regardant la carte. Sur le premier
# lac, glissant, le meilleur tableau de flèches atteint 0,740 ; la meilleure politique de toutes, qui
# peut aussi compter ses pas, 0,744. Que feriez-vous dans l'état 6, entre deux trous ? Sauriez-vous
# dire ce que vaut un *état*, sans jouer à partir de lui ?
#
# **La suite :** le chapitre 2, Planifier avec un modèle connu, où ce nombre reçoit un nom, la valeur,
# et une équation.
