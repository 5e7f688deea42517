# %% [markdown] slug="title" lang="en"
# # 5 · Deep Q-networks: Breakout
#
# A table has one row a state. A game screen has more states than the universe has atoms, and no
# screen comes back often enough to learn its row. So the table becomes a network, and Q-learning
# becomes **DQN**, the program that learned to play Atari from pixels (Mnih et al., 2013, 2015).
#
# **After this notebook you can**
#
# - say what a DQN sees of a game, and which score is reported;
# - write every part of it: exploration, replay, targets, loss, target network;
# - test it in seconds on a small game before you spend minutes on a large one;
# - train it on Breakout, stop it, go on, and judge what came of it with an interval.
#
# **Time:** about 120 minutes, some ten of them spent waiting for one training.
# **Before you start:** chapter 3 (Q-learning, epsilon-greedy, terminal states); a little PyTorch.

# %% [markdown] slug="title" lang="fr"
# # 5 · Réseaux Q profonds : Breakout
#
# Une table a une ligne par état. Un écran de jeu a plus d'états que l'univers n'a d'atomes, et aucun
# écran ne revient assez souvent pour qu'on apprenne sa ligne. La table devient donc un réseau, et le
# Q-learning devient **DQN**, le programme qui a appris à jouer à l'Atari à partir des pixels (Mnih et
# al., 2013, 2015).
#
# **À la fin de ce notebook, vous saurez**
#
# - dire ce qu'un DQN voit d'un jeu, et quel score on publie ;
# - en écrire chaque partie : exploration, mémoire de rejeu, cibles, perte, réseau cible ;
# - le tester en quelques secondes sur un petit jeu avant de passer des minutes sur un grand ;
# - l'entraîner sur Breakout, l'arrêter, le reprendre, et juger le résultat avec un intervalle.
#
# **Durée :** environ 120 minutes, dont une dizaine à attendre un entraînement.
# **Avant de commencer :** le chapitre 3 (Q-learning, epsilon-glouton, états terminaux) ; un peu de
# PyTorch.

# %% slug="setup" tags=["setup"]
import copy

import numpy as np
import torch
from matplotlib.figure import Figure

from course_utils.atari import AtariGames, make_atari
from course_utils.atari_play import play_game
from course_utils.atari_scores import evaluate_games
from course_utils.budget import budget, budget_card
from course_utils.catch import CatchGames
from course_utils.dqn_training import Training
from course_utils.feedback import attempt, expect
from course_utils.language import tr
from course_utils.networks import AtariCNN, pick_device
from course_utils.plotting import Plot, beside, plot_intervals, plot_returns
from course_utils.replay import ReplayBuffer
from course_utils.schedules import linear
from course_utils.shipped import shipped, shipped_agents
from course_utils.training_plots import LiveCurve, plot_q_along, plot_scores
from course_utils.video import Video

# en: two threads for the network; the games have threads of their own
# fr: deux threads pour le réseau ; les jeux ont les leurs
torch.set_num_threads(min(2, torch.get_num_threads()))

# %% [markdown] slug="seen" lang="en"
# ## What the agent sees
#
# The console draws 210 × 160 coloured pixels, 60 times a second. The agent gets less
# (Mnih et al., 2015, Methods):
#
# - an action lasts 4 frames, so there are 15 decisions a second;
# - of the last two frames the brighter pixels are kept, because the console draws some objects only in
#   every other frame;
# - grey, shrunk to 84 × 84 bytes;
# - the last **four** of these pictures, stacked.
#
# Why four? Look at one picture alone: which way does the ball fly? A state has to hold what the
# future depends on. One picture does not; four do, nearly.

# %% [markdown] slug="seen" lang="fr"
# ## Ce que voit l'agent
#
# La console dessine 210 × 160 pixels en couleur, 60 fois par seconde. L'agent en reçoit moins
# (Mnih et al., 2015, Methods) :
#
# - une action dure 4 images, soit 15 décisions par seconde ;
# - des deux dernières images on garde les pixels les plus clairs, car la console ne dessine certains
#   objets qu'une image sur deux ;
# - du gris, réduit à 84 × 84 octets ;
# - les **quatre** dernières images ainsi obtenues, empilées.
#
# Pourquoi quatre ? Regardez-en une seule : dans quelle direction va la balle ? Un état doit contenir
# ce dont dépend l'avenir. Une image ne suffit pas ; quatre, presque.

# %% slug="frames" picture="frames" tags=["skip-when-grading"]
env = make_atari("Breakout", render_mode="rgb_array")
obs, info = env.reset(seed=3)
rng = np.random.default_rng(0)
for _ in range(9):
    obs, reward, terminated, truncated, info = env.step(int(rng.integers(4)))
print(env.unwrapped.get_action_meanings(), obs.shape, obs.dtype)

figure = Figure(figsize=(8.6, 2.4), layout="constrained")
ages = ["t − 3", "t − 2", "t − 1", "t"]
for axes, image, name in zip(
    figure.subplots(1, 5),
    [env.render(), *obs],
    [tr(en="console", fr="console"), *ages],
    strict=True,
):
    axes.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    axes.set_title(name, fontsize=9)
    axes.set_axis_off()
Plot(
    figure,
    tr(
        en="A coloured Breakout screen beside the four grey pictures that the agent gets of it.",
        fr="Un écran de Breakout en couleur, à côté des quatre images grises que reçoit l'agent.",
    ),
)

# %% [markdown] slug="frames-see" lang="en"
# **What you should see.** On the left the console's picture; then the four that the agent sees, from
# the oldest to the newest. Follow the ball: it is the small dot below the bricks.
#
# ![A coloured Breakout screen with six rows of bricks, and four grey, smaller pictures of the same game in which a small ball moves from one to the next.](picture:frames)

# %% [markdown] slug="frames-see" lang="fr"
# **Ce que vous devriez voir.** À gauche, l'image de la console ; puis les quatre que voit l'agent, de
# la plus ancienne à la plus récente. Suivez la balle : c'est le petit point sous les briques.
#
# ![Un écran de Breakout en couleur avec six rangées de briques, et quatre images grises plus petites de la même partie, où une petite balle se déplace de l'une à l'autre.](picture:frames)

# %% [markdown] slug="rules" lang="en"
# ## Two kinds of end, two kinds of reward
#
# You have five lives. After a lost one the ball waits until somebody presses FIRE. A brick is worth
# 1, 4 or 7 points.
#
# Learning and keeping score want different things:
#
# | | for learning | for the score |
# |---|---|---|
# | a lost life | `terminated`: no future, so losing hurts | the game goes on |
# | a reward | clipped to −1, 0 or 1: one step size fits all games | as the game gives it |
# | the frame limit | `truncated`: the future is **not** zero | the game is counted |
#
# `AtariGames` plays several games at once and keeps the two apart: `terminated` and `game_over`.

# %% [markdown] slug="rules" lang="fr"
# ## Deux sortes de fin, deux sortes de récompense
#
# Vous avez cinq vies. Après une vie perdue, la balle attend que quelqu'un presse FIRE. Une brique
# vaut 1, 4 ou 7 points.
#
# Apprendre et compter les points ne demandent pas la même chose :
#
# | | pour apprendre | pour le score |
# |---|---|---|
# | une vie perdue | `terminated` : plus d'avenir, donc perdre fait mal | la partie continue |
# | une récompense | ramenée à −1, 0 ou 1 : un même pas convient à tous les jeux | telle que le jeu la donne |
# | la limite d'images | `truncated` : l'avenir n'est **pas** nul | la partie compte |
#
# `AtariGames` joue plusieurs parties à la fois et distingue les deux : `terminated` et `game_over`.

# %% slug="random-games" tags=["skip-when-grading"]
games = AtariGames("Breakout", n_envs=8, seed=0)
rng = np.random.default_rng(0)
points = lives = ended = 0
for _ in range(250):
    step = games.step(rng.integers(games.n_actions, size=8))
    points += step.reward.sum()
    lives += step.terminated.sum()
    ended += step.game_over.sum()
games.close()
print(games.settings)
print(
    tr(
        en=f"2,000 random steps: {points:g} points, {lives} lives lost, {ended} games over",
        fr=f"2 000 pas au hasard : {points:g} points, {lives} vies perdues, {ended} parties finies",
    )
)

# %% [markdown] slug="random" lang="en"
# **How good is chance?** Before any learning, the score to beat. `evaluate_games` plays full games,
# counts unclipped points, and gives a 95 % interval of the mean. It prints the rules beside the
# score: without them no two Breakout scores can be compared.

# %% [markdown] slug="random" lang="fr"
# **Que vaut le hasard ?** Avant d'apprendre, le score à battre. `evaluate_games` joue des parties
# entières, compte les vrais points, et donne un intervalle à 95 % de la moyenne. Les règles sont
# affichées à côté du score : sans elles, on ne peut comparer deux scores de Breakout.

# %% slug="random-scores" picture="random-scores" tags=["skip-when-grading"]
random_scores = evaluate_games(None, "Breakout", games=50)
print(random_scores)
plot_returns(random_scores.scores, title=tr(en="Random play", fr="Jeu au hasard"))

# %% [markdown] slug="random-see" lang="en"
# **What you should see.** Most random games end with 0, 1 or 2 points.
#
# ![Bar chart of the scores of 50 random games: most are 0, 1 or 2, a few reach 3 or more; the mean is between 1 and 2.](picture:random-scores)
#
# **And without FIRE?** Here is an agent that plays at random but never presses FIRE. The environment
# launches the first ball; after the first lost life it stands still for ever. A program that waits for
# the end of such a game hangs for hours. So an evaluation is **bounded**: by a number of frames, here
# 4,000 instead of the usual 27,000.

# %% [markdown] slug="random-see" lang="fr"
# **Ce que vous devriez voir.** La plupart des parties au hasard finissent à 0, 1 ou 2 points.
#
# ![Diagramme en barres des scores de 50 parties au hasard : la plupart valent 0, 1 ou 2, quelques-unes 3 ou plus ; la moyenne est entre 1 et 2.](picture:random-scores)
#
# **Et sans FIRE ?** Voici un agent qui joue au hasard, mais ne presse jamais FIRE. L'environnement
# lance la première balle ; après la première vie perdue, il attend à jamais. Un programme qui attend
# la fin d'une telle partie reste bloqué des heures. Une évaluation est donc **bornée** : par un
# nombre d'images, ici 4 000 au lieu des 27 000 habituelles.

# %% slug="never-fire" tags=["skip-when-grading"]
NOOP, FIRE, RIGHT, LEFT = range(4)


def never_fires(obs):
    return rng.choice([NOOP, RIGHT, LEFT], size=len(obs))


print(evaluate_games(never_fires, "Breakout", games=4, epsilon=0, max_frames=4_000))

# %% [markdown] slug="network" lang="en"
# ## From table to network
#
# A convolutional network reads the stack of four and gives one number an action: a whole row of the
# Q-table at once. Ours is the one of 2013: 16 filters of 8 × 8, 32 of 4 × 4, 256 units. `size="nature"`
# makes the larger one of 2015; it learns more, and each update takes more than twice as long.
#
# Pixels stay bytes until they are inside the network, which divides them by 255. The class is in
# `course_utils/networks.py`; chapter 6 takes it apart.

# %% [markdown] slug="network" lang="fr"
# ## De la table au réseau
#
# Un réseau de convolution lit la pile de quatre images et donne un nombre par action : toute une ligne
# de la table Q d'un coup. Le nôtre est celui de 2013 : 16 filtres de 8 × 8, 32 de 4 × 4, 256 unités.
# `size="nature"` fait le plus grand, celui de 2015 ; il apprend davantage, et chaque mise à jour prend
# plus de deux fois plus longtemps.
#
# Les pixels restent des octets jusque dans le réseau, qui les divise par 255. La classe est dans
# `course_utils/networks.py` ; le chapitre 6 la démonte.

# %% slug="first-network"
network = AtariCNN(4, seed=0)
blank = torch.zeros((2, 4, 84, 84), dtype=torch.uint8)
with torch.inference_mode():
    print(network(blank))
print(sum(weights.numel() for weights in network.parameters()))

# %% [markdown] slug="ex-greedy" lang="en"
# ### Exercise 5.1 · Greedy actions · 2 points · 5 min · ●○○○○
#
# Several games are played at once, so there is one row of Q-values a game. Write
# `greedy_actions(q_values)`: the best action of each row.
#
# - `q_values`: float tensor, shape (n, n_actions);
# - returns whole numbers, shape (n,): an int64 tensor.
#
# In a table at zero ties were everywhere, and breaking them at random mattered. A network's outputs are
# almost never equal: any of the best will do.
#
# <details><summary>Hint 1: a nudge</summary>
#
# You want places, not values: the word is *argmax*.
# </details>
# <details><summary>Hint 2: which dimension?</summary>
#
# Dimension 0 runs over the games, dimension 1 over the actions. The one you name disappears.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Tensors have a method `argmax`, which takes `dim=1`.
# </details>

# %% [markdown] slug="ex-greedy" lang="fr"
# ### Exercice 5.1 · Actions gloutonnes · 2 points · 5 min · ●○○○○
#
# Plusieurs parties se jouent à la fois : il y a donc une ligne de valeurs Q par partie. Écrivez
# `greedy_actions(q_values)` : la meilleure action de chaque ligne.
#
# - `q_values` : tenseur de flottants, de forme (n, n_actions) ;
# - renvoie des entiers, de forme (n,) : un tenseur int64.
#
# Dans une table de zéros, les ex æquo étaient partout, et il fallait les départager au hasard. Les
# sorties d'un réseau ne sont presque jamais égales : n'importe laquelle des meilleures convient.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Vous voulez des places, pas des valeurs : le mot est *argmax*.
# </details>
# <details><summary>Indice 2 : quelle dimension ?</summary>
#
# La dimension 0 parcourt les parties, la dimension 1 les actions. Celle que vous nommez disparaît.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Les tenseurs ont une méthode `argmax`, qui accepte `dim=1`.
# </details>


# %% exercise="5.1" difficulty=1 minutes=5 nbgrader={"grade": false, "grade_id": "greedy-actions", "locked": false, "schema_version": 3, "solution": true, "task": false}
def greedy_actions(q_values):
    """
    en: Return the best action of each row of q_values (n, n_actions): int64, shape (n,).
    fr: Renvoie la meilleure action de chaque ligne de q_values (n, n_actions) : int64, forme (n,).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.1: return the best action of each row, shape (n,).
    # stub fr: Exercice 5.1 : renvoyez la meilleure action de chaque ligne, forme (n,).
    return q_values.argmax(dim=1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "greedy-actions-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
q_values = torch.tensor([[0.1, 0.7, 0.2, 0.4], [-3.0, -2.0, -9.0, -1.0], [5.0, 0.0, 0.0, 4.0]])
expect(
    greedy_actions(q_values),
    [1, 3, 0],
    what="greedy_actions([[0.1, 0.7, 0.2, 0.4], [-3, -2, -9, -1], [5, 0, 0, 4]])",
    mistakes=[
        (
            [0.7, -1.0, 5.0],
            tr(
                en="those are the best values; wanted are their places",
                fr="ce sont les meilleures valeurs ; on veut leurs places",
            ),
        ),
        (
            [2, 0, 0, 2],
            tr(
                en="that is the best game for each action: take the other dimension",
                fr="c'est la meilleure partie pour chaque action : prenez l'autre dimension",
            ),
        ),
        (
            8,
            tr(
                en="that is one place in all of the table: name the dimension",
                fr="c'est une seule place dans toute la table : nommez la dimension",
            ),
        ),
        (
            [[1], [3], [0]],
            tr(
                en="one dimension too many: leave keepdim out",
                fr="une dimension de trop : sans keepdim",
            ),
        ),
        (
            [0, 2, 1],
            tr(en="those are the worst actions", fr="ce sont les pires actions"),
        ),
    ],
)
expect(
    str(getattr(greedy_actions(q_values), "dtype", "no tensor")),
    "torch.int64",
    what=tr(
        en="their type: they will serve as an index",
        fr="leur type : elles serviront d'indice",
    ),
    mistakes={
        "no tensor": tr(
            en="that is no tensor: leave out .tolist() and list()",
            fr="ce n'est pas un tenseur : sans .tolist() ni list()",
        ),
        "int64": tr(
            en="that is NumPy's: leave out .numpy()", fr="c'est celui de NumPy : sans .numpy()"
        ),
        "torch.float32": tr(
            en="actions are whole numbers: leave out .float()",
            fr="les actions sont des entiers : sans .float()",
        ),
    },
)
### BEGIN HIDDEN TESTS
import numpy as np
import torch

from autograder.checks import check, rng
from autograder.judges import best_actions, each


def chosen(q):
    return np.asarray(greedy_actions(torch.tensor(q, dtype=torch.float32))).tolist()


few = rng.normal(size=(200, 4)).astype(np.float32)
check(
    chosen(few),
    best_actions(),
    wanted=few,
    about=tr(en="many games, four actions", fr="beaucoup de parties, quatre actions"),
)
many = rng.normal(size=(150, 18)).astype(np.float32) - 7
check(
    chosen(many),
    best_actions(),
    wanted=many,
    about=tr(en="18 actions, all values negative", fr="18 actions, toutes les valeurs négatives"),
)
single = rng.normal(size=(12, 1, 6)).astype(np.float32)  # one alone is guessed one time in six
check(
    [chosen(one) for one in single],
    each(best_actions()),
    wanted=list(single),
    about=tr(en="a single game at a time", fr="une seule partie à la fois"),
)
### END HIDDEN TESTS

# %% [markdown] slug="ex-epsilon" lang="en"
# ### Exercise 5.2 · Exploring in several games · 3 points · 12 min · ●●○○○
#
# Write `epsilon_greedy_actions(q_values, epsilon, rng)`: **for each game on its own**, with
# probability `epsilon` any action, all equally likely (the best one too); otherwise the best one.
#
# - `q_values`: float tensor, shape (n, n_actions); `epsilon`: from 0 to 1;
# - `rng`: a NumPy `Generator`; draw from it and from nothing else, so that a run can be repeated;
# - returns whole numbers, shape (n,): an int64 array.
#
# <details><summary>Hint 1: a nudge</summary>
#
# One toss for all would make eight games explore together, and then all obey together. How many
# tosses do you need?
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# `rng.random(n)` gives n numbers from 0 to 1; `rng.integers(n_actions, size=n)` gives n actions.
# `.numpy()` makes an array of a tensor.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Draw `explores`, n truth values, and n random actions; then `np.where` chooses, game by game, between
# the random actions and the greedy ones.
# </details>

# %% [markdown] slug="ex-epsilon" lang="fr"
# ### Exercice 5.2 · Explorer dans plusieurs parties · 3 points · 12 min · ●●○○○
#
# Écrivez `epsilon_greedy_actions(q_values, epsilon, rng)` : **pour chaque partie séparément**, avec
# probabilité `epsilon`, n'importe quelle action, toutes aussi probables (la meilleure comprise) ; sinon
# la meilleure.
#
# - `q_values` : tenseur de flottants, de forme (n, n_actions) ; `epsilon` : de 0 à 1 ;
# - `rng` : un `Generator` de NumPy ; ne tirez que de lui, pour qu'un essai puisse être répété ;
# - renvoie des entiers, de forme (n,) : un tableau int64.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Un seul tirage pour tous ferait explorer huit parties ensemble, puis obéir toutes ensemble. Combien
# de tirages vous faut-il ?
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# `rng.random(n)` donne n nombres de 0 à 1 ; `rng.integers(n_actions, size=n)` donne n actions.
# `.numpy()` fait un tableau d'un tenseur.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Tirez `explores`, n valeurs de vérité, et n actions au hasard ; `np.where` choisit alors, partie par
# partie, entre les actions tirées et les actions gloutonnes.
# </details>


# %% exercise="5.2" difficulty=2 minutes=12 nbgrader={"grade": false, "grade_id": "epsilon-greedy-actions", "locked": false, "schema_version": 3, "solution": true, "task": false}
def epsilon_greedy_actions(q_values, epsilon, rng):
    """
    en: Return an action a game, shape (n,): with probability epsilon any, else the best one.
    fr: Renvoie une action par partie, forme (n,) : avec probabilité epsilon, une action
    fr: quelconque, sinon la meilleure.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.2: return an action for each row, epsilon-greedy, shape (n,).
    # stub fr: Exercice 5.2 : renvoyez une action pour chaque ligne, epsilon-gloutonne, forme (n,).
    greedy = greedy_actions(q_values).numpy()
    n, n_actions = q_values.shape
    explores = rng.random(n) < epsilon
    return np.where(explores, rng.integers(n_actions, size=n), greedy)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "epsilon-greedy-actions-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# en: 4,000 games in each of which action 2 is the best of four
# fr: 4 000 parties, où l'action 2 est chaque fois la meilleure des quatre
q_values = torch.tensor([[0.0, 0.1, 0.9, 0.2]]).repeat(4000, 1)


def shares(epsilon):
    actions = epsilon_greedy_actions(q_values, epsilon, np.random.default_rng(0))
    return np.bincount(np.ravel(actions).astype(int), minlength=4) / 4000


def about_like(*wanted):
    return lambda got: np.shape(got) == (4,) and np.abs(np.subtract(got, wanted)).max() < 0.04


expect(
    shares(0.0),
    [0.0, 0.0, 1.0, 0.0],
    what=tr(
        en="epsilon 0: the share of each action over 4,000 games",
        fr="epsilon 0 : la part de chaque action sur 4 000 parties",
    ),
    mistakes=[
        (
            lambda got: sum(got) < 0.99,
            tr(
                en="too few actions: one for each game is wanted, shape (n,)",
                fr="trop peu d'actions : on en veut une par partie, forme (n,)",
            ),
        ),
        (
            about_like(0.25, 0.25, 0.25, 0.25),
            tr(
                en="always random: is the comparison with epsilon the wrong way round?",
                fr="toujours au hasard : la comparaison avec epsilon est-elle à l'envers ?",
            ),
        ),
    ],
)
expect(
    shares(0.4),
    about_like(0.1, 0.1, 0.7, 0.1),
    what=tr(
        en="epsilon 0.4: about 0.1 each, and 0.7 for the best",
        fr="epsilon 0,4 : environ 0,1 chacune, et 0,7 pour la meilleure",
    ),
    mistakes=[
        (
            [0.0, 0.0, 1.0, 0.0],
            tr(
                en="no game explores: is there a toss for each game, or one for all?",
                fr="aucune partie n'explore : y a-t-il un tirage par partie, ou un seul ?",
            ),
        ),
        (
            lambda got: np.max(got) == 1.0,
            tr(
                en="all games do the same: toss, and draw an action, for each game",
                fr="toutes les parties font de même : tirez pour chaque partie, l'action aussi",
            ),
        ),
        (
            lambda got: np.count_nonzero(got) == 2,
            tr(
                en="the games that explore all play the same action: draw n of them",
                fr="les parties qui explorent jouent la même action : tirez-en n",
            ),
        ),
        (
            about_like(0.133, 0.133, 0.6, 0.133),
            tr(
                en="exploring means any action: the best one can be drawn too",
                fr="explorer, c'est jouer n'importe quelle action : la meilleure aussi",
            ),
        ),
        (
            about_like(0.15, 0.15, 0.55, 0.15),
            tr(
                en="epsilon is the probability of exploring, not of being greedy",
                fr="epsilon est la probabilité d'explorer, pas celle d'être glouton",
            ),
        ),
    ],
)


def explorers(epsilon):
    """
    en: In how many of 8 games another action than the best was played, in each of 500 moves.
    fr: Dans combien de 8 parties une autre action que la meilleure est jouée, à chacun de 500 coups.
    """
    rng = np.random.default_rng(0)
    moves = [np.ravel(epsilon_greedy_actions(q_values[:8], epsilon, rng)) for _ in range(500)]
    return np.count_nonzero(np.array(moves) != 2, axis=1).tolist()


expect(
    [min(explorers(0.5)), max(explorers(0.5))],
    lambda got: got[0] <= 1 and got[1] >= 6,
    what=tr(
        en="8 games, 500 moves, epsilon 0.5: fewest and most games that leave the best action",
        fr="8 parties, 500 coups, epsilon 0,5 : le moins et le plus de parties hors de la meilleure",
    ),
    mistakes=[
        (
            lambda got: got[0] == got[1],
            tr(
                en="each move is the same as the one before: draw from rng, and make no new one",
                fr="chaque coup est comme le précédent : tirez de rng, sans en créer un nouveau",
            ),
        ),
        (
            lambda got: got[1] <= 4,
            tr(
                en="never more than half of them: epsilon is no share of the games; toss for each",
                fr="jamais plus de la moitié : epsilon n'est pas une part des parties ; tirez pour chacune",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
import math

import numpy as np
import torch

from autograder.checks import check, rng
from autograder.judges import drawn_from, each, equal


def drawn(q, epsilon, generator, n=4000):
    # one row for many games at once: a toss shared by them shows
    rows = torch.tensor(np.tile(q, (n, 1)), dtype=torch.float32)
    return np.asarray(epsilon_greedy_actions(rows, epsilon, generator)).astype(int)


def rows(epsilons, n_actions, rng):
    # a generator each: answers draw from it as often as they like
    return [
        (epsilon, rng.permutation(n_actions) / n_actions - 0.5, int(rng.integers(2**32)))
        for epsilon in epsilons
    ]


def counted(rows):
    drawn_of = [drawn(q, epsilon, np.random.default_rng(seed)) for epsilon, q, seed in rows]
    return [
        np.bincount(actions, minlength=len(q))
        for actions, (_, q, _) in zip(drawn_of, rows, strict=True)
    ]


def together(rows, n=8, moves=600):
    # in how many of n games another action than the best is played, move by move
    counts = []
    for epsilon, q, seed in rows:
        generator = np.random.default_rng(seed)
        games = [drawn(q, epsilon, generator, n=n) for _ in range(moves)]
        others = np.count_nonzero(np.array(games) != np.argmax(q), axis=1)
        counts.append(np.bincount(others, minlength=n + 1))
    return counts


def wanted_counts(rows, draws=4000):
    shares = [epsilon / len(q) + (1 - epsilon) * (q == q.max()) for epsilon, q, _ in rows]
    return {"draws": draws, "probabilities": shares}


def wanted_together(rows, n=8, moves=600):
    ways = []
    for epsilon, q, _ in rows:
        p = epsilon * (len(q) - 1) / len(q)
        ways.append([math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)])
    return {"draws": moves, "probabilities": ways}


many = rows(3 * (0.05, 0.2, 0.5, 0.8), 4, rng)
few = rows(rng.uniform((0.05, 0.3, 0.6), (0.2, 0.5, 0.8)), 4, rng)
check(
    [counted(many), together(few)],
    each(drawn_from()),
    wanted=[wanted_counts(many), wanted_together(few)],
    about=tr(
        en="how often each action is drawn, for several epsilons, and by how many games at once",
        fr="la fréquence de chaque action, pour plusieurs epsilons, et dans combien de parties à la fois",
    ),
)
always = [rows((1.0,), n, rng) for n in rng.integers(3, 19, size=8).tolist()]
check(
    [counted(one) for one in always],
    each(drawn_from()),
    wanted=[wanted_counts(one) for one in always],
    about=tr(
        en="epsilon 1: all actions equally often", fr="epsilon 1 : toutes les actions aussi souvent"
    ),
)
seeds = rng.integers(1000, size=20).tolist()
rows = rng.permuted(np.tile(np.arange(5.0), (20, 1)), axis=1)
pairs = [
    [drawn(row, 0.5, np.random.default_rng(seed), n=8) for _ in range(2)]
    for row, seed in zip(rows, seeds, strict=True)
]
generators = [np.random.default_rng(seed) for seed in [1001, 1001, 1002]]
long = [drawn(rows[0], 0.5, generator, n=200).tolist() for generator in generators[:1] + generators]
check(
    [(first - second).tolist() for first, second in pairs]
    + [drawn(row, 0.0, rng, n=3).tolist() for row in rows]
    # twice the same generator, the same seed again, another seed
    + [[long[0] == long[1], long[0] == long[2], long[0] == long[3]]],
    equal(),
    about=tr(
        en="the same seed gives the same actions, and nothing else does; with epsilon 0, the best one",
        fr="même graine, mêmes actions, et sinon d'autres ; avec epsilon 0, la meilleure",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="replay" lang="en"
# ## Memory: learn from the past, many times
#
# Eight steps that follow each other look nearly alike. A network trained on them alone would learn
# this corner of the game and forget the others. So every transition is stored, and each update draws
# 32 of them **at random** from the last 100,000 or more: the replay buffer (Lin, 1992).
#
# Look at the sizes first. A transition is an obs and the next one:

# %% [markdown] slug="replay" lang="fr"
# ## La mémoire : apprendre du passé, plusieurs fois
#
# Huit pas qui se suivent se ressemblent presque tous. Un réseau entraîné sur eux seuls apprendrait ce
# coin du jeu et oublierait les autres. On garde donc chaque transition, et chaque mise à jour en tire
# 32 **au hasard** parmi les 100 000 dernières ou plus : c'est la mémoire de rejeu (Lin, 1992).
#
# Regardez d'abord les tailles. Une transition, c'est une obs et la suivante :

# %% slug="sizes"
pixels = 84 * 84
for name, size in (
    (tr(en="two stacks of floats", fr="deux piles de flottants"), 2 * 4 * pixels * 4),
    (tr(en="two stacks of bytes", fr="deux piles d'octets"), 2 * 4 * pixels),
    (tr(en="the one new picture", fr="la seule image nouvelle"), pixels),
):
    many = f"{size / 1e4:5.2f}"
    print(
        tr(
            en=f"{name:24} {size:9,} bytes; 100,000 of them: {many} GB",
            fr=f"{name:24} {size:7d} octets ; pour 100 000 : {many.replace('.', ',')} Go",
        )
    )

# %% [markdown] slug="ring-idea" lang="en"
# The first line is what many a program does, with a Python list of float copies; it fills a laptop in
# minutes. The last one is what we do. Frames are written into a **ring**: an array of `capacity` rows.
# The frame of time $t$ goes to row $t \bmod c$, where $c$ is the capacity; when the ring is full, the
# newest frame replaces the oldest. With $c = 6$, after frames 0 to 7:
#
# ```
# row      0   1   2   3   4   5
# frame    6   7   2   3   4   5
# ```
#
# The obs at time $t$ is the frames $t-3$ to $t$, wherever they lie.

# %% [markdown] slug="ring-idea" lang="fr"
# La première ligne, c'est ce que font bien des programmes, avec une liste Python de copies en
# flottants ; un portable est plein en quelques minutes. La dernière, c'est ce que nous faisons. Les
# images sont écrites dans un **anneau** : un tableau de `capacity` lignes. L'image de l'instant $t$ va
# à la ligne $t \bmod c$, où $c$ est la capacité ; quand l'anneau est plein, la plus récente remplace
# la plus ancienne. Avec $c = 6$, après les images 0 à 7 :
#
# ```
# row      0   1   2   3   4   5
# frame    6   7   2   3   4   5
# ```
#
# L'obs de l'instant $t$, ce sont les images $t-3$ à $t$, où qu'elles se trouvent.

# %% [markdown] slug="ex-ring" lang="en"
# ### Exercise 5.3 · The ring · 3 points · 15 min · ●●●○○
#
# Two functions. Frames 0, 1, …, `n_added` − 1 were written into a ring of `capacity` rows.
#
# `stack_rows(t, capacity)`: the four rows that hold the frames $t-3$, $t-2$, $t-1$, $t$, in this order.
#
# `sample_times(n_added, capacity, batch_size, rng)`: `batch_size` times $t$, whole numbers, all equally
# likely, each drawn anew from `rng` (so one may come twice). A time may be drawn if the frames of its
# obs ($t-3$ to $t$) **and** of its next obs (one later) are all still in the ring.
#
# <details><summary>Hint 1: a nudge</summary>
#
# In the ring above, which is the oldest frame? And the newest? So which is the first $t$ whose stack
# is whole, and the last one that has a next frame?
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# The oldest frame is `max(0, n_added - capacity)`, the newest `n_added - 1`.
# `rng.integers(low, high, size=…)` leaves `high` out. `%` wraps around, for negative numbers too.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Draw from the oldest frame plus 3 up to `n_added - 2`, both included. The rows are the four times,
# each `% capacity`.
# </details>

# %% [markdown] slug="ex-ring" lang="fr"
# ### Exercice 5.3 · L'anneau · 3 points · 15 min · ●●●○○
#
# Deux fonctions. Les images 0, 1, …, `n_added` − 1 ont été écrites dans un anneau de `capacity` lignes.
#
# `stack_rows(t, capacity)` : les quatre lignes où sont les images $t-3$, $t-2$, $t-1$, $t$, dans cet
# ordre.
#
# `sample_times(n_added, capacity, batch_size, rng)` : `batch_size` instants $t$, des entiers, tous
# aussi probables, chacun tiré de nouveau avec `rng` (le même peut donc revenir). Un instant peut être
# tiré si les images de son obs ($t-3$ à $t$) **et** de l'obs suivante (un instant plus tard) sont toutes
# encore dans l'anneau.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Dans l'anneau ci-dessus, quelle est la plus ancienne image ? Et la plus récente ? Quel est donc le
# premier $t$ dont la pile est entière, et le dernier qui a une image suivante ?
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# La plus ancienne image est `max(0, n_added - capacity)`, la plus récente `n_added - 1`.
# `rng.integers(low, high, size=…)` exclut `high`. `%` revient au début, pour les négatifs aussi.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Tirez de la plus ancienne image plus 3 jusqu'à `n_added - 2`, les deux compris. Les lignes sont les
# quatre instants, chacun `% capacity`.
# </details>


# %% exercise="5.3" difficulty=3 minutes=15 nbgrader={"grade": false, "grade_id": "ring", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stack_rows(t, capacity):
    """
    en: Return the rows of the frames t - 3, ..., t: four ints.
    fr: Renvoie les lignes des images t - 3, ..., t : quatre entiers.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.3: return the four rows of the stack at time t, the oldest first.
    # stub fr: Exercice 5.3 : renvoyez les quatre lignes de la pile à l'instant t, la plus ancienne d'abord.
    return [(t - back) % capacity for back in (3, 2, 1, 0)]
    ### END SOLUTION


def sample_times(n_added, capacity, batch_size, rng):
    """
    en: Return batch_size times whose obs and next obs are in the ring, shape (batch_size,).
    fr: Renvoie batch_size instants dont l'obs et la suivante sont là, forme (batch_size,).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.3: return batch_size times, all equally likely, whose frames are all there.
    # stub fr: Exercice 5.3 : renvoyez batch_size instants, tous aussi probables, dont les images sont là.
    oldest = max(0, n_added - capacity)
    return rng.integers(oldest + 3, n_added - 1, size=batch_size)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "ring-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
expect(
    stack_rows(7, 6),
    [4, 5, 0, 1],
    what=tr(en="stack_rows(7, 6), the ring above", fr="stack_rows(7, 6), l'anneau ci-dessus"),
    mistakes=[
        (
            [1, 0, 5, 4],
            tr(en="the oldest comes first", fr="la plus ancienne vient d'abord"),
        ),
        (
            [4, 5, 6, 7],
            tr(
                en="those are the times; row 6 does not exist: where did the frame go?",
                fr="ce sont les instants ; la ligne 6 n'existe pas : où est passée l'image ?",
            ),
        ),
        (
            [5, 0, 1, 2],
            tr(
                en="that is one too late: the newest frame is that of t itself",
                fr="c'est un de trop : la plus récente est celle de t lui-même",
            ),
        ),
        (
            [1, 2, 3, 4],
            tr(
                en="that is t % capacity and the rows after it: go back in time from t",
                fr="c'est t % capacity et les lignes d'après : remontez le temps depuis t",
            ),
        ),
    ],
)


def times_drawn(n_added, capacity):
    drawn = attempt(sample_times, n_added, capacity, 2000, np.random.default_rng(0))
    return drawn if isinstance(drawn, Exception) else sorted(set(np.asarray(drawn).tolist()))


expect(
    times_drawn(8, 100),
    [3, 4, 5, 6],
    what=tr(
        en="the times that come in 2,000 draws, 8 frames in a ring of 100",
        fr="les instants obtenus en 2 000 tirages, 8 images dans un anneau de 100",
    ),
    mistakes=[
        (
            lambda got: isinstance(got, ValueError) and "sample" in str(got).lower(),
            tr(
                en="a batch may hold a time twice: draw each one anew, with replacement",
                fr="un lot peut contenir deux fois un instant : tirez chacun de nouveau, avec remise",
            ),
        ),
        (
            lambda got: len(got) == 1,
            tr(
                en="always the same time: draw each one anew, with size=batch_size",
                fr="toujours le même instant : tirez chacun de nouveau, avec size=batch_size",
            ),
        ),
        (
            lambda got: min(got) < 3,
            tr(
                en="at times 0, 1 and 2 the stack is not whole yet",
                fr="aux instants 0, 1 et 2, la pile n'est pas encore entière",
            ),
        ),
        (
            lambda got: max(got) == 7,
            tr(
                en="the last frame has no next obs yet",
                fr="la dernière image n'a pas encore d'obs suivante",
            ),
        ),
        (
            lambda got: max(got) > 7,
            tr(
                en="rows that were never written: the ring is not full yet",
                fr="des lignes jamais écrites : l'anneau n'est pas encore plein",
            ),
        ),
        (
            [3, 4, 5],
            tr(
                en="the last one is missing: integers leaves its upper end out",
                fr="il manque le dernier : integers exclut sa borne supérieure",
            ),
        ),
        (
            [4, 5, 6],
            tr(
                en="the first one is missing: the stack of time 3 is the frames 0 to 3",
                fr="il manque le premier : la pile de l'instant 3, ce sont les images 0 à 3",
            ),
        ),
    ],
)
expect(
    times_drawn(1000, 10),
    [993, 994, 995, 996, 997, 998],
    what=tr(
        en="1,000 frames were written into a ring of 10",
        fr="1 000 images ont été écrites dans un anneau de 10",
    ),
    mistakes=[
        (
            lambda got: max(got) < 20,
            tr(
                en="those are rows; wanted are times",
                fr="ce sont des lignes ; on veut des instants",
            ),
        ),
        (
            lambda got: min(got) < 990,
            tr(
                en="the oldest frames were overwritten long ago",
                fr="les plus anciennes images ont été remplacées depuis longtemps",
            ),
        ),
        (
            lambda got: min(got) < 993,
            tr(
                en="frame 989 is gone: which is the first stack that is whole?",
                fr="l'image 989 n'est plus là : quelle est la première pile entière ?",
            ),
        ),
    ],
)
rng = np.random.default_rng(0)
pairs = [[int(t) for t in sample_times(1000, 900, 2, rng)] for _ in range(20)]
expect(
    len({second - first for first, second in pairs}),
    lambda got: got > 10,
    what=tr(
        en="two times in each of 20 batches: how many different distances between the two",
        fr="deux instants dans chacun de 20 lots : combien d'écarts différents entre les deux",
    ),
    mistakes=[
        (
            lambda got: pairs[0] == pairs[1],
            tr(
                en="all batches are the same: draw from rng, and make no new generator",
                fr="tous les lots sont les mêmes : tirez de rng, sans créer un autre générateur",
            ),
        ),
        (
            1,
            tr(
                en="steps that follow each other look alike: draw each time on its own",
                fr="des pas qui se suivent se ressemblent : tirez chaque instant séparément",
            ),
        ),
    ],
)
same_seed = [list(sample_times(1000, 900, 9, np.random.default_rng(1))) for _ in range(2)]
expect(
    same_seed[0] == same_seed[1],
    True,
    what=tr(en="the same seed gives the same times", fr="la même graine donne les mêmes instants"),
    mistakes={False: tr(en="draw from rng and nothing else", fr="ne tirez que de rng")},
)
### BEGIN HIDDEN TESTS
import numpy as np

from autograder.checks import check, rng
from autograder.judges import drawn_from, each, equal


def counted(n_added, capacity, seed, draws=600):
    # the times themselves, how far apart two of a batch are, and whether a seed decides
    # counted from n_added - capacity on, which may be below 0; what is far out falls on the edge
    times, apart = np.zeros(2 * capacity, int), np.zeros(4 * capacity, int)
    generator = np.random.default_rng(seed)
    for _ in range(draws):
        t, _, _, other = np.asarray(sample_times(n_added, capacity, 4, generator)).tolist()
        times[int(np.clip(t - n_added + capacity, 0, 2 * capacity - 1))] += 1
        apart[int(np.clip(other - t + 2 * capacity, 0, 4 * capacity - 1))] += 1
    repeated = [0, 0]
    for seed in range(5):
        pair = [sample_times(n_added, capacity, 4, np.random.default_rng(seed)) for _ in range(2)]
        repeated[int(np.array_equal(*pair))] += 1
    return [times, apart, repeated]


def wanted_counts(n_added, capacity, draws=600):
    may, apart = np.zeros(2 * capacity), np.zeros(4 * capacity)
    may[max(capacity - n_added, 0) + 3 : capacity - 1] = 1
    n = int(may.sum())
    for d in range(1 - n, n):
        apart[d + 2 * capacity] = (n - abs(d)) / n**2
    return [
        {"draws": draws, "probabilities": may / n},
        {"draws": draws, "probabilities": apart},
        {"draws": 5, "probabilities": [0.0, 1.0]},
    ]


capacities = rng.integers(5, 40, size=60).tolist()
times = rng.integers(3, 500, size=60).tolist()
check(
    [np.asarray(stack_rows(t, c)).tolist() for t, c in zip(times, capacities, strict=True)],
    equal(),
    about=tr(en="the rows of a stack", fr="les lignes d'une pile"),
)
sizes = rng.integers((12, 40), (30, 80), size=(8, 2)).tolist()
seeds = rng.integers(2**32, size=8).tolist()
check(
    [part for size, seed in zip(sizes, seeds, strict=True) for part in counted(*size, seed)],
    each(drawn_from()),
    wanted=[part for size in sizes for part in wanted_counts(*size)],
    about=tr(
        en="rings that are not full yet: every time as often, whatever else is in the batch",
        fr="des anneaux pas encore pleins : chaque instant aussi souvent, quel que soit le reste du lot",
    ),
)
sizes = rng.integers((100, 12), (900, 30), size=(8, 2)).tolist()
seeds = rng.integers(2**32, size=8).tolist()
check(
    [part for size, seed in zip(sizes, seeds, strict=True) for part in counted(*size, seed)],
    each(drawn_from()),
    wanted=[part for size in sizes for part in wanted_counts(*size)],
    about=tr(
        en="rings that are full: every time as often, whatever else is in the batch",
        fr="des anneaux pleins : chaque instant aussi souvent, quel que soit le reste du lot",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="buffer-idea" lang="en"
# One thing is missing: games end, and a stack must not mix two of them. The course's `ReplayBuffer`
# does all of this, for several games at once, and adds the n-step returns of exercise 5.8. It draws
# no transition whose next obs was never seen: where a **time limit** stopped the game. It says how much
# memory it will take before it takes it.

# %% [markdown] slug="buffer-idea" lang="fr"
# Il manque une chose : les parties finissent, et une pile ne doit pas en mêler deux. Le `ReplayBuffer`
# du cours fait tout cela, pour plusieurs parties à la fois, et y ajoute les retours à n pas de
# l'exercice 5.8. Il ne tire aucune transition dont l'obs suivante n'a jamais été vue : là où une
# **limite de temps** a arrêté la partie. Il dit combien de mémoire il prendra avant de la prendre.

# %% slug="buffer"
buffer = ReplayBuffer(1_000, n_envs=8, obs_shape=(4, 36, 36), seed=0)
games = CatchGames(n_envs=8, seed=0)
rng = np.random.default_rng(0)
for _ in range(60):
    obs, action = games.obs, rng.integers(games.n_actions, size=8)
    step = games.step(action)
    buffer.add(obs, action, step.reward, step.terminated, step.game_over | step.truncated)
print(buffer)
for name, part in buffer.sample(32)._asdict().items():
    print(f"{name:10} {tuple(part.shape)} {part.dtype}")

# %% [markdown] slug="learning" lang="en"
# ## Learning from a batch
#
# The update is that of chapter 3, with a network in the place of the table. For each transition
# $(s, a, r, s')$ of the batch:
#
# $$y = r + \gamma \max_{a'} Q_{\text{target}}(s', a') \qquad \delta = y - Q(s, a)$$
#
# A table moved its entry a step towards the target. A network cannot change one entry alone. So we
# make the errors of the batch **smaller together**: a loss of $\delta$, its gradient with respect to
# the weights, a step of the optimiser. The target $y$ is taken as a constant: no gradient flows
# through it.

# %% [markdown] slug="learning" lang="fr"
# ## Apprendre d'un lot
#
# La mise à jour est celle du chapitre 3, avec un réseau à la place de la table. Pour chaque transition
# $(s, a, r, s')$ du lot :
#
# $$y = r + \gamma \max_{a'} Q_{\text{cible}}(s', a') \qquad \delta = y - Q(s, a)$$
#
# Une table rapprochait sa case de la cible d'un pas. Un réseau ne peut pas changer une seule case. On
# rend donc les erreurs du lot **plus petites toutes ensemble** : une perte de $\delta$, son gradient
# par rapport aux poids, un pas de l'optimiseur. La cible $y$ est prise comme une constante : aucun
# gradient ne la traverse.

# %% [markdown] slug="ex-current" lang="en"
# ### Exercise 5.4 · The Q-values that were played · 2 points · 8 min · ●●○○○
#
# The network gives a whole row for each obs; only one action of it was played. Write
# `current_q(q_values, action)`: $Q(s, a)$ of each transition.
#
# - `q_values`: float tensor, shape (B, n_actions); `action`: int64 tensor, shape (B,);
# - returns a tensor of shape (B,), made with torch operations, so that the gradient reaches
#   `q_values`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Row 0 and action `action[0]`, row 1 and action `action[1]`, … One entry a row.
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# Either `gather` along dimension 1, whose index needs a second dimension: `action[:, None]`. Or an
# index for each dimension, the first one being `torch.arange(len(action))`.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `gather` gives shape (B, 1); `squeeze(1)` takes the second dimension away again.
# </details>

# %% [markdown] slug="ex-current" lang="fr"
# ### Exercice 5.4 · Les valeurs Q des actions jouées · 2 points · 8 min · ●●○○○
#
# Le réseau donne une ligne entière par obs ; une seule de ses actions a été jouée. Écrivez
# `current_q(q_values, action)` : $Q(s, a)$ pour chaque transition.
#
# - `q_values` : tenseur de flottants, de forme (B, n_actions) ; `action` : tenseur int64, de forme
#   (B,) ;
# - renvoie un tenseur de forme (B,), fait d'opérations de torch, pour que le gradient atteigne
#   `q_values`.
#
# <details><summary>Indice 1 : une piste</summary>
#
# La ligne 0 et l'action `action[0]`, la ligne 1 et l'action `action[1]`, … Une case par ligne.
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# Soit `gather` le long de la dimension 1, dont l'indice veut une seconde dimension :
# `action[:, None]`. Soit un indice par dimension, le premier étant `torch.arange(len(action))`.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `gather` donne la forme (B, 1) ; `squeeze(1)` enlève de nouveau la seconde dimension.
# </details>


# %% exercise="5.4" difficulty=2 minutes=8 nbgrader={"grade": false, "grade_id": "current-q", "locked": false, "schema_version": 3, "solution": true, "task": false}
def current_q(q_values, action):
    """
    en: Return Q(s, a) of the actions that were played, shape (B,).
    fr: Renvoie Q(s, a) des actions jouées, forme (B,).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.4: return the Q-value of the action played in each row, shape (B,).
    # stub fr: Exercice 5.4 : renvoyez la valeur Q de l'action jouée à chaque ligne, forme (B,).
    return q_values.gather(1, action[:, None]).squeeze(1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "current-q-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
q_values = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
action = torch.tensor([2, 0])
expect(
    current_q(q_values, action),
    [3.0, 4.0],
    what="current_q([[1, 2, 3], [4, 5, 6]], [2, 0])",
    mistakes=[
        (
            [[3.0, 1.0], [6.0, 4.0]],
            tr(
                en="both columns of both rows: each row needs its own action",
                fr="les deux colonnes des deux lignes : chaque ligne a son action",
            ),
        ),
        (
            [[3.0], [4.0]],
            tr(
                en="shape (B, 1): minus a target of shape (B,) that would give (B, B). Squeeze it",
                fr="forme (B, 1) : avec une cible de forme (B,), on aurait (B, B). Ôtez-la (squeeze)",
            ),
        ),
        (
            [3.0, 1.0],
            tr(
                en="both from row 0: the first action belongs to row 0, the second to row 1",
                fr="toutes deux de la ligne 0 : la deuxième action est celle de la ligne 1",
            ),
        ),
        (
            [3.0, 6.0],
            tr(
                en="those are the best actions; wanted are those that were played",
                fr="ce sont les meilleures actions ; on veut celles qui ont été jouées",
            ),
        ),
        (
            7.0,
            tr(
                en="a sum; wanted is one value a row", fr="une somme ; on veut une valeur par ligne"
            ),
        ),
    ],
)
expect(
    all(
        getattr(played, "requires_grad", False)
        for played in current_q(q_values.clone().requires_grad_(), action)
    ),
    True,
    what=tr(en="the gradient reaches q_values", fr="le gradient atteint q_values"),
    mistakes={
        False: tr(
            en="cut off: leave out detach, item, tolist, numpy, torch.tensor and no_grad",
            fr="il est coupé : sans detach, item, tolist, numpy, torch.tensor ni no_grad",
        )
    },
)
### BEGIN HIDDEN TESTS
import numpy as np
import torch

from autograder.checks import check, rng
from autograder.judges import close


def values_of(batch, n_actions, rng):
    q = torch.tensor(rng.normal(size=(batch, n_actions)), dtype=torch.float32)
    return np.asarray(current_q(q, torch.tensor(rng.integers(n_actions, size=batch)))).tolist()


def gradient_of(batch, n_actions, rng):
    q = torch.tensor(rng.normal(size=(batch, n_actions)), dtype=torch.float32, requires_grad=True)
    weights = torch.tensor(rng.normal(size=batch), dtype=torch.float32)
    played = current_q(q, torch.tensor(rng.integers(n_actions, size=batch)))
    if not torch.is_tensor(played):
        played = torch.stack(list(played))
    (weights * played).sum().backward()
    return q.grad.tolist()


check(
    [values_of(32, 4, rng), values_of(1, 6, rng), values_of(4, 4, rng)],
    close(),
    about=tr(en="batches of several sizes", fr="des lots de plusieurs tailles"),
)
check(
    gradient_of(16, 5, rng),
    close(),
    about=tr(
        en="the gradient, which must reach the actions played and no others",
        fr="le gradient, qui doit atteindre les actions jouées et elles seules",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="ex-target" lang="en"
# ### Exercise 5.5 · The target · 3 points · 12 min · ●●○○○
#
# Write `dqn_target(reward, terminated, next_q_target, discount)`: $y$ for each transition, $r$ alone
# where the episode is over.
#
# - `reward`: float tensor, shape (B,); `terminated`: bool tensor, shape (B,);
# - `next_q_target`: float tensor, shape (B, n_actions), the target network's row for $s'$;
# - `discount`: a float; returns shape (B,).
#
# `terminated` is not "done": a game stopped by a time limit still has a future, and nobody tells this
# function that it stopped. Many a program passes `terminated or truncated` here, and so teaches its
# agent that long games end in nothing.
#
# <details><summary>Hint 1: a nudge</summary>
#
# As in chapter 3, for a whole batch: what is the future worth, and where is it worth nothing?
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# `next_q_target.max(dim=1)` has two parts, `values` and `indices`. `~terminated` is the opposite
# (torch refuses `1 - terminated`), and `.float()` makes 0 and 1 of it.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `torch.where(terminated, …, …)`: the reward in the first case; in the second the reward plus
# `discount` times the best value.
# </details>

# %% [markdown] slug="ex-target" lang="fr"
# ### Exercice 5.5 · La cible · 3 points · 12 min · ●●○○○
#
# Écrivez `dqn_target(reward, terminated, next_q_target, discount)` : $y$ pour chaque transition, $r$
# seul là où l'épisode est fini.
#
# - `reward` : tenseur de flottants, de forme (B,) ; `terminated` : tenseur de bool, de forme (B,) ;
# - `next_q_target` : tenseur de flottants, de forme (B, n_actions), la ligne du réseau cible pour $s'$ ;
# - `discount` : un float ; renvoie la forme (B,).
#
# `terminated` ne veut pas dire « fini » : une partie arrêtée par une limite de temps a encore un
# avenir, et personne ne dit à cette fonction qu'elle s'est arrêtée. Bien des programmes passent ici
# `terminated or truncated`, et apprennent ainsi à leur agent que les longues parties ne mènent à rien.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Comme au chapitre 3, pour tout un lot : que vaut l'avenir, et où ne vaut-il rien ?
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# `next_q_target.max(dim=1)` a deux parties, `values` et `indices`. `~terminated` est le contraire
# (torch refuse `1 - terminated`), et `.float()` en fait des 0 et des 1.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `torch.where(terminated, …, …)` : la récompense dans le premier cas ; dans le second, la récompense
# plus `discount` fois la meilleure valeur.
# </details>


# %% exercise="5.5" difficulty=2 minutes=12 nbgrader={"grade": false, "grade_id": "dqn-target", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dqn_target(reward, terminated, next_q_target, discount):
    """
    en: Return r + discount * max_a Q_target(s', a), and r alone where terminated: shape (B,).
    fr: Renvoie r + discount * max_a Q_target(s', a), et r seul si terminated : forme (B,).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.5: return the target of each transition, shape (B,).
    # stub fr: Exercice 5.5 : renvoyez la cible de chaque transition, forme (B,).
    future = next_q_target.max(dim=1).values
    return torch.where(terminated, reward, reward + discount * future)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dqn-target-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
reward = torch.tensor([1.0, 0.0, -1.0])
terminated = torch.tensor([False, False, True])
next_q = torch.tensor([[2.0, 5.0], [8.0, 4.0], [6.0, 7.0]])
# en: 1 + 0.9 x 5 = 5.5; 0 + 0.9 x 8 = 7.2; the third is terminal: -1
# fr: 1 + 0,9 x 5 = 5,5 ; 0 + 0,9 x 8 = 7,2 ; la troisième est terminale : -1
expect(
    attempt(dqn_target, reward, terminated, next_q, 0.9),
    [5.5, 7.2, -1.0],
    what="dqn_target([1, 0, -1], [F, F, T], [[2, 5], [8, 4], [6, 7]], 0.9)",
    mistakes=[
        (
            lambda got: (
                isinstance(got, TypeError)
                and ("sequence" in str(got) or "return_types" in str(got))
            ),
            tr(
                en="max(dim=1) gives the largest values and their places: take .values",
                fr="max(dim=1) donne les plus grandes valeurs et leurs places : prenez .values",
            ),
        ),
        (
            [5.5, 7.2, 5.3],
            tr(
                en="the last one is terminal: no future, however large its row",
                fr="la dernière est terminale : pas d'avenir, si grande que soit sa ligne",
            ),
        ),
        (
            [5.5, 7.2, 0.0],
            tr(
                en="the last reward counts: at the end the target is r, not 0",
                fr="la dernière récompense compte : à la fin la cible est r, pas 0",
            ),
        ),
        (
            [1.0, 0.0, 5.3],
            tr(en="the mask is the wrong way round", fr="le masque est à l'envers"),
        ),
        (
            [6.0, 8.0, -1.0],
            tr(en="discount is missing", fr="il manque discount"),
        ),
        (
            [1.9, 0.0, -1.0],
            tr(
                en="that is the place of the best value; take the value",
                fr="c'est la place de la meilleure valeur ; prenez la valeur",
            ),
        ),
        (
            [8.2, 7.2, -1.0],
            tr(
                en="the maximum of the whole batch; take that of each row",
                fr="le maximum de tout le lot ; prenez celui de chaque ligne",
            ),
        ),
        (
            [4.15, 5.4, -1.0],
            tr(en="that is the mean of the row", fr="c'est la moyenne de la ligne"),
        ),
        (
            lambda got: np.shape(got) == (3, 3),
            tr(
                en="a (B, 1) met a (B,): keep every tensor at shape (B,)",
                fr="un (B, 1) a rencontré un (B,) : gardez tous les tenseurs à la forme (B,)",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
import numpy as np
import torch

from autograder.checks import check, rng
from autograder.judges import close


def target_of(batch, n_actions, ends, rng):
    reward = torch.tensor(rng.normal(size=batch), dtype=torch.float32)
    terminated = torch.tensor(rng.random(batch) < ends)
    next_q = torch.tensor(rng.normal(size=(batch, n_actions)) - 2, dtype=torch.float32)
    discount = float(rng.uniform(0.5, 1.0))
    return np.asarray(dqn_target(reward, terminated, next_q, discount)).tolist()


check(
    target_of(32, 4, 0.0, rng),
    close(),
    about=tr(en="episodes that go on", fr="des épisodes qui continuent"),
)
check(
    target_of(32, 4, 1.0, rng),
    close(),
    about=tr(en="episodes that end", fr="des épisodes qui finissent"),
)
check(
    [target_of(40, 6, 0.4, rng), target_of(1, 3, 0.0, rng), target_of(2, 2, 0.5, rng)],
    close(),
    about=tr(en="both, mixed; small batches too", fr="les deux, mêlés ; de petits lots aussi"),
)
### END HIDDEN TESTS

# %% [markdown] slug="ex-huber" lang="en"
# ### Exercise 5.6 · The Huber loss · 2 points · 8 min · ●●○○○
#
# The square of an error of 20 has the gradient 40: one surprise would overturn the network. The Huber
# loss is a parabola near zero and a straight line beyond, so no gradient is larger than 1:
#
# $$L(\delta) = \frac{1}{2} \delta^2 \;\text{ if } |\delta| \le 1, \qquad L(\delta) = |\delta| - \frac{1}{2} \;\text{ otherwise}$$
#
# Write `huber_loss(td_error)`: the loss of each error. Float tensor, shape (B,), to a tensor of shape
# (B,), made with torch operations. You may use torch's own, if you find its options.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Both formulas can be computed for all errors; then choose, error by error.
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# `td_error.abs()`, and `torch.where(condition, one, other)`. In torch's own, `reduction="none"` keeps one
# loss an error.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# With `size = td_error.abs()`: where `size <= 1`, half the square; elsewhere `size - 0.5`.
# </details>

# %% [markdown] slug="ex-huber" lang="fr"
# ### Exercice 5.6 · La perte de Huber · 2 points · 8 min · ●●○○○
#
# Le carré d'une erreur de 20 a pour gradient 40 : une seule surprise bouleverserait le réseau. La perte
# de Huber est une parabole près de zéro et une droite au-delà, si bien qu'aucun gradient ne dépasse 1 :
#
# $$L(\delta) = \frac{1}{2} \delta^2 \;\text{ si } |\delta| \le 1, \qquad L(\delta) = |\delta| - \frac{1}{2} \;\text{ sinon}$$
#
# Écrivez `huber_loss(td_error)` : la perte de chaque erreur. Un tenseur de flottants, de forme (B,),
# donne un tenseur de forme (B,), fait d'opérations de torch. Vous pouvez employer celle de torch, si
# vous en trouvez les options.
#
# <details><summary>Indice 1 : une piste</summary>
#
# On peut calculer les deux formules pour toutes les erreurs, puis choisir, erreur par erreur.
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# `td_error.abs()`, et `torch.where(condition, one, other)`. Dans celle de torch, `reduction="none"` garde
# une perte par erreur.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Avec `size = td_error.abs()` : là où `size <= 1`, la moitié du carré ; ailleurs, `size - 0.5`.
# </details>


# %% exercise="5.6" difficulty=2 minutes=8 nbgrader={"grade": false, "grade_id": "huber-loss", "locked": false, "schema_version": 3, "solution": true, "task": false}
def huber_loss(td_error):
    """
    en: Return the Huber loss of each error: a parabola up to 1, a line of slope 1 beyond. (B,)
    fr: Renvoie la perte de Huber de chaque erreur : parabole jusqu'à 1, puis droite de pente 1. (B,)
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.6: return the Huber loss of each error, shape (B,).
    # stub fr: Exercice 5.6 : renvoyez la perte de Huber de chaque erreur, forme (B,).
    size = td_error.abs()
    return torch.where(size <= 1, 0.5 * td_error**2, size - 0.5)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "huber-loss-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
expect(
    huber_loss(torch.tensor([0.0, 0.5, -1.0, 3.0, -4.0])),
    [0.0, 0.125, 0.5, 2.5, 3.5],
    what="huber_loss([0, 0.5, -1, 3, -4])",
    mistakes=[
        (
            [0.0, 0.125, 0.5, 4.5, 8.0],
            tr(
                en="half the square everywhere: large errors want the line",
                fr="la moitié du carré partout : les grandes erreurs veulent la droite",
            ),
        ),
        (
            [0.0, 0.25, 1.0, 2.5, 3.5],
            tr(
                en="the parabola lacks its factor 1/2: the two pieces do not meet at 1",
                fr="il manque 1/2 à la parabole : les deux morceaux ne se rejoignent pas en 1",
            ),
        ),
        (
            [0.0, 0.125, 0.5, 3.0, 4.0],
            tr(
                en="the line lacks its -1/2: the two pieces do not meet at 1",
                fr="il manque -1/2 à la droite : les deux morceaux ne se rejoignent pas en 1",
            ),
        ),
        (
            [0.0, 0.125, 0.5, 0.5, 0.5],
            tr(
                en="clipping the error makes the loss flat: a large error would teach nothing",
                fr="couper l'erreur aplatit la perte : une grande erreur n'apprendrait rien",
            ),
        ),
        (
            [0.0, 0.125, 0.5, 2.5, -4.5],
            tr(en="take the absolute value first", fr="prenez d'abord la valeur absolue"),
        ),
        (
            [0.0, 0.125, 0.5, 2.5, 8.0],
            tr(en="take the absolute value first", fr="prenez d'abord la valeur absolue"),
        ),
        (
            lambda got: np.shape(got) == (),
            tr(
                en="one number; wanted is one loss an error, their mean comes later",
                fr="un seul nombre ; on veut une perte par erreur, la moyenne vient plus tard",
            ),
        ),
    ],
)
expect(
    all(
        getattr(loss, "requires_grad", False)
        for loss in huber_loss(torch.tensor([0.5, -3.0], requires_grad=True))
    ),
    True,
    what=tr(en="the gradient reaches td_error", fr="le gradient atteint td_error"),
    mistakes={
        False: tr(
            en="cut off: leave out detach, item, tolist, numpy, torch.tensor and no_grad",
            fr="il est coupé : sans detach, item, tolist, numpy, torch.tensor ni no_grad",
        )
    },
)
### BEGIN HIDDEN TESTS
import numpy as np
import torch

from autograder.checks import check, rng
from autograder.judges import close


def slopes(errors):
    errors = torch.tensor(errors, dtype=torch.float32, requires_grad=True)
    loss = huber_loss(errors)
    if not torch.is_tensor(loss):
        loss = torch.stack(list(loss))
    loss.sum().backward()
    return errors.grad.tolist()


small, large = rng.uniform(-1, 1, size=40), rng.uniform(1.01, 30, size=40)
large *= rng.choice([-1, 1], size=40)
check(
    np.asarray(huber_loss(torch.tensor(small, dtype=torch.float32))).tolist(),
    close(),
    about=tr(en="errors below 1", fr="des erreurs inférieures à 1"),
)
check(
    np.asarray(huber_loss(torch.tensor(large, dtype=torch.float32))).tolist(),
    close(),
    about=tr(en="errors above 1, of both signs", fr="des erreurs supérieures à 1, des deux signes"),
)
check(
    slopes(rng.permutation(np.concatenate([rng.normal(size=30), 9 * rng.normal(size=30)]))),
    close(),
    about=tr(
        en="the gradient: the error itself, never beyond 1",
        fr="le gradient : l'erreur elle-même, jamais plus de 1",
    ),
)
### END HIDDEN TESTS

# %% slug="huber-picture" picture="huber" tags=["skip-when-grading"]
errors = torch.linspace(-4, 4, 401)
figure = Figure(figsize=(5.4, 2.6), layout="constrained")
axes = figure.subplots()
axes.plot(errors, errors**2 / 2, "--", color="0.5", label=tr(en="half the square", fr="demi-carré"))
axes.plot(errors, huber_loss(errors), color="#0072B2", label="Huber")
axes.set_ylim(0, 5)
axes.set_xlabel(tr(en="error", fr="erreur"))
axes.set_ylabel(tr(en="loss", fr="perte"))
axes.legend(frameon=False, fontsize=8)
axes.spines[["top", "right"]].set_visible(False)
Plot(
    figure,
    tr(en="The Huber loss beside half the square.", fr="La perte de Huber et le demi-carré."),
)

# %% [markdown] slug="huber-see" lang="en"
# **What you should see.** Up to an error of 1 the two agree; beyond, Huber's goes on straight.
#
# ![Two curves over the error, from −4 to 4: half the square, dashed, shoots up; the Huber loss lies on it between −1 and 1 and goes on as two straight lines.](picture:huber)
#
# ## A target that holds still
#
# The target is made by a network. If it is the one that learns, each update moves its own target, and a
# value may chase itself upwards. So the target comes from a **copy** that lags behind, the target
# network. Mnih et al. (2015) copy the weights every so many updates. Polyak averaging moves them a
# little at each one, by a share $\tau$:
#
# $$\theta_{\text{target}} \leftarrow (1 - \tau) \, \theta_{\text{target}} + \tau \, \theta$$
#
# With $\tau = 1$ it is the copy.

# %% [markdown] slug="huber-see" lang="fr"
# **Ce que vous devriez voir.** Jusqu'à une erreur de 1, les deux coïncident ; au-delà, celle de Huber
# continue tout droit.
#
# ![Deux courbes selon l'erreur, de −4 à 4 : le demi-carré, en tirets, s'envole ; la perte de Huber le suit entre −1 et 1, puis continue en deux droites.](picture:huber)
#
# ## Une cible qui ne bouge pas
#
# La cible est faite par un réseau. Si c'est celui qui apprend, chaque mise à jour déplace sa propre
# cible, et une valeur peut monter en se courant après. La cible vient donc d'une **copie** en retard, le
# réseau cible. Mnih et al. (2015) copient les poids toutes les tant de mises à jour. La moyenne de
# Polyak les déplace un peu à chacune, d'une part $\tau$ :
#
# $$\theta_{\text{cible}} \leftarrow (1 - \tau) \, \theta_{\text{cible}} + \tau \, \theta$$
#
# Avec $\tau = 1$, c'est la copie.

# %% [markdown] slug="ex-polyak" lang="en"
# ### Exercise 5.7 · Polyak update · 3 points · 12 min · ●●●○○
#
# Write `polyak_update(target_network, q_network, tau)`, which moves every parameter of the target
# network by the share `tau` towards that of the online network, **in place**. It returns nothing, and
# leaves `q_network` as it is.
#
# Both are torch modules of the same shape; `network.parameters()` gives their parameters in the same
# order.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Walk through both lists of parameters side by side. `slow = …` would only give a new name to something
# new; the parameter itself has to change.
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# `slow.copy_(new)` writes into a parameter. Torch refuses this while it records gradients: put it into
# `with torch.no_grad():`.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `for slow, fast in zip(target_network.parameters(), q_network.parameters()):` and the equation inside
# `slow.copy_(…)`.
# </details>

# %% [markdown] slug="ex-polyak" lang="fr"
# ### Exercice 5.7 · Mise à jour de Polyak · 3 points · 12 min · ●●●○○
#
# Écrivez `polyak_update(target_network, q_network, tau)`, qui rapproche chaque paramètre du réseau
# cible de celui du réseau qui apprend, d'une part `tau`, **sur place**. Elle ne renvoie rien, et laisse
# `q_network` tel quel.
#
# Tous deux sont des modules torch de même forme ; `network.parameters()` donne leurs paramètres dans le
# même ordre.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Parcourez les deux listes de paramètres côte à côte. `slow = …` ne ferait que donner un nouveau nom à
# quelque chose de nouveau ; c'est le paramètre lui-même qui doit changer.
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# `slow.copy_(new)` écrit dans un paramètre. Torch le refuse tant qu'il note les gradients : mettez-le
# sous `with torch.no_grad():`.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `for slow, fast in zip(target_network.parameters(), q_network.parameters()):` et l'équation dans
# `slow.copy_(…)`.
# </details>


# %% exercise="5.7" difficulty=3 minutes=12 nbgrader={"grade": false, "grade_id": "polyak-update", "locked": false, "schema_version": 3, "solution": true, "task": false}
def polyak_update(target_network, q_network, tau):
    """
    en: Move every parameter of the target network by the share tau towards the online network's.
    fr: Rapproche chaque paramètre du réseau cible de celui du réseau qui apprend, d'une part tau.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.7: move the parameters of target_network, in place.
    # stub fr: Exercice 5.7 : déplacez les paramètres de target_network, sur place.
    with torch.no_grad():
        for slow, fast in zip(target_network.parameters(), q_network.parameters(), strict=True):
            slow.copy_((1 - tau) * slow + tau * fast)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "polyak-update-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def after_polyak(tau, *, times=1):
    """
    en: The weights of a target at 0 and of an online network at 1, after some updates.
    fr: Les poids d'une cible à 0 et d'un réseau à 1, après quelques mises à jour.
    """
    target, online = torch.nn.Linear(1, 1), torch.nn.Linear(1, 1)
    for network, number in ((target, 0.0), (online, 1.0)):
        torch.nn.init.constant_(network.weight, number)
        torch.nn.init.constant_(network.bias, number)
    for _ in range(times):
        polyak_update(target, online, tau)
    return [p.item() for net in (target, online) for p in net.parameters()]


expect(
    after_polyak(0.25),
    [0.25, 0.25, 1.0, 1.0],
    what=tr(
        en="target (two parameters) at 0, online at 1, tau 0.25",
        fr="cible (deux paramètres) à 0, réseau à 1, tau 0,25",
    ),
    mistakes=[
        (
            [0.0, 0.0, 1.0, 1.0],
            tr(
                en="nothing changed: write into the parameter (copy_), not to a new name",
                fr="rien n'a changé : écrivez dans le paramètre (copy_), pas sous un nouveau nom",
            ),
        ),
        (
            [0.75, 0.75, 1.0, 1.0],
            tr(
                en="tau is the share of the online network, 1 - tau that of the target",
                fr="tau est la part du réseau qui apprend, 1 - tau celle de la cible",
            ),
        ),
        (
            [1.0, 1.0, 1.0, 1.0],
            tr(en="that is a full copy: tau is not used", fr="c'est une copie : tau ne sert pas"),
        ),
        (
            [0.0, 0.0, 0.75, 0.75],
            tr(
                en="the online network moved: it is the target that has to follow",
                fr="c'est le réseau qui apprend qui a bougé : la cible doit le suivre",
            ),
        ),
        (
            [0.0, 0.0, 0.25, 0.25],
            tr(
                en="the online network moved: it is the target that has to follow",
                fr="c'est le réseau qui apprend qui a bougé : la cible doit le suivre",
            ),
        ),
        (
            lambda got: got[2:] != [1.0, 1.0],
            tr(en="the online network changed", fr="le réseau qui apprend a changé"),
        ),
        (
            lambda got: got[0] != got[1],
            tr(
                en="only some of the parameters moved: go through all of them",
                fr="certains paramètres seulement ont bougé : parcourez-les tous",
            ),
        ),
    ],
)
expect(
    after_polyak(0.5, times=2),
    [0.75, 0.75, 1.0, 1.0],
    what=tr(en="the same, twice with tau 0.5", fr="de même, deux fois avec tau 0,5"),
)
### BEGIN HIDDEN TESTS
import numpy as np
import torch

from autograder.checks import check, rng
from autograder.judges import close


def pair(rng):
    made = [
        torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.ReLU(), torch.nn.Linear(4, 3))
        for _ in range(2)
    ]
    for network in made:
        for parameter in network.parameters():
            drawn = torch.tensor(rng.normal(size=tuple(parameter.shape)), dtype=torch.float32)
            parameter.data.copy_(drawn)
    return made


def numbers(network):
    return [number for p in network.parameters() for number in p.detach().flatten().tolist()]


def followed(taus, rng):
    target, online = pair(rng)
    for tau in taus:
        polyak_update(target, online, float(tau))
    return [numbers(target), numbers(online), [int(p.requires_grad) for p in online.parameters()]]


def copied_then_trained(rng):
    target, online = pair(rng)
    polyak_update(target, online, 1.0)
    for parameter in online.parameters():
        parameter.data.add_(1.0)  # what is learned later is not the copy's
    return numbers(target)


check(
    followed(rng.uniform(0.01, 0.3, size=1), rng)[0],
    close(),
    about=tr(en="one update of a larger network", fr="une mise à jour d'un plus grand réseau"),
)
check(
    followed(rng.uniform(0.01, 0.9, size=12), rng),
    close(),
    about=tr(
        en="several updates; the online network stays as it is",
        fr="plusieurs mises à jour ; le réseau qui apprend reste tel quel",
    ),
)
check(
    copied_then_trained(rng),
    close(),
    about=tr(
        en="tau 1 copies, and the copy does not follow by itself",
        fr="tau 1 copie, et la copie ne suit pas d'elle-même",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="n-step" lang="en"
# ## Several steps at once
#
# A reward travels backwards one step an update: the paddle that saved the ball learns of the brick 30
# steps later, after 30 rounds of bootstrapping. An **n-step return** looks further
# (Sutton & Barto, 2018, eq. 7.1):
#
# $$G = r_0 + \gamma r_1 + \dots + \gamma^{n-1} r_{n-1} + \gamma^n \max_a Q_{\text{target}}(s_n, a)$$
#
# It comes at a price: the actions in between were chosen by an older, exploring policy, and the return
# is theirs. With $n = 3$ the price is small. For a short training it is the most useful of all the
# additions to DQN; you will measure it below.

# %% [markdown] slug="n-step" lang="fr"
# ## Plusieurs pas d'un coup
#
# Une récompense remonte d'un pas par mise à jour : la raquette qui a sauvé la balle n'apprend
# l'existence de la brique, 30 pas plus tard, qu'au bout de 30 tours de bootstrapping. Un **retour à n
# pas** voit plus loin (Sutton et Barto, 2018, éq. 7.1) :
#
# $$G = r_0 + \gamma r_1 + \dots + \gamma^{n-1} r_{n-1} + \gamma^n \max_a Q_{\text{cible}}(s_n, a)$$
#
# Cela a un prix : les actions intermédiaires ont été choisies par une politique plus ancienne, qui
# explorait, et le retour est le sien. Avec $n = 3$, le prix est faible. Pour un entraînement court,
# c'est le plus utile de tous les ajouts à DQN ; vous le mesurerez plus bas.

# %% [markdown] slug="ex-n-step" lang="en"
# ### Exercise 5.8 · n-step return · 3 points · 12 min · ●●●○○
#
# Write `n_step_return(rewards, terminated, bootstrap, gamma)` for n steps that follow each other.
#
# - `rewards`: n floats; `terminated`: n truth values, True at a step that ended the episode: what
#   comes after it belongs to another episode and does not count;
# - `bootstrap`: a float, $\max_a Q_{\text{target}}(s_n, a)$;
# - returns $G$, a float.
#
# <details><summary>Hint 1: a nudge</summary>
#
# If the episode ends at the second of three steps: which rewards count, and is there a bootstrap?
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# Go through the steps with a weight that is 1 at first and is multiplied by `gamma` after each step. A
# `return` in the middle of the loop ends it.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# In the loop: add `weight * reward`; if the step is terminal, return the sum; multiply the weight.
# After the loop the weight is $\gamma^n$: add `weight * bootstrap`.
# </details>

# %% [markdown] slug="ex-n-step" lang="fr"
# ### Exercice 5.8 · Retour à n pas · 3 points · 12 min · ●●●○○
#
# Écrivez `n_step_return(rewards, terminated, bootstrap, gamma)` pour n pas qui se suivent.
#
# - `rewards` : n flottants ; `terminated` : n valeurs de vérité, True au pas qui a fini l'épisode : ce
#   qui vient après appartient à un autre épisode et ne compte pas ;
# - `bootstrap` : un float, $\max_a Q_{\text{cible}}(s_n, a)$ ;
# - renvoie $G$, un float.
#
# <details><summary>Indice 1 : une piste</summary>
#
# Si l'épisode finit au deuxième de trois pas : quelles récompenses comptent, et y a-t-il un bootstrap ?
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# Parcourez les pas avec un poids qui vaut d'abord 1 et qui est multiplié par `gamma` après chaque pas.
# Un `return` au milieu de la boucle la termine.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Dans la boucle : ajoutez `weight * reward` ; si le pas est terminal, renvoyez la somme ; multipliez le
# poids. Après la boucle, le poids vaut $\gamma^n$ : ajoutez `weight * bootstrap`.
# </details>


# %% exercise="5.8" difficulty=3 minutes=12 nbgrader={"grade": false, "grade_id": "n-step-return", "locked": false, "schema_version": 3, "solution": true, "task": false}
def n_step_return(rewards, terminated, bootstrap, gamma):
    """
    en: Return the discounted sum of n rewards and of the bootstrap, up to the end of the episode.
    fr: Renvoie la somme actualisée de n récompenses et du bootstrap, jusqu'à la fin de l'épisode.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.8: return the n-step return, a float.
    # stub fr: Exercice 5.8 : renvoyez le retour à n pas, un float.
    total, weight = 0.0, 1.0
    for reward, ends in zip(rewards, terminated, strict=True):
        total += weight * reward
        if ends:
            return total  # no future, and the rewards after it are another episode's
        weight *= gamma
    return total + weight * bootstrap
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "n-step-return-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# en: 1 + 0.5 x 3 + 0.25 x 5 + 0.125 x 7 = 4.625
# fr: 1 + 0,5 x 3 + 0,25 x 5 + 0,125 x 7 = 4,625
expect(
    n_step_return([1.0, 3.0, 5.0], [False, False, False], 7.0, 0.5),
    4.625,
    what="n_step_return([1, 3, 5], [F, F, F], 7, 0.5)",
    mistakes={
        3.75: tr(en="the bootstrap is missing", fr="il manque le bootstrap"),
        7.25: tr(
            en="the bootstrap comes after n steps: its weight is gamma**n, not gamma",
            fr="le bootstrap vient après n pas : son poids est gamma**n, pas gamma",
        ),
        5.5: tr(
            en="the bootstrap has the weight of the last reward: once more times gamma",
            fr="le bootstrap a le poids de la dernière récompense : encore une fois gamma",
        ),
        4.1875: tr(
            en="the bootstrap has been discounted once too often",
            fr="le bootstrap a été actualisé une fois de trop",
        ),
        10.75: tr(en="the bootstrap is not discounted", fr="le bootstrap n'est pas actualisé"),
        9.875: tr(
            en="the rewards are not discounted", fr="les récompenses ne sont pas actualisées"
        ),
        16.0: tr(en="nothing is discounted", fr="rien n'est actualisé"),
        2.75: tr(
            en="the first reward is not discounted: its weight is 1",
            fr="la première récompense n'est pas actualisée : son poids est 1",
        ),
        2.3125: tr(
            en="everything once too often: the first reward has the weight 1",
            fr="tout une fois de trop : la première récompense a le poids 1",
        ),
        3.375: tr(en="the last reward is missing", fr="il manque la dernière récompense"),
        3.625: tr(en="the first reward is missing", fr="il manque la première récompense"),
        7.625: tr(
            en="the weights run backwards: 1 belongs to the first reward",
            fr="les poids vont à l'envers : 1 est celui de la première récompense",
        ),
    },
)
expect(
    n_step_return([1.0, 3.0, 5.0], [False, True, False], 7.0, 0.5),
    2.5,
    what="n_step_return([1, 3, 5], [F, T, F], 7, 0.5)",
    mistakes={
        4.625: tr(
            en="the episode ended at the second step",
            fr="l'épisode a fini au deuxième pas",
        ),
        3.75: tr(
            en="no bootstrap, right; but the reward after the end is another episode's",
            fr="pas de bootstrap, c'est juste ; mais la récompense d'après est d'un autre épisode",
        ),
        3.375: tr(
            en="the reward after the end does not count, right; but neither does the bootstrap",
            fr="la récompense d'après ne compte pas, c'est juste ; mais le bootstrap non plus",
        ),
        **dict.fromkeys(
            (4.25, 6.0),
            tr(
                en="the bootstrap does not count either: the episode is over",
                fr="le bootstrap ne compte pas non plus : l'épisode est fini",
            ),
        ),
        1.0: tr(en="the reward of the last step counts", fr="la récompense du dernier pas compte"),
        **dict.fromkeys(
            (2.25, 3.5),
            tr(
                en="the last step's reward counts, what comes after it does not: leave the loop there",
                fr="la récompense du dernier pas compte, pas la suite : quittez la boucle à cet endroit",
            ),
        ),
    },
)
### BEGIN HIDDEN TESTS
import numpy as np

from autograder.checks import check, rng
from autograder.judges import close


def returns(many, ends, rng):
    found = []
    for n in rng.integers(1, 9, size=many).tolist():
        rewards = rng.normal(size=n)
        terminated = np.zeros(n, bool)
        if ends:
            terminated[rng.integers(n) :] = rng.random() < 0.5
            terminated[rng.integers(n)] = True
        gamma, bootstrap = float(rng.uniform(0.5, 1)), float(rng.normal() * 5)
        found.append(n_step_return(rewards.tolist(), terminated.tolist(), bootstrap, gamma))
    return [float(number) for number in found]


check(
    returns(40, False, rng),
    close(),
    about=tr(en="1 to 8 steps, none of them an end", fr="1 à 8 pas, aucun ne finit"),
)
check(
    returns(40, True, rng),
    close(),
    about=tr(en="an end somewhere among the steps", fr="une fin quelque part parmi les pas"),
)
rewards = rng.normal(size=3).tolist()
check(
    [
        float(n_step_return(rewards, [False, False, True], 100.0, 0.9)),
        float(n_step_return(rewards, [True, False, False], 100.0, 0.9)),
        float(n_step_return(rewards[:1], [False], 100.0, 0.99)),
    ],
    close(),
    about=tr(
        en="the end at the first and at the last step; a single step",
        fr="la fin au premier et au dernier pas ; un seul pas",
    ),
)
### END HIDDEN TESTS

# %% [markdown] slug="n-step-class" lang="en"
# `ReplayBuffer(n_step=3)` stores such sums: `reward` of a batch is the part with the rewards,
# `terminated` says whether an end was among the steps, and `next_obs` is $s_n$. What is left for the
# target is its last term, with $\gamma^n$ as `discount`.
#
# ## The action from one network, its value from the other
#
# The maximum of noisy numbers is too high on average: what is overestimated gets chosen. **Double DQN**
# (van Hasselt et al., 2016) separates the two: the online network chooses the action, the target network
# says what it is worth.
#
# $$y = r + \gamma \, Q_{\text{target}}\bigl(s', \arg\max_{a'} Q(s', a')\bigr)$$

# %% [markdown] slug="n-step-class" lang="fr"
# `ReplayBuffer(n_step=3)` garde de telles sommes : le `reward` d'un lot est la part des récompenses,
# `terminated` dit si une fin se trouvait parmi les pas, et `next_obs` est $s_n$. Il ne reste pour la
# cible que le dernier terme, avec $\gamma^n$ comme `discount`.
#
# ## L'action de l'un, la valeur de l'autre
#
# Le maximum de nombres bruités est trop grand en moyenne : ce qui est surestimé est choisi. Le **double
# DQN** (van Hasselt et al., 2016) sépare les deux : le réseau qui apprend choisit l'action, le réseau
# cible dit ce qu'elle vaut.
#
# $$y = r + \gamma \, Q_{\text{cible}}\bigl(s', \arg\max_{a'} Q(s', a')\bigr)$$

# %% [markdown] slug="ex-double" lang="en"
# ### Exercise 5.9 · The Double DQN target · 3 points · 10 min · ●●○○○
#
# Write `double_dqn_target(reward, terminated, next_q_online, next_q_target, discount)`. As
# `dqn_target`, with two rows for each next obs: `next_q_online` and `next_q_target`, float tensors of
# shape (B, n_actions). Returns shape (B,).
#
# You have written two functions that do the new part.
#
# <details><summary>Hint 1: a nudge</summary>
#
# "The best action of each row", and "the value of a given action in each row": which functions are
# these?
# </details>
# <details><summary>Hint 2: the pieces</summary>
#
# `greedy_actions` of one network's rows, `current_q` of the other's.
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `future = current_q(next_q_target, greedy_actions(next_q_online))`; the rest is as in `dqn_target`.
# </details>

# %% [markdown] slug="ex-double" lang="fr"
# ### Exercice 5.9 · La cible du double DQN · 3 points · 10 min · ●●○○○
#
# Écrivez `double_dqn_target(reward, terminated, next_q_online, next_q_target, discount)`. Comme
# `dqn_target`, avec deux lignes pour chaque obs suivante : `next_q_online` et `next_q_target`, des
# tenseurs de flottants de forme (B, n_actions). Renvoie la forme (B,).
#
# Vous avez écrit deux fonctions qui font la partie nouvelle.
#
# <details><summary>Indice 1 : une piste</summary>
#
# « La meilleure action de chaque ligne », et « la valeur d'une action donnée à chaque ligne » : quelles
# fonctions est-ce ?
# </details>
# <details><summary>Indice 2 : les morceaux</summary>
#
# `greedy_actions` des lignes d'un réseau, `current_q` de celles de l'autre.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `future = current_q(next_q_target, greedy_actions(next_q_online))` ; le reste est comme dans
# `dqn_target`.
# </details>


# %% exercise="5.9" difficulty=2 minutes=10 nbgrader={"grade": false, "grade_id": "double-dqn-target", "locked": false, "schema_version": 3, "solution": true, "task": false}
def double_dqn_target(reward, terminated, next_q_online, next_q_target, discount):
    """
    en: As dqn_target; the online network chooses the action, the target network values it.
    fr: Comme dqn_target ; le réseau qui apprend choisit l'action, le réseau cible l'évalue.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 5.9: return the Double DQN target of each transition, shape (B,).
    # stub fr: Exercice 5.9 : renvoyez la cible du double DQN pour chaque transition, forme (B,).
    future = current_q(next_q_target, greedy_actions(next_q_online))
    return torch.where(terminated, reward, reward + discount * future)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "double-dqn-target-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
reward = torch.tensor([1.0, 0.0, -1.0])
terminated = torch.tensor([False, False, True])
next_q_online = torch.tensor([[3.0, 2.0], [1.0, 9.0], [1.0, 0.0]])
next_q_target = torch.tensor([[2.0, 5.0], [8.0, 4.0], [6.0, 7.0]])
# en: online prefers action 0, then 1: 1 + 0.5 x 2 = 2; 0 + 0.5 x 4 = 2; terminal: -1
# fr: le réseau préfère l'action 0, puis 1 : 1 + 0,5 x 2 = 2 ; 0 + 0,5 x 4 = 2 ; terminal : -1
expect(
    double_dqn_target(reward, terminated, next_q_online, next_q_target, 0.5),
    [2.0, 2.0, -1.0],
    what=tr(
        en="double_dqn_target: online [[3, 2], [1, 9], [1, 0]], target [[2, 5], [8, 4], [6, 7]]",
        fr="double_dqn_target : réseau [[3, 2], [1, 9], [1, 0]], cible [[2, 5], [8, 4], [6, 7]]",
    ),
    mistakes=[
        (
            [3.5, 4.0, -1.0],
            tr(
                en="that is the target of plain DQN: the online network chooses the action",
                fr="c'est la cible du DQN simple : c'est le réseau qui apprend qui choisit",
            ),
        ),
        (
            [2.5, 4.5, -1.0],
            tr(
                en="the online network chooses, and the target network gives the value",
                fr="le réseau qui apprend choisit, et le réseau cible donne la valeur",
            ),
        ),
        (
            [2.0, 0.5, -1.0],
            tr(
                en="the two networks are the wrong way round",
                fr="les deux réseaux sont intervertis",
            ),
        ),
        (
            [2.0, 2.0, 2.0],
            tr(
                en="the last one is terminal: no future",
                fr="la dernière est terminale : pas d'avenir",
            ),
        ),
        (
            [3.0, 4.0, -1.0],
            tr(en="discount is missing", fr="il manque discount"),
        ),
    ],
)
### BEGIN HIDDEN TESTS
import numpy as np
import torch

from autograder.checks import check, rng
from autograder.judges import close


def double_target(batch, n_actions, ends, rng):
    reward = torch.tensor(rng.normal(size=batch), dtype=torch.float32)
    terminated = torch.tensor(rng.random(batch) < ends)
    online, target = torch.tensor(rng.normal(size=(2, batch, n_actions)), dtype=torch.float32)
    discount = float(rng.uniform(0.5, 1.0))
    return np.asarray(double_dqn_target(reward, terminated, online, target, discount)).tolist()


check(
    double_target(40, 4, 0.0, rng),
    close(),
    about=tr(en="two networks that disagree", fr="deux réseaux qui ne sont pas d'accord"),
)
check(
    double_target(40, 6, 0.5, rng),
    close(),
    about=tr(en="the same, some episodes over", fr="de même, certains épisodes finis"),
)
check(
    [double_target(size, 4, 0.0, rng) for size in 10 * (1, 2)] + [double_target(3, 4, 1.0, rng)],
    close(),
    about=tr(en="small batches", fr="de petits lots"),
)
### END HIDDEN TESTS

# %% [markdown] slug="class" lang="en"
# ## The whole of it
#
# Here is DQN, in one class, made of your functions. Nothing is hidden: this class plays Catch, and this
# class plays Breakout. `act` serves several games at once; `update` is the three lines of chapter 3,
# target, error, step. Two details:
#
# - `torch.no_grad()`: the target is a constant;
# - `discount = gamma**n_step`: the buffer has summed the rewards of n steps already.

# %% [markdown] slug="class" lang="fr"
# ## Le tout
#
# Voici DQN, en une classe, faite de vos fonctions. Rien n'est caché : c'est cette classe qui joue à
# Catch, et cette classe qui joue à Breakout. `act` sert plusieurs parties à la fois ; `update`, ce sont
# les trois lignes du chapitre 3, cible, erreur, pas. Deux détails :
#
# - `torch.no_grad()` : la cible est une constante ;
# - `discount = gamma**n_step` : la mémoire a déjà sommé les récompenses de n pas.


# %% slug="dqn"
class DQN:
    """
    en: Deep Q-network (Mnih et al., 2015), with the double target (van Hasselt et al., 2016).
    fr: Réseau Q profond (Mnih et al., 2015), avec la cible double (van Hasselt et al., 2016).
    """

    def __init__(
        self, network, *, lr=5e-4, gamma=0.99, n_step=3, copy_every=250, device="cpu", seed=0
    ):
        self.device = pick_device(device)
        self.q_network = network.to(self.device)
        self.target_network = copy.deepcopy(self.q_network)
        self.optimiser = torch.optim.Adam(
            self.q_network.parameters(), lr=lr, eps=1.5e-4, fused=True
        )
        # en: the buffer sums the rewards of n steps
        # fr: la mémoire somme les récompenses de n pas
        self.discount = gamma**n_step
        self.copy_every = copy_every
        self.rng = np.random.default_rng(seed)
        self.updates = 0

    def act(self, obs, epsilon=0.0):
        with torch.inference_mode():
            q_values = self.q_network(torch.from_numpy(obs).to(self.device)).cpu()
        return epsilon_greedy_actions(q_values, epsilon, self.rng)

    def update(self, batch):
        obs, action, reward, next_obs, terminated = (x.to(self.device) for x in batch)
        with torch.no_grad():
            target = double_dqn_target(
                reward,
                terminated,
                self.q_network(next_obs),
                self.target_network(next_obs),
                self.discount,
            )
        td_error = target - current_q(self.q_network(obs), action)
        loss = huber_loss(td_error).mean()
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        self.updates += 1
        if self.updates % self.copy_every == 0:
            polyak_update(self.target_network, self.q_network, tau=1.0)
        return loss.item()


# %% [markdown] slug="catch" lang="en"
# ## First a game that takes seconds
#
# A mistake in a DQN raises no error; the agent merely learns little. So try it first where success is
# quick and certain. In **Catch** a ball falls, and a paddle three cells wide moves below it: +1 for a
# catch, −1 for a miss. The pixels, the network and the class are of the same kind as Breakout's.
#
# `Training` lets the games play and the agent learn, in steps. For the first `warm_up` steps it only
# fills the buffer; after that it makes one update every `steps_per_update` steps. Check that it is so:
# in some programs the warm-up is a parameter that nobody reads.

# %% [markdown] slug="catch" lang="fr"
# ## D'abord un jeu qui ne prend que quelques secondes
#
# Une faute dans un DQN ne lève pas d'erreur ; l'agent apprend seulement peu. Essayez-le donc d'abord là
# où le succès est rapide et sûr. Dans **Catch**, une balle tombe, et une raquette large de trois cases
# se déplace dessous : +1 si elle l'attrape, −1 sinon. Les pixels, le réseau et la classe sont de même
# nature que pour Breakout.
#
# `Training` fait jouer les parties et apprendre l'agent, pas à pas. Pendant les `warm_up` premiers pas,
# il ne fait que remplir la mémoire ; ensuite il fait une mise à jour tous les `steps_per_update` pas.
# Vérifiez-le : dans certains programmes, l'échauffement est un paramètre que personne ne lit.


# %% slug="learn-catch" tags=["skip-when-grading"]
def learn_catch(n_step, *, seed=0):
    games = CatchGames(n_envs=8, seed=seed)
    network = AtariCNN(games.n_actions, obs_shape=(4, 36, 36), seed=seed)
    agent = DQN(network, n_step=n_step, copy_every=100, seed=seed)
    buffer = ReplayBuffer(10_000, n_envs=8, obs_shape=(4, 36, 36), n_step=n_step, seed=seed)
    return Training(
        agent,
        games,
        buffer,
        epsilon=linear(1.0, 0.05, 3_000),
        warm_up=500,
        steps_per_update=4,
    )


three_steps = learn_catch(n_step=3)
print(evaluate_games(three_steps.agent.act, CatchGames(n_envs=20), games=100, epsilon=0))
three_steps.run(5_000)
print(evaluate_games(three_steps.agent.act, CatchGames(n_envs=20), games=100, epsilon=0))
print(three_steps.agent.updates, (5_000 - 500) // 4)

# %% [markdown] slug="catch-read" lang="en"
# Before: hardly better than chance. After: nearly every ball caught, in a few seconds. The last line
# shows that the warm-up was kept: the updates that were made, beside one for every four steps after it.
# (The eight games move together, and the updates of the last move are still to come, so the two need not
# be equal.) If your scores did not rise, go back to the checks above before you go on: Breakout is less
# forgiving.
#
# Now measure what the n-step return is worth. The same agent, with 1 step instead of 3:

# %% [markdown] slug="catch-read" lang="fr"
# Avant : à peine mieux que le hasard. Après : presque toutes les balles sont attrapées, en quelques
# secondes. La dernière ligne montre que l'échauffement a été respecté : les mises à jour faites, à côté
# d'une pour quatre pas après lui. (Les huit parties avancent ensemble, et les mises à jour du dernier
# coup sont encore à faire : les deux nombres ne sont donc pas forcément égaux.) Si vos scores n'ont pas
# monté, revenez aux vérifications ci-dessus avant de continuer : Breakout pardonne moins.
#
# Mesurez maintenant ce que vaut le retour à n pas. Le même agent, avec 1 pas au lieu de 3 :

# %% slug="catch-curves" picture="catch-curves" tags=["skip-when-grading"]
one_step = learn_catch(n_step=1).run(5_000)
plot_scores(
    {
        tr(en="3 steps", fr="3 pas"): three_steps.log,
        tr(en="1 step", fr="1 pas"): one_step.log,
    },
    window=100,
)

# %% [markdown] slug="catch-see" lang="en"
# **What you should see.** Both learn to catch; with three steps it happens sooner. In the first
# thousand steps neither improves: 500 are warm-up, and epsilon is still high.
#
# ![Two curves of the score in Catch over 5,000 steps: both start below 0 and end near 1; the one with three steps rises first.](picture:catch-curves)
#
# One seed proves little. Change `seed`, and look again. And watch the agent: a game is eight steps.

# %% [markdown] slug="catch-see" lang="fr"
# **Ce que vous devriez voir.** Les deux apprennent à attraper ; avec trois pas, cela vient plus tôt.
# Pendant les mille premiers pas, aucun ne progresse : 500 sont d'échauffement, et epsilon est encore
# grand.
#
# ![Deux courbes du score à Catch sur 5 000 pas : toutes deux partent au-dessous de 0 et finissent près de 1 ; celle à trois pas monte la première.](picture:catch-curves)
#
# Une seule graine ne prouve pas grand-chose. Changez `seed`, et regardez de nouveau. Et observez
# l'agent : une partie dure huit pas.


# %% slug="catch-video" tags=["skip-when-grading"]
def catch_video(act):
    games, frames = CatchGames(n_envs=1, seed=1), []
    for _ in range(4 * 8):
        frames.append(games.obs[0, -1])
        games.step(act(games.obs))
    return Video(frames, fps=6, scale=6)


untrained = learn_catch(n_step=3).agent
beside(catch_video(untrained.act), catch_video(three_steps.agent.act))

# %% [markdown] slug="breakout" lang="en"
# ## Breakout
#
# The same class, the same functions, another game. What changes is the size of things: 84 × 84 pixels,
# a buffer of 100,000 transitions, `epsilon` from 1 to 0.02 over 30,000 steps, 4,000 steps of warm-up,
# one update every 8 steps. While the network learns, the eight games play on in threads of their own.
#
# The learning rate falls too, from 1.5e-3 to 2e-4 over the whole budget: large at first, because in so
# few updates small steps get nowhere; small at last, because by then the weights are about right, and
# large steps would only shake them. No other setting that we tried mattered as much.
#
# With a graphics card, write `device="cuda"`; on a recent Mac, `device="mps"`. For a network this small
# the gain is modest.
#
# `STEPS` is the budget: 200,000 steps, some ten minutes on a laptop. Change it if your patience is
# another. (Where nobody waits, as in the automatic tests of this course, it is 6,000.)

# %% [markdown] slug="breakout" lang="fr"
# ## Breakout
#
# La même classe, les mêmes fonctions, un autre jeu. Ce qui change, c'est la taille : 84 × 84 pixels,
# une mémoire de 100 000 transitions, `epsilon` de 1 à 0,02 sur 30 000 pas, 4 000 pas d'échauffement,
# une mise à jour tous les 8 pas. Pendant que le réseau apprend, les huit parties continuent dans leurs
# propres threads.
#
# Le taux d'apprentissage descend lui aussi, de 1,5e-3 à 2e-4 sur tout le budget : grand d'abord, car en
# si peu de mises à jour de petits pas ne mènent nulle part ; petit à la fin, car les poids sont alors à
# peu près bons, et de grands pas ne feraient que les secouer. Aucun autre réglage essayé n'a compté
# autant.
#
# Avec une carte graphique, écrivez `device="cuda"` ; sur un Mac récent, `device="mps"`. Pour un réseau
# si petit, le gain est modeste.
#
# `STEPS` est le budget : 200 000 pas, une dizaine de minutes sur un portable. Changez-le si votre
# patience est autre. (Là où personne n'attend, comme dans les tests automatiques du cours, il vaut
# 6 000.)

# %% slug="breakout-settings" tags=["skip-when-grading"]
STEPS = budget(200_000, small=6_000)

games = AtariGames("Breakout", n_envs=8, seed=0)
agent = DQN(AtariCNN(games.n_actions, seed=0), n_step=3, device="cpu", seed=0)
buffer = ReplayBuffer(100_000, n_envs=8, n_step=3, seed=0)
training = Training(
    agent,
    games,
    buffer,
    epsilon=linear(1.0, 0.02, 30_000),
    lr=linear(1.5e-3, 2e-4, STEPS),
    warm_up=4_000,
)
print(games.settings)
print(buffer)

# %% [markdown] slug="what-to-expect" lang="en"
# **What to expect.** Agents trained with this code are shipped with the course; these are their
# figures. The interval is about the luck of the games that one agent played. What follows it is about
# the luck of training: the scores of three trainings that differ in nothing but the seed. (Seed 1 is
# shipped; it happens to be the best of the three.)
#
# At 10,000 steps there is little to see: 4,000 were warm-up, and epsilon is still high. That is
# no mistake in your code. The curve turns up later. (Up to 200,000 steps the settings are yours. The
# longer trainings are older ones: a learning rate of 5e-4 throughout, but for the longest, of one seed
# alone, which ends with 1e-4 from step 2,000,000 on; epsilon over 60,000 steps; PyTorch's own first
# weights, where the network now begins with larger ones; a buffer of 300,000.)

# %% [markdown] slug="what-to-expect" lang="fr"
# **À quoi s'attendre.** Des agents entraînés avec ce code sont livrés avec le cours ; voici leurs
# chiffres. L'intervalle parle de la chance dans les parties qu'un agent a jouées. Ce qui le suit parle
# de la chance à l'entraînement : les scores de trois entraînements qui ne diffèrent que par la graine.
# (La graine 1 est livrée ; il se trouve que c'est la meilleure des trois.)
#
# À 10 000 pas, il y a peu à voir : 4 000 étaient d'échauffement, et epsilon est encore grand.
# Ce n'est pas une faute dans votre code. La courbe monte plus tard. (Jusqu'à 200 000 pas, les réglages
# sont les vôtres. Les entraînements plus longs sont plus anciens : un taux d'apprentissage de 5e-4 du
# début à la fin, sauf pour le plus long, d'une seule graine, qui finit à 1e-4 à partir du pas 2 000 000 ;
# epsilon sur 60 000 pas ; les poids initiaux de PyTorch, alors que le réseau en tire maintenant de plus
# grands ; une mémoire de 300 000.)

# %% slug="budget-card" tags=["skip-when-grading"]
trained = {
    steps: shipped("Breakout", steps)
    for game, steps, size in shipped_agents()
    if (game, size) == ("Breakout", "small")
}
print(budget_card({steps: player.about for steps, player in trained.items()}))

# %% [markdown] slug="run" lang="en"
# **The run.** The bar shows score, epsilon and time left; every ten seconds the curve is drawn anew.
# Dashed behind it lies the mean of the three trainings of 200,000 steps, in the band between the
# lowest and the highest of them. The **interrupt** button (■, or *Kernel → Interrupt*) stops the training
# after the current step, and nothing is lost: run the cell again, and it goes on from there, for
# `STEPS` more. Run the cell above (the one with `STEPS`) to begin anew.
#
# To keep an unfinished training over night: `training.save("mine.safetensors")`, and tomorrow
# `training.load("mine.safetensors")`, buffer and all. Chapter 6 says more.

# %% [markdown] slug="run" lang="fr"
# **L'entraînement.** La barre montre le score, epsilon et le temps restant ; toutes les dix secondes, la
# courbe est redessinée. En tirets derrière elle, la moyenne des trois entraînements de 200 000 pas, dans
# la bande entre le plus bas et le plus haut d'entre eux. Le bouton **interrompre** (■, ou
# *Kernel → Interrupt*) arrête l'entraînement après le pas en cours, et rien n'est perdu : relancez la
# cellule, et il reprend là, pour `STEPS` pas de plus. Relancez la cellule d'avant (celle de `STEPS`) pour
# repartir de zéro.
#
# Pour garder un entraînement inachevé pendant la nuit : `training.save("mine.safetensors")`, et demain
# `training.load("mine.safetensors")`, mémoire comprise. Le chapitre 6 en dit plus.

# %% slug="breakout-run" tags=["skip-when-grading"]
runs = trained[200_000].about["runs"]
reference = {
    tr(en="shipped, three seeds", fr="livrés, trois graines"): [run["log"] for run in runs]
}
training.run(STEPS, watch=LiveCurve(reference, until=max(STEPS, 20_000)))
print(training.steps, agent.updates, len(training.log), training.log.mean_score())

# %% slug="breakout-curve" picture="breakout-curve" tags=["skip-when-grading"]
plot_scores(reference)

# %% [markdown] slug="breakout-see" lang="en"
# **What you should see.** These are the three trainings of 200,000 steps. Your own curve, drawn live
# above, should follow them; the band is made of three seeds, so a fourth may well
# leave it for a while. For the first tens of thousands of steps the score hardly
# leaves that of random play, while epsilon falls; then the paddle begins to return the ball, and it
# climbs.
#
# ![Learning curves of Breakout: games as faint dots, the mean of three trainings as a line in a band, over the agent's steps in thousands; flat near random play at first, then rising.](picture:breakout-curve)

# %% [markdown] slug="breakout-see" lang="fr"
# **Ce que vous devriez voir.** Ce sont les trois entraînements de 200 000 pas. Votre courbe, dessinée en
# direct ci-dessus, devrait les suivre ; la bande est faite de trois
# graines, une quatrième peut donc la quitter un moment. Pendant les premières dizaines de milliers
# de pas, le score ne quitte guère celui du jeu au hasard, tandis qu'epsilon descend ; puis la raquette
# commence à renvoyer la balle, et il monte.
#
# ![Courbes d'apprentissage de Breakout : les parties en points pâles, la moyenne de trois entraînements en trait dans une bande, selon les pas de l'agent en milliers ; d'abord plate près du hasard, puis croissante.](picture:breakout-curve)

# %% [markdown] slug="judging" lang="en"
# ## What is it worth?
#
# The score while training is not the agent's worth: it explores more at the beginning, it is another
# agent from game to game, and the games that are still going on, the long ones, are not in it. So judge
# it as you judged random play: full games, unclipped points, no learning, a fixed small epsilon of 0.05,
# seeds that the training never saw.

# %% [markdown] slug="judging" lang="fr"
# ## Que vaut-il ?
#
# Le score pendant l'entraînement n'est pas la valeur de l'agent : il explore davantage au début, ce
# n'est pas le même agent d'une partie à l'autre, et les parties encore en cours, les longues, n'y sont
# pas. Jugez-le donc comme le jeu au hasard : des parties entières, les vrais points, sans apprendre,
# avec un petit epsilon fixe de 0,05, et des graines que l'entraînement n'a jamais vues.

# %% slug="judge" tags=["skip-when-grading"]
mine = evaluate_games(agent.act, "Breakout", games=20, n_envs=20)
print(mine)
intervals = {
    tr(en="random play", fr="jeu au hasard"): (random_scores.mean, *random_scores.interval),
    tr(en="your agent", fr="votre agent"): (mine.mean, *mine.interval),
}
for steps, player in trained.items():
    found = player.about["evaluation"]
    name = tr(en=f"shipped, {steps:,} steps", fr=f"livré, {steps:,} pas".replace(",", " "))
    intervals[name] = (found["mean"], found["low"], found["high"])
plot_intervals(intervals, xlabel=tr(en="score of a game", fr="score d'une partie"))

# %% [markdown] slug="judge-read" lang="en"
# Two intervals that do not overlap settle which agent is the better one. If they overlap a little, that
# is still open: the interval of the *difference* decides, and it is narrower than the two end to end. If
# each contains the other's mean, these games do not tell. Look at the rules in the printed line too. A
# paper that reports another number may have used sticky actions, 30 no-ops, one life, or the clipped
# score.
#
# ## Look inside
#
# Does the network know what it is doing? Take the longest trained agent, let it play a game, and ask for
# the Q-values at every step.

# %% [markdown] slug="judge-read" lang="fr"
# Deux intervalles qui ne se recouvrent pas disent lequel des agents est le meilleur. S'ils se recouvrent
# un peu, la question reste ouverte : c'est l'intervalle de la *différence* qui tranche, et il est plus
# étroit que les deux mis bout à bout. Si chacun contient la moyenne de l'autre, ces parties ne permettent
# pas de conclure. Regardez aussi les règles sur la ligne affichée. Un article qui publie un autre nombre
# a peut-être employé des actions collantes, 30 no-ops, une seule vie, ou le score tronqué.
#
# ## Regarder dedans
#
# Le réseau sait-il ce qu'il fait ? Prenez l'agent le plus longuement entraîné, faites-lui jouer une
# partie, et demandez les valeurs Q à chaque pas.

# %% slug="q-along" picture="q-along" tags=["skip-when-grading"]
player = trained[max(trained)]
episode = play_game(player.act, "Breakout", epsilon=0.02, seed=12, max_steps=600)
print(player, episode.episodic_return, episode.length)

seen = slice(0, 200)
with torch.inference_mode():
    q_values = player.network(torch.from_numpy(np.stack(episode.obs[seen])))
plot_q_along(q_values, episode.action_names, rewards=episode.rewards[seen][:-1])

# %% [markdown] slug="q-along-see" lang="en"
# **What you should see.** The four curves move together: most of what a Q-value says is how good the
# *situation* is, and little of it which action is better. Between two bricks the value rises, because a
# discounted reward comes nearer; once the brick is hit, it falls. Where one curve alone drops, the
# ball is close and that move would miss it. Where all four fall together, far down, the ball is lost, and
# a life with it: twice here.
#
# ![The Q-values of the four actions of Breakout over the first 200 steps of a game: four curves close together that rise before rewards, marked by dotted lines, and fall after them; twice all four collapse.](picture:q-along)

# %% [markdown] slug="q-along-see" lang="fr"
# **Ce que vous devriez voir.** Les quatre courbes vont ensemble : une valeur Q dit surtout si la
# *situation* est bonne, et peu quelle action est la meilleure. Entre deux briques la valeur monte, parce
# qu'une récompense actualisée s'approche ; la brique touchée, elle baisse. Là où une seule courbe
# chute, la balle est tout près et ce geste la manquerait. Là où les quatre s'effondrent ensemble, la balle
# est perdue, et une vie avec elle : deux fois ici.
#
# ![Les valeurs Q des quatre actions de Breakout sur les 200 premiers pas d'une partie : quatre courbes voisines qui montent avant les récompenses, marquées par des lignes pointillées, et baissent après ; deux fois, les quatre s'effondrent.](picture:q-along)

# %% slug="watch" picture="watch" tags=["skip-when-grading"]
episode.video(scale=2)

# %% [markdown] slug="watch-see" lang="en"
# **Watch it.** The keys: space plays and pauses, ← and → step. Where does it lose the ball? What does
# it do after a lost life? FIRE is worth nothing in itself, so an agent that has not learned it, without
# epsilon, may stand there until the limit: the scores above are for epsilon 0.05.
#
# ![Animation of a game of Breakout played by the best shipped agent: the paddle moves below the ball and bricks disappear.](picture:watch)

# %% [markdown] slug="watch-see" lang="fr"
# **Regardez-le.** Les touches : espace lance et arrête, ← et → reculent et avancent d'une image. Où perd-il la balle ?
# Que fait-il après une vie perdue ? FIRE ne rapporte rien en soi ; un agent qui ne l'a pas appris peut
# donc, sans epsilon, rester là jusqu'à la limite : les scores ci-dessus sont pour un epsilon de 0,05.
#
# ![Animation d'une partie de Breakout jouée par le meilleur agent livré : la raquette se déplace sous la balle et des briques disparaissent.](picture:watch)

# %% [markdown] slug="ex-reading" lang="en"
# ### Exercise 5.10 · What went wrong? · 4 points · 10 min · ●●●○○
#
# Four programs, one mistake each. Answer with one letter; your answers are marked one by one.
#
# **`too_small`**: an agent is trained with `max_frames=400`, so every game is cut after 100 steps. For
# the same screens its Q-values come out about half as large as with the usual limit. What was fed to
# the target?
#
# - A. clipped rewards instead of the points
# - B. `terminated or truncated` instead of `terminated`
# - C. `game_over` instead of `terminated`
# - D. the newest frame instead of the stack
#
# **`hangs`**: an evaluation with epsilon 0 never returns, the screen stands still. Why?
#
# - A. the network gives NaN, and `argmax` fails
# - B. the buffer is empty
# - C. after a lost life the agent does not press FIRE, and nothing bounds the game
# - D. the rewards are not clipped

# %% [markdown] slug="ex-reading" lang="fr"
# ### Exercice 5.10 · Qu'est-ce qui a mal tourné ? · 4 points · 10 min · ●●●○○
#
# Quatre programmes, une faute dans chacun. Répondez par une lettre ; chaque réponse est notée
# séparément.
#
# **`too_small`** : un agent est entraîné avec `max_frames=400`, si bien que chaque partie est coupée
# après 100 pas. Pour les mêmes écrans, ses valeurs Q sont environ deux fois plus petites qu'avec la
# limite habituelle. Qu'a-t-on donné à la cible ?
#
# - A. des récompenses tronquées au lieu des points
# - B. `terminated or truncated` au lieu de `terminated`
# - C. `game_over` au lieu de `terminated`
# - D. la dernière image au lieu de la pile
#
# **`hangs`** : une évaluation avec epsilon 0 ne se termine jamais, l'écran ne bouge plus. Pourquoi ?
#
# - A. le réseau donne des NaN, et `argmax` échoue
# - B. la mémoire est vide
# - C. après une vie perdue, l'agent ne presse pas FIRE, et rien ne borne la partie
# - D. les récompenses ne sont pas tronquées

# %% [markdown] slug="ex-reading-more" lang="en"
# **`runs_away`**: the Q-values grow from 2 to 50 and on, although no game of this training is worth
# more than 5 clipped points. Which mistake does that?
#
# - A. the target is computed with the online network, and terminal states keep a future
# - B. the batch is drawn at random
# - C. epsilon stays at 0.05
# - D. the Huber loss instead of the square
#
# **`two_scores`**: at the end of a training "the mean of the last 20 games" is 12. An evaluation of 100
# full games with the same epsilon gives 17, interval 15 to 19. What is the likely reason?
#
# - A. the evaluation clips the rewards
# - B. chance: two numbers always differ
# - C. the evaluation learns while it plays
# - D. the last 20 games are those that **ended**: they were begun by older agents, and the long ones
#   are still going on
#
# <details><summary>Hint 1: a nudge</summary>
#
# For each option ask: would this change what the learner is told, or only how fast it is told?
# </details>
# <details><summary>Hint 2: where to look</summary>
#
# The table of two kinds of end; the agent that never fires; the section on a target that holds still;
# "What is it worth?".
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# A life that is lost and a limit that is reached look the same to a learner who is told "no future" in
# both cases. A value that bootstraps on itself has nothing to hold it.
# </details>

# %% [markdown] slug="ex-reading-more" lang="fr"
# **`runs_away`** : les valeurs Q passent de 2 à 50 et continuent, alors qu'aucune partie de cet
# entraînement ne vaut plus de 5 points tronqués. Quelle faute fait cela ?
#
# - A. la cible est calculée avec le réseau qui apprend, et les états terminaux gardent un avenir
# - B. le lot est tiré au hasard
# - C. epsilon reste à 0,05
# - D. la perte de Huber au lieu du carré
#
# **`two_scores`** : à la fin d'un entraînement, « la moyenne des 20 dernières parties » vaut 12. Une
# évaluation de 100 parties entières avec le même epsilon donne 17, intervalle de 15 à 19. Quelle en est
# la raison probable ?
#
# - A. l'évaluation tronque les récompenses
# - B. le hasard : deux nombres diffèrent toujours
# - C. l'évaluation apprend en jouant
# - D. les 20 dernières parties sont celles qui ont **fini** : des agents plus anciens les ont
#   commencées, et les longues sont encore en cours
#
# <details><summary>Indice 1 : une piste</summary>
#
# Pour chaque option, demandez-vous : cela change-t-il ce qu'on dit à l'agent, ou seulement la vitesse à
# laquelle on le lui dit ?
# </details>
# <details><summary>Indice 2 : où regarder</summary>
#
# Le tableau des deux sortes de fin ; l'agent qui ne tire jamais ; la partie sur une cible qui ne bouge
# pas ; « Que vaut-il ? ».
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Une vie perdue et une limite atteinte se ressemblent pour un agent à qui l'on dit « plus d'avenir »
# dans les deux cas. Une valeur qui s'appuie sur elle-même n'a rien qui la retienne.
# </details>

# %% exercise="5.10" difficulty=3 minutes=10 nbgrader={"grade": false, "grade_id": "what-went-wrong", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
# stub en: Exercise 5.10: here four lines such as hangs = "A", one for each question.
# stub fr: Exercice 5.10 : ici quatre lignes comme hangs = "A", une par question.
too_small = "B"
hangs = "C"
runs_away = "A"
two_scores = "D"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "what-went-wrong-test", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# en: This only sees that each answer is one of the letters; which one is right, the grader says.
# fr: Ceci vérifie seulement que chaque réponse est une des lettres ; la correction vient à la notation.
for name, letter in (
    ("too_small", too_small),
    ("hangs", hangs),
    ("runs_away", runs_away),
    ("two_scores", two_scores),
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
    too_small,
    choices(
        hints={
            "a": tr(
                en="clipping makes a brick of 7 points worth as much as one of 1, whatever the limit",
                fr="tronquer donne la même valeur à une brique de 7 points et à une de 1, quelle que "
                "soit la limite",
            ),
            "c": tr(
                en="then a lost life would not count as an end: the values would be larger",
                fr="alors une vie perdue ne compterait pas comme une fin : les valeurs seraient plus "
                "grandes",
            ),
            "d": tr(
                en="one frame hides which way the ball flies, whatever the limit",
                fr="une seule image cache où va la balle, quelle que soit la limite",
            ),
        }
    ),
    about=tr(en="the training with a short limit", fr="l'entraînement à courte limite"),
)
check(
    hangs,
    choices(
        hints={
            "a": tr(
                en="argmax of NaN gives some action; it does not fail",
                fr="argmax de NaN donne une action ; il n'échoue pas",
            ),
            "b": tr(
                en="an evaluation does not learn, so it draws nothing from the buffer",
                fr="une évaluation n'apprend pas : elle ne tire rien de la mémoire",
            ),
            "d": tr(
                en="clipping changes what is learned, not whether a game ends",
                fr="tronquer change ce qui est appris, pas si la partie finit",
            ),
        }
    ),
    about=tr(en="the evaluation that hangs", fr="l'évaluation qui ne se termine pas"),
)
check(
    runs_away,
    choices(
        hints={
            "b": tr(
                en="drawing at random is what the buffer is for: it makes learning calmer",
                fr="tirer au hasard, c'est le rôle de la mémoire : l'apprentissage en est plus calme",
            ),
            "c": tr(
                en="a small epsilon means less exploring; it adds nothing to the targets",
                fr="un petit epsilon explore moins ; il n'ajoute rien aux cibles",
            ),
            "d": tr(
                en="Huber's gradient is the smaller of the two",
                fr="le gradient de Huber est le plus petit des deux",
            ),
        }
    ),
    about=tr(en="values that run away", fr="des valeurs qui s'emballent"),
)
check(
    two_scores,
    choices(
        hints={
            "a": tr(
                en="clipping would make the evaluation's score smaller, not larger",
                fr="tronquer rendrait le score de l'évaluation plus petit, pas plus grand",
            ),
            "b": tr(
                en="12 is well outside the interval: with 100 games that is hardly chance",
                fr="12 est bien en dehors de l'intervalle : avec 100 parties, ce n'est guère le hasard",
            ),
            "c": tr(
                en="evaluate_games only calls act: nothing is learned",
                fr="evaluate_games n'appelle que act : rien n'est appris",
            ),
        }
    ),
    about=tr(en="two scores of one agent", fr="deux scores d'un même agent"),
)
### END HIDDEN TESTS

# %% [markdown] slug="recap" lang="en"
# ## To remember
#
# - DQN is Q-learning with three additions: a network for the table, a memory drawn at random, a target
#   that lags behind. Double DQN and n-step returns each change one line.
# - `terminated` ends the future, a time limit does not; learning gets clipped rewards and lost lives,
#   the score gets neither.
# - Test on a small game first, bound every evaluation, and print rules and interval beside a score.
#
# **An open question.** In Breakout every state before a brick is worth much the same, whatever the
# action. Could a network learn the value of the state apart from the advantage of an action? What would
# that save?
#
# **Next:** chapter 6, Space Invaders, where it does just that, and where an agent is kept, reloaded and
# compared with others.

# %% [markdown] slug="recap" lang="fr"
# ## À retenir
#
# - DQN, c'est le Q-learning plus trois ajouts : un réseau à la place de la table, une mémoire dont on
#   tire au hasard, une cible en retard. Le double DQN et le retour à n pas changent chacun une ligne.
# - `terminated` met fin à l'avenir, une limite de temps non ; l'apprentissage reçoit des récompenses
#   tronquées et des vies perdues, le score ni l'un ni l'autre.
# - Essayez d'abord sur un petit jeu, bornez chaque évaluation, et affichez les règles et l'intervalle à
#   côté d'un score.
#
# **Une question ouverte.** À Breakout, tous les états qui précèdent une brique se valent à peu près,
# quelle que soit l'action. Un réseau pourrait-il apprendre la valeur de l'état à part de l'avantage
# d'une action ? Qu'y gagnerait-on ?
#
# **La suite :** le chapitre 6, Space Invaders, où il fait exactement cela, et où l'on garde, recharge et
# compare des agents.
