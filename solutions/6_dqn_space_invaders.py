# %% [markdown] slug="title" lang="en"
# # 6 · Space Invaders: a better agent, kept and reused
#
# Chapter 5 ended with an agent that plays Breakout. Here it gets another game, a better network, and
# a life after the notebook is closed: you will save it, delete it, load it, and go on as if nothing
# had happened.
#
# **After this chapter you can**
#
# - say what size comes out of a convolution, and count the parameters of a network by hand;
# - write a dueling network, and say why a mean is subtracted in it;
# - anneal epsilon, and say what that changes and what it does not;
# - save and load an agent safely, and resume a training bit for bit;
# - compare agents by full games, with intervals, and say when two scores cannot be compared.
#
# **Time:** about 90 minutes on a laptop without a GPU, 10 to 20 of them training.
# **Before you start:** chapter 5 (DQN, the replay buffer, the target network), handed in.

# %% [markdown] slug="title" lang="fr"
# # 6 · Space Invaders : un meilleur agent, conservé et réutilisé
#
# Le chapitre 5 s'achevait sur un agent qui joue à Breakout. Ici, il reçoit un autre jeu, un meilleur
# réseau, et une vie après la fermeture du notebook : vous allez l'enregistrer, le supprimer, le
# recharger et reprendre comme si de rien n'était.
#
# **À la fin de ce chapitre, vous saurez**
#
# - dire quelle taille sort d'une convolution, et compter à la main les paramètres d'un réseau ;
# - écrire un réseau *dueling*, et dire pourquoi on y soustrait une moyenne ;
# - faire décroître epsilon, et dire ce que cela change et ce que cela ne change pas ;
# - enregistrer et charger un agent sans danger, et reprendre un entraînement au bit près ;
# - comparer des agents sur des parties entières, avec des intervalles, et dire quand deux scores ne
#   sont pas comparables.
#
# **Durée :** environ 90 minutes sur un portable sans GPU, dont 10 à 20 d'entraînement.
# **Avant de commencer :** le chapitre 5 (DQN, mémoire de rejeu, réseau cible), déjà rendu.

# %% slug="setup" tags=["setup"]
import copy
import hashlib
import tempfile
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn

from course_utils.atari import AtariGames
from course_utils.atari_play import play_game
from course_utils.atari_scores import evaluate_games
from course_utils.budget import budget, budget_card
from course_utils.catch import CatchGames
from course_utils.dqn_training import Training
from course_utils.feedback import expect
from course_utils.language import tr
from course_utils.networks import SIZES, AtariCNN, DuelingAtariCNN, pick_device
from course_utils.plotting import beside, plot_curves, plot_intervals
from course_utils.replay import ReplayBuffer
from course_utils.shipped import shipped, shipped_agents
from course_utils.training_plots import LiveCurve, plot_scores
from course_utils.video import Video

# en: two threads for the network; the games have threads of their own
# fr: deux threads pour le réseau ; les jeux ont les leurs
torch.set_num_threads(min(2, torch.get_num_threads()))

# %% [markdown] slug="budget" lang="en"
# How long this chapter computes is decided here. Choose `STEPS` by your patience: 200,000 take some ten
# minutes on a laptop.

# %% [markdown] slug="budget" lang="fr"
# C'est ici que se décide la durée des calculs de ce chapitre. Choisissez `STEPS` selon votre patience :
# 200 000 pas prennent une dizaine de minutes sur un portable.

# %% slug="budget-constants"
GAME = "SpaceInvaders"
# en: steps of training, games of each evaluation, transitions in the buffer (7 KB each)
# fr: pas d'entraînement, parties par évaluation, transitions en mémoire (7 Ko chacune)
STEPS = budget(200_000, small=6_000)
GAMES = budget(30, small=3)
CAPACITY = budget(100_000, small=10_000)

# %% [markdown] slug="game" lang="en"
# ## The game
#
# Thirty-six invaders march to and fro, and come down a little at each turn. You have a cannon, three
# lives and one shot in the air at a time. The invaders of the lowest row are worth 5 points, those of
# the highest 30; now and then a saucer crosses at the top, worth 200. The game is over when the lives
# are spent, or when the invaders land, however many lives are left.
#
# Look at a random player first. Which of its habits cost it most?

# %% [markdown] slug="game" lang="fr"
# ## Le jeu
#
# Trente-six envahisseurs marchent de long en large, et descendent un peu à chaque demi-tour. Vous avez
# un canon, trois vies et un seul tir en vol à la fois. Les envahisseurs de la rangée du bas valent 5
# points, ceux du haut 30 ; de temps en temps, une soucoupe passe tout en haut : elle vaut 200. La partie
# est finie quand les vies sont épuisées, ou quand les envahisseurs se posent, quel que soit le nombre
# de vies restantes.
#
# Regardez d'abord un joueur qui tire ses actions au hasard. Laquelle de ses habitudes lui coûte le
# plus ?

# %% slug="random-game" tags=["skip-when-grading"]
episode = play_game("random", GAME, seed=1, max_steps=600)
print(
    tr(en="actions:", fr="actions :"),
    *episode.action_names,
    tr(en="- score:", fr="- score :"),
    episode.episodic_return,
)
episode.video()

# %% slug="what-it-sees" picture="what-it-sees" tags=["skip-when-grading"]
# en: 4 frames of 84 × 84, the newest on the right, each in a white border
# fr: 4 images de 84 × 84, la plus récente à droite, chacune dans un cadre blanc
seen = np.hstack([np.pad(frame, 1, constant_values=255) for frame in episode.obs[120]])
beside(Video([episode.frames[120]], scale=1), Video([seen], scale=2))

# %% [markdown] slug="game-reading" lang="en"
# **What you should see**
#
# ![On the left the game in colour, with rows of invaders, three shields and the cannon; on the right
# the same moment as the network sees it, four small grey frames side by side](picture:what-it-sees)
#
# On the left what you see, on the right what the agent sees: the last four frames, 84 × 84, grey. Six
# actions: nothing, fire, right, left, and the last two again with a shot.
#
# Shots blink: the console draws them in some frames and not in others. Each frame of the agent is the
# brighter of two, pixel by pixel; else it would not see some of the shots that kill it. (The first
# DQN, Mnih et al., 2013, skipped 3 frames instead of 4 in this game for that reason.)

# %% [markdown] slug="game-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![À gauche, le jeu en couleurs, avec des rangées d'envahisseurs, trois boucliers et le canon ; à
# droite, le même instant tel que le réseau le voit, quatre petites images grises côte à
# côte](picture:what-it-sees)
#
# À gauche ce que vous voyez, à droite ce que voit l'agent : les quatre dernières images, 84 × 84, en
# gris. Six actions : ne rien faire, tirer, à droite, à gauche, et ces deux dernières encore, avec un
# tir.
#
# Les tirs clignotent : la console les dessine sur certaines images et pas sur d'autres. Chaque image
# de l'agent est la plus claire de deux, pixel par pixel ; sinon il ne verrait pas certains des tirs
# qui le tuent. (C'est pourquoi le premier DQN, Mnih et al., 2013, ne sautait dans ce jeu que 3 images
# au lieu de 4.)

# %% [markdown] slug="random-score" lang="en"
# What is random play worth? That is the zero of every comparison in this chapter. Full games, rewards
# as the game gives them, and the rules printed beside the score.

# %% [markdown] slug="random-score" lang="fr"
# Que vaut le jeu au hasard ? C'est le zéro de toutes les comparaisons de ce chapitre. Des parties
# entières, les récompenses telles que le jeu les donne, et les règles affichées à côté du score.

# %% slug="random-scores" tags=["skip-when-grading"]
random_play = evaluate_games("random", GAME, games=GAMES)
print(random_play)

# %% [markdown] slug="random-reading" lang="en"
# About a dozen invaders, before three random lives are gone. The interval is wide, although these are
# full games: these thirty, a hundred others (on the card below) and those of a paper (148) differ by
# tens of points. Keep that in mind when two agents are compared.
#
# For learning, rewards are clipped to 1, as in chapter 5. So while it learns, the agent cannot tell an
# invader worth 30 from one worth 5, nor from the saucer.

# %% [markdown] slug="random-reading" lang="fr"
# Une douzaine d'envahisseurs, avant que trois vies jouées au hasard soient perdues. L'intervalle est
# large, bien que ce soient des parties entières : ces trente, cent autres (sur la fiche plus bas) et
# celles d'un article (148) diffèrent de dizaines de points. Souvenez-vous-en au moment de comparer deux
# agents.
#
# Pour l'apprentissage, les récompenses sont tronquées à 1, comme au chapitre 5. Pendant qu'il
# apprend, l'agent ne distingue donc pas un envahisseur qui vaut 30 d'un autre qui vaut 5, ni de la
# soucoupe.

# %% [markdown] slug="convolution" lang="en"
# ## Convolution arithmetic
#
# A convolution slides a small window (the kernel, $k \times k$ pixels) over the image, $s$ pixels at a
# time (the stride), and computes one number at each place where the window fits. Along one side of $n$
# pixels, with $p$ pixels of zeros added at each end (the padding), it fits at
#
# $$n' = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1$$
#
# places. Read it like this: after the first place, $n + 2p - k$ pixels are left to move over, in moves
# of $s$; what remains is never looked at.

# %% [markdown] slug="convolution" lang="fr"
# ## L'arithmétique des convolutions
#
# Une convolution fait glisser une petite fenêtre (le noyau, $k \times k$ pixels) sur l'image, de $s$
# pixels à la fois (le pas, *stride*), et calcule un nombre à chaque endroit où la fenêtre tient. Le
# long d'un côté de $n$ pixels, auquel on ajoute $p$ pixels nuls à chaque bout (le remplissage,
# *padding*), elle tient à
#
# $$n' = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1$$
#
# endroits. Lisez ainsi : après le premier endroit, il reste $n + 2p - k$ pixels à parcourir, par bonds
# de $s$ ; ce qui reste au bout n'est jamais regardé.

# %% [markdown] slug="ex-conv-size" lang="en"
# ### Exercise 6.1 · What comes out of a convolution · 2 points · 8 min · ●●○○○
#
# Write `conv_output_size(size, kernel, stride, padding=0)`: the side of the map that comes out of a
# convolution, an int. `size` is the side of the image, `kernel` that of the window; all are ints, and
# the window is never larger than the padded image.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Draw 7 boxes and slide a window of 3 over them, 2 boxes at a time. Where does it begin each time?
# </details>
# <details><summary>Hint 2: rounding down</summary>
#
# Half a move is no move: the fraction is rounded down before 1 is added. In Python `7 // 2` is 3.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# The padding counts twice, once at each end: `(size + 2 * padding - kernel) // stride`, and then one
# more.
# </details>

# %% [markdown] slug="ex-conv-size" lang="fr"
# ### Exercice 6.1 · Ce qui sort d'une convolution · 2 points · 8 min · ●●○○○
#
# Écrivez `conv_output_size(size, kernel, stride, padding=0)` : le côté de la carte qui sort d'une
# convolution, un entier. `size` est le côté de l'image, `kernel` celui de la fenêtre ; tous sont des
# entiers, et la fenêtre n'est jamais plus grande que l'image complétée.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Dessinez 7 cases et faites-y glisser une fenêtre de 3, de 2 cases à la fois. Où commence-t-elle à
# chaque fois ?
# </details>
# <details><summary>Indice 2 : arrondir vers le bas</summary>
#
# Un demi-bond n'est pas un bond : la fraction est arrondie vers le bas avant d'ajouter 1. En Python,
# `7 // 2` vaut 3.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Le remplissage compte deux fois, une à chaque bout : `(size + 2 * padding - kernel) // stride`, puis
# un de plus.
# </details>


# %% exercise="6.1" difficulty=2 minutes=8 nbgrader={"grade": false, "grade_id": "conv-size", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conv_output_size(size, kernel, stride, padding=0):
    """
    en: Return the side of the map that a convolution makes of an image of side `size`.
    fr: Renvoie le côté de la carte qu'une convolution fait d'une image de côté `size`.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 6.1: return at how many places the window fits, an int.
    # stub fr: Exercice 6.1 : renvoyez à combien d'endroits la fenêtre tient, un int.
    moves = (size + 2 * padding - kernel) // stride  # half a move is no move
    return moves + 1
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv-size-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
expect(
    conv_output_size(84, 8, 4),
    20,
    what="conv_output_size(84, 8, 4)",
    mistakes={
        19: tr(
            en="those are the moves; the window also fits before the first one",
            fr="ce sont les bonds ; la fenêtre tient aussi avant le premier",
        ),
        21: tr(
            en="84 / 4: the window needs room too. Take the kernel off first",
            fr="84 / 4 : la fenêtre prend de la place. Retranchez d'abord le noyau",
        ),
        77: tr(en="the stride is not used yet", fr="le pas (stride) n'est pas encore utilisé"),
    },
)
expect(
    conv_output_size(11, 4, 4),
    2,
    what="conv_output_size(11, 4, 4)",
    mistakes={
        2.75: tr(
            en="a window fits or does not: round the fraction down, with //",
            fr="une fenêtre tient ou ne tient pas : arrondissez vers le bas, avec //",
        ),
        3: tr(
            en="rounded up: the last window would hang over the edge. Round down",
            fr="arrondi vers le haut : la dernière fenêtre dépasserait du bord. Arrondissez vers le bas",
        ),
        1: tr(
            en="those are the moves; the window also fits before the first one",
            fr="ce sont les bonds ; la fenêtre tient aussi avant le premier",
        ),
    },
)
expect(
    conv_output_size(20, 3, 3, padding=3),
    8,
    what="conv_output_size(20, 3, 3, padding=3)",
    mistakes={
        6: tr(en="the padding is not counted", fr="le remplissage n'est pas compté"),
        7: tr(
            en="the padding is added at both ends: it counts twice",
            fr="le remplissage s'ajoute aux deux bouts : il compte deux fois",
        ),
        4: tr(
            en="the padding makes the image larger: add it",
            fr="le remplissage agrandit l'image : ajoutez-le",
        ),
        **dict.fromkeys(
            (9, 12),
            tr(
                en="the padding makes the image larger: add it before the division",
                fr="le remplissage agrandit l'image : ajoutez-le avant la division",
            ),
        ),
    },
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import equal

layers = [
    (int(k + s * m), int(k), int(s))
    for k, s, m in zip(
        rng.integers(1, 12, size=40),
        rng.integers(1, 6, size=40),
        rng.integers(0, 30, size=40),
        strict=True,
    )
]
check(
    [conv_output_size(size, kernel, stride) for size, kernel, stride in layers],
    equal(),
    about=tr(
        en="windows that come out even at the edge",
        fr="des fenêtres qui tombent juste au bord",
    ),
)

layers = [
    (int(k + s * m + rng.integers(1, s)), int(k), int(s))
    for k, s, m in zip(
        rng.integers(1, 12, size=40),
        rng.integers(2, 7, size=40),
        rng.integers(0, 30, size=40),
        strict=True,
    )
]
check(
    [conv_output_size(size, kernel, stride) for size, kernel, stride in layers],
    equal(),
    about=tr(
        en="images of which some pixels are never looked at",
        fr="des images dont certains pixels ne sont jamais regardés",
    ),
)

layers = [
    (int(n), int(k), int(s), int(p))
    for n, k, s, p in zip(
        rng.integers(12, 90, size=40),
        rng.integers(1, 12, size=40),
        rng.integers(1, 6, size=40),
        rng.integers(0, 5, size=40),
        strict=True,
    )
]
check(
    [conv_output_size(size, kernel, stride, padding=p) for size, kernel, stride, p in layers],
    equal(),
    about=tr(en="images with padding", fr="des images avec remplissage"),
)
### END HIDDEN TESTS

# %% [markdown] slug="conv-checked" lang="en"
# A formula is worth what the real thing says to it. Send an image through the convolutions of the
# network of 2013 and of the larger one of 2015, layer by layer, and compare.

# %% [markdown] slug="conv-checked" lang="fr"
# Une formule vaut ce que la réalité en dit. Faisons passer une image dans les convolutions du réseau
# de 2013, puis du plus grand, de 2015, couche par couche, et comparons.

# %% slug="conv-compared" tags=["skip-when-grading"]
for name, (convolutions, _) in SIZES.items():
    print(name)
    network = AtariCNN(6, size=name, seed=0)
    layers = [layer for layer in network.convolutions if isinstance(layer, nn.Conv2d)]
    image, side = torch.zeros(1, 4, 84, 84), 84
    for layer, (_filters, kernel, stride) in zip(layers, convolutions, strict=True):
        image, before = layer(image), side
        side = conv_output_size(side, kernel, stride)
        sentence = tr(
            en=f"  {before} px, {kernel}x{kernel} / {stride}: computed {side}, really {image.shape[2]}",
            fr=f"  {before} px, {kernel}x{kernel} / {stride} : calculé {side}, en vrai {image.shape[2]}",
        )
        print(sentence)
    print(tr(en="  numbers that come out:", fr="  nombres en sortie :"), image.numel())

# %% [markdown] slug="conv-reading" lang="en"
# In the small network, 84 becomes 20 and then 9: behind the convolutions stand 32 maps of 9 × 9, that is
# 2,592 numbers. They go into a layer of 256 units. Where, then, do you expect most of the parameters:
# in the convolutions, which see everything, or behind them?

# %% [markdown] slug="conv-reading" lang="fr"
# Dans le petit réseau, 84 devient 20, puis 9 : derrière les convolutions se trouvent 32 cartes de 9 × 9,
# soit 2 592 nombres. Ils entrent dans une couche de 256 unités. Où pensez-vous trouver la plupart des
# paramètres : dans les convolutions, qui voient tout, ou derrière elles ?

# %% [markdown] slug="ex-parameters" lang="en"
# ### Exercise 6.2 · Count the parameters · 3 points · 12 min · ●●●○○
#
# Write `count_parameters(channels, convolutions, map_size, units, n_actions)`: how many numbers
# training adjusts in a network like `AtariCNN`, an int.
#
# - `channels`: frames that go in, such as 4;
# - `convolutions`: a list of `(filters, kernel, stride)`, one a layer. A filter is a window of
#   `kernel` by `kernel` over **all** channels that come in, plus one bias; it makes one channel;
# - `map_size`: the side of the maps behind the last convolution, such as 9;
# - then all of them, flattened, go into a layer of `units` units, and these into one output an
#   action. In such a layer each output has one weight an input, plus one bias.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Go from layer to layer and remember how many channels come out: they go into the next one.
# </details>
# <details><summary>Hint 2: one layer</summary>
#
# A convolution has `filters * (channels * kernel * kernel + 1)` parameters. The stride costs nothing.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# Behind the loop there are `channels * map_size**2` inputs; then `units * (inputs + 1)` parameters,
# and `n_actions * (units + 1)` for the outputs.
# </details>

# %% [markdown] slug="ex-parameters" lang="fr"
# ### Exercice 6.2 · Compter les paramètres · 3 points · 12 min · ●●●○○
#
# Écrivez `count_parameters(channels, convolutions, map_size, units, n_actions)` : combien de nombres
# l'entraînement ajuste dans un réseau comme `AtariCNN`, un entier.
#
# - `channels` : le nombre d'images qui entrent, par exemple 4 ;
# - `convolutions` : une liste de `(filters, kernel, stride)`, un par couche. Un filtre est une fenêtre
#   de `kernel` sur `kernel` à travers **tous** les canaux qui entrent, plus un biais ; il produit un
#   canal ;
# - `map_size` : le côté des cartes derrière la dernière convolution, par exemple 9 ;
# - ensuite toutes ces cartes, aplaties, entrent dans une couche de `units` unités, et celles-ci dans
#   une sortie par action. Dans une telle couche, chaque sortie a un poids par entrée, plus un biais.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Avancez de couche en couche et retenez combien de canaux en sortent : ils entrent dans la suivante.
# </details>
# <details><summary>Indice 2 : une couche</summary>
#
# Une convolution a `filters * (channels * kernel * kernel + 1)` paramètres. Le pas (stride) ne coûte
# rien.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Après la boucle, il y a `channels * map_size**2` entrées ; puis `units * (inputs + 1)` paramètres, et
# `n_actions * (units + 1)` pour les sorties.
# </details>


# %% exercise="6.2" difficulty=3 minutes=12 nbgrader={"grade": false, "grade_id": "count-parameters", "locked": false, "schema_version": 3, "solution": true, "task": false}
def count_parameters(channels, convolutions, map_size, units, n_actions):
    """
    en: Return the number of weights and biases of a network like AtariCNN.
    fr: Renvoie le nombre de poids et de biais d'un réseau comme AtariCNN.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 6.2: return the number of weights and biases, an int.
    # stub fr: Exercice 6.2 : renvoyez le nombre de poids et de biais, un int.
    total = 0
    for filters, kernel, _stride in convolutions:
        total += filters * (channels * kernel * kernel + 1)
        channels = filters  # what comes out goes into the next layer
    inputs = channels * map_size**2
    return total + units * (inputs + 1) + n_actions * (units + 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "count-parameters-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# en: One convolution: 2 filters of 3 × 3 over 1 channel, 2 × (9 + 1) = 20; 2 maps of 4 × 4 are 32
# en: numbers for 5 units, 5 × 33 = 165; 3 actions, 3 × 6 = 18.
# fr: Une convolution : 2 filtres de 3 × 3 sur 1 canal, 2 × (9 + 1) = 20 ; 2 cartes de 4 × 4 font 32
# fr: nombres pour 5 unités, 5 × 33 = 165 ; 3 actions, 3 × 6 = 18.
expect(
    count_parameters(1, [(2, 3, 1)], 4, 5, 3),
    203,
    what="count_parameters(1, [(2, 3, 1)], 4, 5, 3)",
    mistakes={
        193: tr(
            en="the biases: one a filter, one a unit, one an action",
            fr="les biais : un par filtre, un par unité, un par action",
        ),
        201: tr(
            en="the filters have a bias too: one each",
            fr="les filtres ont aussi un biais : un chacun",
        ),
        198: tr(
            en="the units have a bias too: one each",
            fr="les unités ont aussi un biais : un chacune",
        ),
        200: tr(
            en="the outputs have a bias too: one each",
            fr="les sorties ont aussi un biais : un chacune",
        ),
        221: tr(
            en="a filter covers the channels that come in (1), not those that go out (2)",
            fr="un filtre traverse les canaux qui entrent (1), pas ceux qui sortent (2)",
        ),
        196: tr(
            en="there is one bias for each filter, unit and action, not one a layer",
            fr="il y a un biais par filtre, par unité et par action, et non un par couche",
        ),
        191: tr(
            en="a window of side 3 has 3 × 3 weights", fr="une fenêtre de côté 3 a 3 × 3 poids"
        ),
        83: tr(
            en="a map of side 4 has 4 × 4 numbers", fr="une carte de côté 4 contient 4 × 4 nombres"
        ),
        53: tr(
            en="each map goes into the units with all its numbers: map_size × map_size of them",
            fr="chaque carte entre dans les unités avec tous ses nombres : map_size × map_size",
        ),
        123: tr(
            en="there is one map for each filter: 2 maps of 4 × 4 go in",
            fr="il y a une carte par filtre : 2 cartes de 4 × 4 entrent",
        ),
        185: tr(en="the last layer is missing", fr="la dernière couche manque"),
        38: tr(
            en="the layer of 5 units is missing: it has most of them",
            fr="la couche de 5 unités manque : c'est elle qui en a le plus",
        ),
    },
)
expect(
    count_parameters(4, [(16, 8, 4), (32, 4, 2)], 9, 256, 6),
    677_686,
    what="count_parameters(4, [(16, 8, 4), (32, 4, 2)], 9, 256, 6)",
    mistakes={
        671_542: tr(
            en="16 channels go into the second convolution, not 4",
            fr="16 canaux entrent dans la deuxième convolution, pas 4",
        ),
        674_614: tr(
            en="a filter of the first convolution covers all 4 channels",
            fr="un filtre de la première convolution traverse les 4 canaux",
        ),
        666_934: tr(
            en="a filter covers all channels that come in: multiply by them",
            fr="un filtre traverse tous les canaux qui entrent : multipliez par leur nombre",
        ),
        698_166: tr(
            en="the stride says where a filter looks; it adds no weights",
            fr="le pas (stride) dit où regarde un filtre ; il n'ajoute pas de poids",
        ),
        345_910: tr(
            en="the maps behind the last convolution are 32, one a filter of it",
            fr="derrière la dernière convolution, il y a 32 cartes, une par filtre",
        ),
    },
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import equal


def shape(rng, layers):
    convolutions = [
        (int(rng.integers(1, 70)), int(rng.integers(1, 9)), int(rng.integers(1, 5)))
        for _ in range(layers)
    ]
    rest = [int(n) for n in rng.integers([1, 1, 2], [13, 600, 19])]
    return int(rng.integers(1, 9)), convolutions, *rest


check(
    [count_parameters(*shape(rng, 1)) for _ in range(20)],
    equal(),
    about=tr(en="networks with one convolution", fr="des réseaux à une convolution"),
)

check(
    [count_parameters(*shape(rng, int(rng.integers(2, 6)))) for _ in range(20)],
    equal(),
    about=tr(en="networks with several convolutions", fr="des réseaux à plusieurs convolutions"),
)

nature = [(32, 8, 4), (64, 4, 2), (64, 3, 1)]
stacks = [(int(n), int(m)) for n, m in rng.integers([1, 2], [7, 19], size=(10, 2))]
check(
    [count_parameters(n, nature, 7, 512, m) for n, m in stacks],
    equal(),
    about=tr(
        en="the network of 2015, for other stacks and other games",
        fr="le réseau de 2015, pour d'autres piles d'images et d'autres jeux",
    ),
)
### END HIDDEN TESTS

# %% slug="parameters-compared" tags=["skip-when-grading"]
for name, side in (("small", 9), ("nature", 7)):
    convolutions, units = SIZES[name]
    computed = count_parameters(4, convolutions, side, units, 6)
    real = sum(p.numel() for p in AtariCNN(6, size=name).parameters())
    behind = units * (convolutions[-1][0] * side**2 + 1) / real
    sentence = tr(
        en=f"{name:6}: computed {computed}, really {real}; {behind:.0%} in one layer",
        fr=f"{name:6} : calculé {computed}, en vrai {real} ; {behind:.0%} dans une seule couche",
    )
    print(sentence)

# %% [markdown] slug="parameters-reading" lang="en"
# Nearly all of them stand in the one layer behind the convolutions. A filter is used at every place of
# the image with the same few weights; a unit of the layer behind has a weight of its own for each of
# the 2,592 numbers.
#
# Do not take parameters for computing time. For one observation, the convolutions of the small
# network make 2.3 of its 3.0 million multiplications with 2 % of its parameters: each filter works at
# 20 times 20 places, or at 9 times 9.

# %% [markdown] slug="parameters-reading" lang="fr"
# Presque tous se trouvent dans une seule couche, derrière les convolutions. Un filtre sert à chaque
# endroit de l'image avec les mêmes quelques poids ; une unité de la couche suivante a un poids à elle
# pour chacun des 2 592 nombres.
#
# Ne prenez pas les paramètres pour du temps de calcul. Pour une observation, les convolutions du petit
# réseau font 2,3 de ses 3,0 millions de multiplications avec 2 % de ses paramètres : chaque filtre
# travaille en 20 fois 20 endroits, ou en 9 fois 9.

# %% [markdown] slug="dueling" lang="en"
# ## Two heads: how good is it here, and what can I do about it?
#
# Most of the time it hardly matters what the cannon does: no shot is near. A DQN has to learn the value
# of such a state six times, once for each action. A **dueling network** (Wang et al., 2016) splits the
# question. One head estimates $V(s)$, one number; another the advantages $A(s, a)$, one an action. Then
#
# $$Q(s, a) = V(s) + A(s, a) - \frac{1}{n} \sum_{a'} A(s, a')$$
#
# where $n$ is the number of actions. Each update, whatever action it is about, corrects $V(s)$ too.
#
# Why subtract the mean? Without it, adding 100 to $V(s)$ and taking 100 from all $A(s, a)$ would change
# no Q-value: two heads could share out the value as they like, and neither would mean anything.

# %% [markdown] slug="dueling" lang="fr"
# ## Deux têtes : que vaut cet instant, et qu'y puis-je ?
#
# La plupart du temps, peu importe ce que fait le canon : aucun tir n'est proche. Un DQN doit apprendre
# la valeur d'un tel état six fois, une par action. Un **réseau dueling** (Wang et al., 2016) partage la
# question. Une tête estime $V(s)$, un nombre ; une autre les avantages $A(s, a)$, un par action. Puis
#
# $$Q(s, a) = V(s) + A(s, a) - \frac{1}{n} \sum_{a'} A(s, a')$$
#
# où $n$ est le nombre d'actions. Chaque mise à jour, quelle que soit son action, corrige aussi $V(s)$.
#
# Pourquoi soustraire la moyenne ? Sans elle, ajouter 100 à $V(s)$ et retirer 100 à tous les $A(s, a)$
# ne changerait aucune valeur Q : les deux têtes pourraient se partager la valeur à leur guise, et
# aucune n'aurait de sens.

# %% [markdown] slug="ex-dueling" lang="en"
# ### Exercise 6.3 · Put the two heads together · 3 points · 10 min · ●●○○○
#
# Write `dueling_q(value, advantage)`. `value` is a float tensor of shape `(B, 1)`, `advantage` one of
# shape `(B, n_actions)`; return the Q-values, of shape `(B, n_actions)`. Use operations of torch
# throughout: gradients have to pass through this function to both heads.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The mean is taken in each row for itself: the observations of a batch have nothing to do with each
# other.
# </details>
# <details><summary>Hint 2: shapes</summary>
#
# `advantage.mean(dim=1)` has shape `(B,)`, which does not go with `(B, n_actions)`. With
# `keepdim=True` it has shape `(B, 1)`, which does.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# The first line of the answer is `centred = advantage - advantage.mean(dim=1, keepdim=True)`.
# </details>

# %% [markdown] slug="ex-dueling" lang="fr"
# ### Exercice 6.3 · Réunir les deux têtes · 3 points · 10 min · ●●○○○
#
# Écrivez `dueling_q(value, advantage)`. `value` est un tenseur de flottants de forme `(B, 1)`,
# `advantage` un autre de forme `(B, n_actions)` ; renvoyez les valeurs Q, de forme `(B, n_actions)`.
# N'utilisez que des opérations de torch : les gradients doivent traverser cette fonction jusqu'aux deux
# têtes.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# La moyenne se prend dans chaque ligne séparément : les observations d'un lot n'ont rien à voir
# entre elles.
# </details>
# <details><summary>Indice 2 : les formes</summary>
#
# `advantage.mean(dim=1)` est de forme `(B,)`, qui ne va pas avec `(B, n_actions)`. Avec `keepdim=True`,
# la forme est `(B, 1)`, qui convient.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# La première ligne de la réponse est `centred = advantage - advantage.mean(dim=1, keepdim=True)`.
# </details>


# %% exercise="6.3" difficulty=2 minutes=10 nbgrader={"grade": false, "grade_id": "dueling-q", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dueling_q(value, advantage):
    """
    en: Return the Q-values (B, n_actions) of value (B, 1) and advantage (B, n_actions).
    fr: Renvoie les valeurs Q (B, n_actions) de value (B, 1) et advantage (B, n_actions).
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 6.3: return the value plus the advantages, less their mean.
    # stub fr: Exercice 6.3 : renvoyez la valeur plus les avantages, moins leur moyenne.
    return value + advantage - advantage.mean(dim=1, keepdim=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dueling-q-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
expect(
    dueling_q(torch.tensor([[1.0], [10.0]]), torch.tensor([[1.0, 2.0, 6.0], [0.0, 0.0, 3.0]])),
    [[-1.0, 0.0, 4.0], [9.0, 9.0, 12.0]],
    what=tr(
        en="values 1 and 10, advantages 1, 2, 6 and 0, 0, 3",
        fr="valeurs 1 et 10, avantages 1, 2, 6 et 0, 0, 3",
    ),
    mistakes=[
        (
            [[2.0, 3.0, 7.0], [10.0, 10.0, 13.0]],
            tr(
                en="the mean of the advantages is not subtracted",
                fr="la moyenne des avantages n'est pas soustraite",
            ),
        ),
        (
            [[0.0, 1.0, 5.0], [8.0, 8.0, 11.0]],
            tr(
                en="the mean of the whole batch; each row has its own: dim=1",
                fr="la moyenne de tout le lot ; chaque ligne a la sienne : dim=1",
            ),
        ),
        (
            [[1.5, 2.0, 2.5], [9.5, 9.0, 8.5]],
            tr(
                en="the mean over the batch (dim=0); wanted is the mean over the actions, dim=1",
                fr="la moyenne sur le lot (dim=0) ; on veut celle sur les actions, dim=1",
            ),
        ),
        (
            [[-4.0, -3.0, 1.0], [7.0, 7.0, 10.0]],
            tr(
                en="the maximum is subtracted: the paper discusses it too, but the mean was asked for",
                fr="le maximum est soustrait : l'article en parle aussi, mais on demande la moyenne",
            ),
        ),
        (
            [[-7.0, -6.0, -2.0], [7.0, 7.0, 10.0]],
            tr(
                en="the sum is subtracted: divide it by the number of actions",
                fr="la somme est soustraite : divisez-la par le nombre d'actions",
            ),
        ),
        (
            [[5.0, 6.0, 10.0], [11.0, 11.0, 14.0]],
            tr(en="the mean is added: subtract it", fr="la moyenne est ajoutée : soustrayez-la"),
        ),
        (
            [[3.0, 2.0, -2.0], [11.0, 11.0, 8.0]],
            tr(
                en="the sign: advantages are added, their mean is subtracted",
                fr="le signe : on ajoute les avantages, on soustrait leur moyenne",
            ),
        ),
        (
            [[-3.5, -2.5, 1.5], [4.5, 4.5, 7.5]],
            tr(
                en="the mean of the values is subtracted; wanted is that of the advantages",
                fr="la moyenne des valeurs est soustraite ; on veut celle des avantages",
            ),
        ),
        (
            [[-2.0, -1.0, 3.0], [-1.0, -1.0, 2.0]],
            tr(
                en="the value is missing, or subtracted again with the mean: take the advantages' mean",
                fr="la valeur manque, ou part avec la moyenne : prenez la moyenne des avantages seuls",
            ),
        ),
    ],
    rtol=1e-4,  # 32-bit floats
    atol=1e-4,
)
value = torch.tensor([[0.5]], requires_grad=True)
advantage = torch.tensor([[1.0, 2.0]], requires_grad=True)
first_q = dueling_q(value, advantage)[0, 0]
if getattr(first_q, "requires_grad", False):
    first_q.backward()
expect(
    [value.grad is not None, advantage.grad is not None],
    [True, True],
    what=tr(
        en="gradients reach the value, and the advantages",
        fr="les gradients atteignent la valeur, et les avantages",
    ),
    mistakes=[
        (
            [False, False],
            tr(
                en="there is a numpy, detach, item or no_grad in it: the heads would never learn",
                fr="il y a un numpy, detach, item ou no_grad : les têtes n'apprendraient jamais",
            ),
        ),
        (
            [False, True],
            tr(
                en="the value is cut off (a detach?): its head would never learn",
                fr="la valeur est coupée (un detach ?) : sa tête n'apprendrait jamais",
            ),
        ),
        (
            [True, False],
            tr(
                en="the advantages are cut off (a detach?): their head would never learn",
                fr="les avantages sont coupés (un detach ?) : leur tête n'apprendrait jamais",
            ),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close

import numpy as np
import torch


def tensor(array, **options):
    return torch.tensor(np.asarray(array), dtype=torch.float32, **options)


def plain(q):
    return np.asarray(torch.as_tensor(q).detach().cpu(), dtype=float)


check(
    plain(dueling_q(tensor(rng.normal(size=(32, 1))), tensor(rng.normal(size=(32, 6))))),
    close(rtol=1e-4, atol=1e-4),
    about=tr(en="a batch of 32 observations", fr="un lot de 32 observations"),
)

check(
    [
        plain(dueling_q(tensor(rng.normal(size=(b, 1))), tensor(10 * rng.normal(size=(b, n)))))
        for b, n in ((1, 6), (1, 18), (3, 3), (4, 4), (7, 1), (18, 2))
    ],
    close(rtol=1e-4, atol=1e-4),
    about=tr(
        en="one observation alone, and as many observations as actions",
        fr="une seule observation, et autant d'observations que d'actions",
    ),
)

value = tensor(rng.normal(size=(4, 1)), requires_grad=True)
advantage = tensor(rng.normal(size=(4, 5)), requires_grad=True)
weights = tensor(rng.normal(size=(4, 5)))
(dueling_q(value, advantage) * weights).sum().backward()
check(
    {"value": plain(value.grad), "advantage": plain(advantage.grad)},
    close(rtol=1e-4, atol=1e-4),
    about=tr(en="the gradients of both heads", fr="les gradients des deux têtes"),
)
### END HIDDEN TESTS

# %% [markdown] slug="quiz-dueling" lang="en"
# **Check yourself.** The greedy action is the largest Q-value. What does subtracting the mean change in
# it?
#
# <details><summary>A. Nothing: the same number is taken from every action of a state</summary>
#
# Yes. The mean is there for learning: it decides how an error is shared out between the two heads.
# </details>
# <details><summary>B. Actions with a small advantage get a chance</summary>
#
# No. All Q-values of a state move by the same amount, so their order stays.
# </details>
# <details><summary>C. The network becomes more careful, since Q-values become smaller</summary>
#
# No. The mean of the Q-values is now exactly $V(s)$, which may be anything.
# </details>

# %% [markdown] slug="quiz-dueling" lang="fr"
# **Pour vérifier.** L'action gloutonne est celle de plus grande valeur Q. Que change-t-on en soustrayant
# la moyenne ?
#
# <details><summary>A. Rien : le même nombre est retiré à toutes les actions d'un état</summary>
#
# Oui. La moyenne sert à l'apprentissage : elle décide comment une erreur se répartit entre les deux
# têtes.
# </details>
# <details><summary>B. Les actions de faible avantage ont leur chance</summary>
#
# Non. Toutes les valeurs Q d'un état se déplacent d'autant, donc leur ordre ne change pas.
# </details>
# <details><summary>C. Le réseau devient plus prudent, car les valeurs Q diminuent</summary>
#
# Non. La moyenne des valeurs Q est désormais exactement $V(s)$, qui peut valoir n'importe quoi.
# </details>

# %% [markdown] slug="agent" lang="en"
# ## The whole agent
#
# The network takes the convolutions and the two heads of `DuelingAtariCNN` and puts them together with
# your function. The agent is the DQN of chapter 5, this time written with torch's own functions:
# `F.smooth_l1_loss` is the Huber loss. Find in `update`: the target network, the terminal states, and
# the line that makes it Double DQN.

# %% [markdown] slug="agent" lang="fr"
# ## L'agent complet
#
# Le réseau prend les convolutions et les deux têtes de `DuelingAtariCNN` et les réunit avec votre
# fonction. L'agent est le DQN du chapitre 5, écrit cette fois avec les fonctions de torch :
# `F.smooth_l1_loss` est la perte de Huber. Trouvez dans `update` : le réseau cible, les états terminaux,
# et la ligne qui en fait un Double DQN.


# %% slug="dueling-network"
class DuelingNetwork(DuelingAtariCNN):
    def forward(self, obs):
        # en: what the convolutions see
        # fr: ce que voient les convolutions
        features = self.features(obs)
        return dueling_q(self.value(features), self.advantage(features))


# %% slug="dqn-class"
class DQN:
    """
    en: Double DQN: van Hasselt et al. (2016), Mnih et al. (2015).
    fr: Double DQN : van Hasselt et al. (2016), Mnih et al. (2015).
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
        explores = self.rng.random(len(q_values)) < epsilon
        at_random = self.rng.integers(q_values.shape[1], size=len(q_values))
        return np.where(explores, at_random, q_values.argmax(dim=1).numpy())

    def update(self, batch):
        obs, action, reward, next_obs, terminated = (x.to(self.device) for x in batch)
        with torch.no_grad():
            best = self.q_network(next_obs).argmax(dim=1, keepdim=True)
            future = self.target_network(next_obs).gather(1, best).squeeze(1)
            target = torch.where(terminated, reward, reward + self.discount * future)
        q_values = self.q_network(obs).gather(1, action[:, None]).squeeze(1)
        loss = F.smooth_l1_loss(q_values, target)
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        self.updates += 1
        if self.updates % self.copy_every == 0:
            self.target_network.load_state_dict(self.q_network.state_dict())
        return loss.item()


# %% [markdown] slug="schedules" lang="en"
# ## How much chance, and when?
#
# At first the agent knows nothing, so it may as well play at random and see a lot. Later, random moves
# cost lives, and with them everything that comes after. So epsilon is **annealed**: at step $t$ it is
#
# $$\varepsilon_t = \varepsilon_0 + (\varepsilon_T - \varepsilon_0) \cdot \min\left(1, \frac{t}{T}\right)$$
#
# It goes in a straight line from $\varepsilon_0$ to $\varepsilon_T$ within $T$ steps, and stays there.
# Mnih et al. (2015) went from 1 to 0.1 within a million frames.

# %% [markdown] slug="schedules" lang="fr"
# ## Combien de hasard, et quand ?
#
# Au début, l'agent ne sait rien : autant jouer au hasard, et voir beaucoup de choses. Plus tard, les
# coups au hasard coûtent des vies, et avec elles tout ce qui aurait suivi. On fait donc **décroître**
# epsilon : au pas $t$, il vaut
#
# $$\varepsilon_t = \varepsilon_0 + (\varepsilon_T - \varepsilon_0) \cdot \min\left(1, \frac{t}{T}\right)$$
#
# Il va en ligne droite de $\varepsilon_0$ à $\varepsilon_T$ en $T$ pas, et il y reste. Mnih et al.
# (2015) allaient de 1 à 0,1 en un million d'images.

# %% [markdown] slug="ex-schedule" lang="en"
# ### Exercise 6.4 · The annealed schedule · 2 points · 8 min · ●●○○○
#
# Write `annealed(step, start, end, steps)`: the value at `step`, an int from 0 on. It goes in a straight
# line from `start` at step 0 to `end` at step `steps`, and is `end` ever after. It may also rise:
# `end` is sometimes larger than `start`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which share of the way is covered at `step`? It is 0 at the beginning, 1 at the end, and never more.
# </details>
# <details><summary>Hint 2: never beyond</summary>
#
# Limit the share, not the value: `min(1, step / steps)` works whether the line falls or rises.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# `start + share * (end - start)` is `start` where the share is 0, and `end` where it is 1.
# </details>

# %% [markdown] slug="ex-schedule" lang="fr"
# ### Exercice 6.4 · La décroissance linéaire · 2 points · 8 min · ●●○○○
#
# Écrivez `annealed(step, start, end, steps)` : la valeur au pas `step`, un entier à partir de 0. Elle va
# en ligne droite de `start` au pas 0 à `end` au pas `steps`, puis reste `end`. Elle peut aussi croître :
# `end` est parfois plus grand que `start`.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Quelle part du chemin est parcourue au pas `step` ? Elle vaut 0 au début, 1 à la fin, et jamais plus.
# </details>
# <details><summary>Indice 2 : jamais au-delà</summary>
#
# Limitez la part, non la valeur : `min(1, step / steps)` convient, que la droite descende ou monte.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `start + share * (end - start)` vaut `start` quand la part est 0, et `end` quand elle est 1.
# </details>


# %% exercise="6.4" difficulty=2 minutes=8 nbgrader={"grade": false, "grade_id": "annealed", "locked": false, "schema_version": 3, "solution": true, "task": false}
def annealed(step, start, end, steps):
    """
    en: Return the value at `step` of a line from `start` to `end` in `steps` steps, then `end`.
    fr: Renvoie la valeur au pas `step` d'une droite de `start` à `end` en `steps` pas, puis `end`.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 6.4: return the value of the schedule at this step, a float.
    # stub fr: Exercice 6.4 : renvoyez la valeur à ce pas, un float.
    share = min(1.0, step / steps)  # never beyond the end, whether it falls or rises
    return start + share * (end - start)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "annealed-test", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
expect(
    [annealed(step, 1.0, 0.1, 1000) for step in (0, 250, 1000)],
    [1.0, 0.775, 0.1],
    what=tr(
        en="from 1.0 to 0.1 in 1,000 steps: at steps 0, 250 and 1,000",
        fr="de 1,0 à 0,1 en 1 000 pas : aux pas 0, 250 et 1 000",
    ),
    mistakes=[
        (
            [1.0, 0.75, 0.1],
            tr(
                en="this line goes to 0 and is cut at the end; it has to reach `end` at `steps`",
                fr="cette droite va vers 0 et est coupée à la fin ; elle doit atteindre `end` à `steps`",
            ),
        ),
        (
            [1.0, 0.75, 0.0],
            tr(en="this line goes to 0, not to `end`", fr="cette droite va vers 0, pas vers `end`"),
        ),
        (
            [0.1, 0.325, 1.0],
            tr(en="from `end` to `start`: turn it round", fr="de `end` à `start` : retournez-la"),
        ),
        (
            [0.1, 0.1, 0.1],
            tr(
                en="`end` from the beginning: is the share limited with max where min is needed?",
                fr="`end` dès le début : la part est-elle limitée par max au lieu de min ?",
            ),
        ),
        (
            [1.0, 1.0, 0.1],
            tr(
                en="a jump at the end: did // round the share down?",
                fr="un saut à la fin : // a-t-il arrondi la part vers le bas ?",
            ),
        ),
        (
            lambda values: 0.55 < values[1] < 0.57,
            tr(
                en="that falls by the same factor each step; a straight line falls by the same amount",
                fr="elle perd le même facteur à chaque pas ; une droite perd la même quantité",
            ),
        ),
    ],
)
expect(
    annealed(5000, 1.0, 0.1, 1000),
    0.1,
    what="annealed(5000, 1.0, 0.1, 1000)",
    mistakes=[
        (
            lambda value: value < 0.1,
            tr(
                en="the line goes on below `end`; after `steps` it has to stay there",
                fr="la droite continue sous `end` ; après `steps`, elle doit y rester",
            ),
        ),
        (
            lambda value: value > 0.1,
            tr(
                en="does it start again? After `steps` it stays at `end`",
                fr="recommence-t-elle ? Après `steps`, elle reste à `end`",
            ),
        ),
    ],
)
expect(
    [annealed(step, 0.4, 1.0, 40) for step in (30, 90)],
    [0.85, 1.0],
    what=tr(
        en="rising, from 0.4 to 1.0 in 40 steps: at steps 30 and 90",
        fr="croissante, de 0,4 à 1,0 en 40 pas : aux pas 30 et 90",
    ),
    mistakes=[
        (
            lambda values: values[0] == 1.0,
            tr(
                en="max(end, …) is right for a falling line only: limit the share of the way instead",
                fr="max(end, …) ne vaut que pour une droite qui descend : limitez la part du chemin",
            ),
        ),
        (
            lambda values: values[1] > 1.0,
            tr(
                en="a rising line has to stop at `end` too",
                fr="une droite qui monte doit aussi s'arrêter à `end`",
            ),
        ),
        (
            lambda values: values[0] < 0.4,
            tr(en="it falls; `end` is larger here", fr="elle descend ; ici `end` est plus grand"),
        ),
    ],
)
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close


def cases(rng, low, high, sign):
    made = []
    for _ in range(40):
        steps = int(rng.integers(10, 10**6))
        step = int(steps * rng.uniform(low, high))
        start = float(rng.uniform(-1, 1))
        made.append((step, start, start + sign * float(rng.uniform(0.1, 1)), steps))
    return made


check(
    [annealed(*case) for case in cases(rng, 0, 1, -1)],
    close(),
    about=tr(en="falling, on the way", fr="en descente, en chemin"),
)

check(
    [annealed(*case) for case in cases(rng, 1, 9, -1)]
    + [annealed(k * n, 1.0, 0.25, n) for n in (1, 7, 1000) for k in (0, 1, 2)],
    close(),
    about=tr(en="falling, from the end on", fr="en descente, à partir de la fin"),
)

check(
    [annealed(*case) for case in cases(rng, 0, 3, 1)],
    close(),
    about=tr(en="rising, on the way and after it", fr="en montée, en chemin et après"),
)
### END HIDDEN TESTS

# %% slug="schedules-drawn" picture="schedules" tags=["skip-when-grading"]
ANNEALED = tr(en="annealed in 60,000 steps", fr="décroissant en 60 000 pas")
thousands = range(1, 101)
plot_curves(
    {
        ANNEALED: [annealed(1000 * k, 1.0, 0.02, 60_000) for k in thousands],
        tr(en="constant 0.3", fr="constant 0,3"): [0.3] * 100,
    },
    xlabel=tr(en="agent steps (thousands)", fr="pas de l'agent (milliers)"),
    ylabel="epsilon",
)

# %% [markdown] slug="schedules-reading" lang="en"
# **What you should see**
#
# ![Epsilon over 100 thousand steps: one line falls straight from 1 to 0.02 at 60 thousand and stays
# there, the other is level at 0.3](picture:schedules)
#
# Read off the first 10,000 steps: an agent that anneals over 60,000 still plays nine actions of ten at
# random there. Whoever trains so short a time trains mostly on random play.

# %% [markdown] slug="schedules-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Epsilon sur 100 milliers de pas : une ligne descend tout droit de 1 à 0,02 à 60 milliers et y reste,
# l'autre est horizontale à 0,3](picture:schedules)
#
# Lisez les 10 000 premiers pas : un agent dont epsilon décroît sur 60 000 y joue encore neuf actions sur
# dix au hasard. Qui s'entraîne si peu s'entraîne surtout sur du jeu au hasard.

# %% [markdown] slug="steps" lang="en"
# ## Training in steps
#
# A game of Space Invaders lasts some hundred steps or some thousand, and the better the agent, the longer. "Train for
# 100 episodes" therefore says little; budgets, schedules and curves count **steps**. `Training` does so:
# it plays eight games at once, makes one update every eight steps, and `run(1000)` means 1,000 steps
# more.
#
# First the probe of chapter 5, Catch: the whole agent learns it in seconds, so a mistake shows in
# seconds. With it, measure the schedules. All three agents differ in epsilon only.

# %% [markdown] slug="steps" lang="fr"
# ## S'entraîner en pas
#
# Une partie de Space Invaders dure des centaines de pas ou des milliers, et d'autant plus que l'agent est bon. « Entraîner
# 100 épisodes » ne dit donc pas grand-chose ; budgets, valeurs d'epsilon et courbes comptent en **pas**.
# C'est ce que fait `Training` : huit parties à la fois, une mise à jour tous les huit pas, et
# `run(1000)` veut dire 1 000 pas de plus.
#
# D'abord la sonde du chapitre 5, Catch : l'agent complet l'apprend en quelques secondes, donc une erreur
# se voit en quelques secondes. Comparons-y trois manières de choisir epsilon. Les trois agents ne
# diffèrent que par lui.


# %% slug="catch-training"
def catch_training(*, epsilon, seed=0):
    """
    en: Return a new training on Catch; it has not begun yet.
    fr: Renvoie un nouvel entraînement sur Catch ; il n'a pas encore commencé.
    """
    games = CatchGames(n_envs=8, seed=seed)
    network = DuelingNetwork(games.n_actions, obs_shape=(4, 36, 36), seed=seed)
    agent = DQN(network, copy_every=100, seed=seed)
    buffer = ReplayBuffer(10_000, n_envs=8, obs_shape=(4, 36, 36), n_step=3, seed=seed)
    return Training(agent, games, buffer, epsilon=epsilon, warm_up=500)


def falling(step):
    return annealed(step, 1.0, 0.05, 2_500)


# %% slug="catch-schedules" tags=["skip-when-grading"]
schedules = {
    tr(en="annealed", fr="décroissant"): falling,
    "epsilon 0.05": lambda step: 0.05,
    "epsilon 1": lambda step: 1.0,
}
for name, epsilon in schedules.items():
    catch = catch_training(epsilon=epsilon).run(4_000)
    greedy = evaluate_games(catch.agent.act, CatchGames(), games=200, epsilon=0.0)
    sentence = tr(
        en=f"{name:12} last 100 games: {catch.log.mean_score(100):+.2f}; greedy: {greedy.mean:+.2f}",
        fr=f"{name:12} 100 dernières parties : {catch.log.mean_score(100):+.2f} ; glouton : {greedy.mean:+.2f}",
    )
    print(sentence)

# %% [markdown] slug="catch-reading" lang="en"
# Two lessons, and the second may surprise you.
#
# **The score while training is not the agent's worth.** With epsilon 1 every action is random and most
# balls are lost; yet the greedy policy that it learns on the side catches about nine in ten. Q-learning is
# off-policy: it may learn about one policy while it plays another. (With 3-step returns not quite: two
# more random actions are in each of them.) So evaluate, with the epsilon that you mean.
#
# **On Catch annealing is no clear gain** over a constant 0.05: which of the two ends ahead depends on the
# seed (`catch_training(epsilon=..., seed=1)`). Every game starts anew after eight steps, and chance comes everywhere.
# In Space Invaders it does not: a random player dies long before the second wave, and nobody learns from
# states that nobody reaches. *There* it matters that chance steps back as the agent gets better.

# %% [markdown] slug="catch-reading" lang="fr"
# Deux leçons, dont la seconde vous surprendra peut-être.
#
# **Le score pendant l'entraînement n'est pas la valeur de l'agent.** Avec epsilon 1, toutes les actions
# sont au hasard et la plupart des balles sont perdues ; pourtant, la politique gloutonne apprise au
# passage en attrape environ neuf sur dix. Q-learning est *off-policy* : il peut apprendre une politique en en
# jouant une autre. (Pas tout à fait avec des retours à 3 pas : chacun contient deux actions au hasard
# de plus.) Évaluez donc, avec l'epsilon qui vous intéresse.
#
# **Sur Catch, la décroissance n'apporte pas de gain net** sur un 0,05 constant : celui des deux qui finit
# devant dépend de la graine (`catch_training(epsilon=..., seed=1)`). Chaque partie recommence au bout de huit pas, et le
# hasard mène partout. Pas dans Space Invaders : un joueur aléatoire meurt bien avant la deuxième vague,
# et personne n'apprend d'états que personne n'atteint. *Là*, il importe que le hasard recule à mesure
# que l'agent progresse.

# %% [markdown] slug="keeping" lang="en"
# ## Keep an agent
#
# What has to be kept? For **playing**, the weights of the network are enough. They are a dictionary of
# named tensors, `network.state_dict()`.
#
# How should they be kept? Python's usual way, pickle, which `torch.save` uses too, stores instructions
# for making objects again, and opening such a file *follows* them: a file from a stranger can do to your
# computer whatever it likes. (`torch.load` follows only harmless ones by default since version 2.6, and
# all of them with `weights_only=False`, which many a recipe tells you to write.) A **safetensors** file holds names, shapes, numbers and a few words of
# text, and nothing that could be run. It is also checked for completeness when it is opened.

# %% [markdown] slug="keeping" lang="fr"
# ## Conserver un agent
#
# Que faut-il conserver ? Pour **jouer**, les poids du réseau suffisent. C'est un dictionnaire de
# tenseurs nommés, `network.state_dict()`.
#
# Comment les conserver ? La manière habituelle de Python, pickle, dont se sert aussi `torch.save`,
# enregistre des instructions pour refaire des objets, et ouvrir un tel fichier, c'est les *suivre* : le
# fichier d'un inconnu peut faire à votre ordinateur tout ce qu'il veut. (`torch.load` ne suit par défaut
# que les inoffensives depuis la version 2.6, et toutes avec `weights_only=False`, que mainte recette
# conseille d'écrire.) Un fichier **safetensors** contient des noms, des formes, des nombres et quelques
# mots de texte, et rien qui puisse s'exécuter. À l'ouverture, on vérifie aussi qu'il est complet.

# %% [markdown] slug="ex-keep" lang="en"
# ### Exercise 6.5 · There and back · 3 points · 15 min · ●●●○○
#
# Write two functions.
#
# - `save_network(network, path, about)` writes a safetensors file: every tensor of the network's
#   `state_dict()` under its name there, and `about`, a dictionary from text to text, as metadata.
# - `load_network(network, path)` puts the tensors of such a file **into** `network`, another one of the
#   same shape, and returns `about`.
#
# `save_file(tensors, path, metadata=...)`, `load_file(path)` and `safe_open(path, framework="pt")` are
# imported at the top.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `state_dict()` holds more than `parameters()`: also what a layer remembers without training it, such
# as the running means of a normalisation.
# </details>
# <details><summary>Hint 2: the way back</summary>
#
# `load_file` gives the dictionary; `network.load_state_dict(...)` copies it into the network. To assign
# to the name `network` would change nothing outside of your function.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# `save_file(network.state_dict(), path, metadata=about)` is the first function. The second one reads
# the words with `with safe_open(path, framework="pt") as file: return file.metadata()`.
# </details>

# %% [markdown] slug="ex-keep" lang="fr"
# ### Exercice 6.5 · Aller et retour · 3 points · 15 min · ●●●○○
#
# Écrivez deux fonctions.
#
# - `save_network(network, path, about)` écrit un fichier safetensors : chaque tenseur du `state_dict()`
#   du réseau sous le nom qu'il y porte et, comme métadonnées, `about`, un dictionnaire de texte à texte.
# - `load_network(network, path)` met les tenseurs d'un tel fichier **dans** `network`, un autre réseau
#   de même forme, et renvoie `about`.
#
# `save_file(tensors, path, metadata=...)`, `load_file(path)` et `safe_open(path, framework="pt")` sont
# importés tout en haut.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# `state_dict()` contient plus que `parameters()` : aussi ce qu'une couche retient sans l'entraîner,
# comme les moyennes glissantes d'une normalisation.
# </details>
# <details><summary>Indice 2 : le retour</summary>
#
# `load_file` donne le dictionnaire ; `network.load_state_dict(...)` le copie dans le réseau. Affecter
# quelque chose au nom `network` ne changerait rien hors de votre fonction.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# `save_file(network.state_dict(), path, metadata=about)` est la première fonction. La seconde lit les
# mots avec `with safe_open(path, framework="pt") as file: return file.metadata()`.
# </details>


# %% exercise="6.5" difficulty=3 minutes=15 nbgrader={"grade": false, "grade_id": "keep", "locked": false, "schema_version": 3, "solution": true, "task": false}
def save_network(network, path, about):
    """
    en: Write the network's tensors, by name, and `about` to a safetensors file.
    fr: Écrit les tenseurs du réseau, par nom, et `about` dans un fichier safetensors.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 6.5: write the file.
    # stub fr: Exercice 6.5 : écrivez le fichier.
    save_file(network.state_dict(), path, metadata=about)
    ### END SOLUTION


def load_network(network, path):
    """
    en: Put the tensors of the file into the network, and return what was said about them.
    fr: Met les tenseurs du fichier dans le réseau, et renvoie ce qui en était dit.
    """
    ### BEGIN SOLUTION
    # stub en: Exercise 6.5: fill the network, return the dictionary about it.
    # stub fr: Exercice 6.5 : remplissez le réseau, renvoyez le dictionnaire à son sujet.
    network.load_state_dict(load_file(path))
    with safe_open(path, framework="pt") as file:
        return file.metadata()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "keep-test", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
def little_network(seed):
    torch.manual_seed(seed)
    network = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))
    # en: the normalisation remembers a mean and a variance
    # fr: la normalisation retient une moyenne et une variance
    network(torch.randn(50, 3))
    return network.eval()


def inside(path):
    """
    en: Return the names of the tensors in a safetensors file; else what the file is.
    fr: Renvoie les noms des tenseurs d'un fichier safetensors ; sinon, ce qu'est le fichier.
    """
    if not Path(path).exists():
        return "no file"
    try:
        return sorted(load_file(path))
    except Exception:
        return "not safetensors"


kept, other = little_network(1), little_network(2)
before, example = other(torch.eye(3)).detach(), kept(torch.eye(3)).detach()
with tempfile.TemporaryDirectory() as folder:
    path = str(Path(folder) / "little.safetensors")
    save_network(kept, path, {"game": "Catch", "steps": "4000"})
    names = inside(path)
    expect(
        names,
        sorted(kept.state_dict()),
        what=tr(en="the names in the file", fr="les noms dans le fichier"),
        mistakes=[
            (
                "no file",
                tr(
                    en="nothing was written at `path`: write exactly there",
                    fr="rien n'a été écrit à `path` : écrivez exactement là",
                ),
            ),
            (
                "not safetensors",
                tr(
                    en="the file is of another kind: did `torch.save` or pickle write it?",
                    fr="le fichier est d'un autre type : écrit par `torch.save` ou pickle ?",
                ),
            ),
            (
                lambda names: len(names) == 6,
                tr(
                    en="the parameters only: what the normalisation remembers is in `state_dict()`",
                    fr="seulement les paramètres : la mémoire de la normalisation est dans "
                    "`state_dict()`",
                ),
            ),
        ],
    )
    about = load_network(other, path)
    expect(
        other(torch.eye(3)).detach(),
        example,
        what=tr(
            en="what the other network computes once it is loaded",
            fr="ce que calcule l'autre réseau une fois chargé",
        ),
        mistakes=[
            (
                before,
                tr(
                    en="the network given to load_network is as it was: use load_state_dict on it",
                    fr="le réseau donné à load_network n'a pas changé : utilisez load_state_dict",
                ),
            ),
        ],
        rtol=1e-4,
    )
    expect(
        about,
        lambda about: about["game"] == "Catch" and about["steps"] == "4000",
        what=tr(
            en='load_network returns {"game": "Catch", "steps": "4000"}',
            fr='load_network renvoie {"game": "Catch", "steps": "4000"}',
        ),
        mistakes=[
            (
                lambda about: about is None,
                tr(
                    en="return `about`; if you do, was it given to save_file as metadata=about?",
                    fr="renvoyez `about` ; si c'est fait, save_file l'a-t-elle reçu : metadata=about ?",
                ),
            ),
            (
                lambda about: isinstance(about, nn.Module) or "0.weight" in about,
                tr(
                    en="return the words about the network, not the network or its weights",
                    fr="renvoyez les mots au sujet du réseau, pas le réseau ni ses poids",
                ),
            ),
        ],
    )
### BEGIN HIDDEN TESTS
from autograder.checks import check, rng
from autograder.judges import close, equal

import tempfile
from pathlib import Path

import numpy as np
import safetensors.torch
import torch
from torch import nn


def filled(layers, rng):
    network = nn.Sequential(*layers())
    for tensor in network.state_dict().values():
        # all digits of 32 bits, so that a copy in 16 bits shows
        tensor.copy_(torch.as_tensor(2 * np.abs(rng.normal(size=tuple(tensor.shape))) + 0.2))
    return network.eval()


def dense():
    return [nn.Linear(5, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 3)]


def convolutional():
    return [nn.Conv2d(2, 3, 3, 2), nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(27, 2)]


def arrays(tensors):
    return {name: np.asarray(tensor.detach(), dtype=float) for name, tensor in tensors.items()}


def saved(network, about):
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "one.safetensors")
        save_network(network, path, about)
        with safetensors.safe_open(path, framework="np") as file:
            said = file.metadata() or {}
        said = {key: said.get(key, "not in the file") for key in ("game", "steps")}
        return arrays(safetensors.torch.load_file(path)), said


def loaded(network, other, about):
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "two.safetensors")
        safetensors.torch.save_file(other.state_dict(), path, metadata=about)
        words = load_network(network, path)
        return arrays(network.state_dict()), words


def round_trip(layers, rng):
    first, second = filled(layers, rng), filled(layers, rng)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "three.safetensors")
        save_network(first, path, {"seed": "3"})
        load_network(second, path)
    return arrays(second.state_dict())


def words(rng):
    return {"game": f"game {rng.integers(10**9)}", "steps": str(rng.integers(10**9))}


check(
    [saved(filled(layers, rng), words(rng))[0] for layers in (dense, convolutional)],
    close(),
    about=tr(
        en="every tensor is in the file, under its name",
        fr="chaque tenseur est dans le fichier, sous son nom",
    ),
)

check(
    [saved(filled(dense, rng), words(rng))[1] for _ in range(3)],
    equal(),
    about=tr(
        en="what is said about the network is in the file",
        fr="ce qui est dit au sujet du réseau est dans le fichier",
    ),
)

check(
    [
        loaded(filled(layers, rng), filled(layers, rng), words(rng))[0]
        for layers in (dense, convolutional)
    ],
    close(),
    about=tr(
        en="loading a file that somebody else wrote",
        fr="charger un fichier écrit par quelqu'un d'autre",
    ),
)

given = [words(rng) for _ in range(3)]
returned = [loaded(filled(dense, rng), filled(dense, rng), about)[1] for about in given]
check(
    [{key: words[key] for key in ("game", "steps")} for words in returned],
    equal(),
    about=tr(en="load_network returns what is said", fr="load_network renvoie ce qui est dit"),
)

check(
    [round_trip(layers, rng) for layers in (dense, convolutional)],
    close(),
    about=tr(en="there and back", fr="aller et retour"),
)
### END HIDDEN TESTS

# %% [markdown] slug="resuming" lang="en"
# ## Keep a training
#
# For **going on learning**, the weights are not enough. What else decides the next step? The target
# network; the averages inside the optimiser; the replay buffer; each game where it stands; every random
# generator; the counters, on which epsilon depends. `training.save(path)` writes all of it to one
# safetensors file, and `load` takes it up.
#
# Does it really? Train one agent on Catch for 2,400 steps without a pause. Train another for 1,600, save
# it, throw everything away, load it into a new training, made with other seeds, and go on to 2,400. A
# third one takes over the weights only.

# %% [markdown] slug="resuming" lang="fr"
# ## Conserver un entraînement
#
# Pour **continuer à apprendre**, les poids ne suffisent pas. Qu'est-ce qui décide encore du prochain
# pas ? Le réseau cible ; les moyennes que tient l'optimiseur ; la mémoire de rejeu ; chaque partie là où
# elle en est ; chaque générateur aléatoire ; les compteurs, dont dépend epsilon. `training.save(path)`
# écrit le tout dans un seul fichier safetensors, et `load` le reprend.
#
# Vraiment ? Entraînons un agent sur Catch pendant 2 400 pas, sans pause. Un autre pendant 1 600 ; on
# l'enregistre, on jette tout, on le charge dans un nouvel entraînement, créé avec d'autres graines, et
# l'on continue jusqu'à 2 400. Un troisième ne reprend que les poids.


# %% slug="fingerprint"
def fingerprint(network):
    """
    en: Return a short text that changes when a single bit of the weights does.
    fr: Renvoie un court texte qui change dès qu'un seul bit des poids change.
    """
    tensors = network.state_dict().values()
    weights = b"".join(tensor.cpu().numpy().tobytes() for tensor in tensors)
    return hashlib.sha256(weights).hexdigest()[:12]


# %% slug="catch-resumed" tags=["skip-when-grading"]
never_stopped = catch_training(epsilon=falling, seed=0).run(2_400)

stopped = catch_training(epsilon=falling, seed=0).run(1_600)
stopped.save("catch.safetensors")
weights = copy.deepcopy(stopped.agent.q_network.state_dict())
del stopped

resumed = catch_training(epsilon=falling, seed=7).load("catch.safetensors").run(800)

weights_only = catch_training(epsilon=falling, seed=7)
weights_only.agent.q_network.load_state_dict(weights)
weights_only.run(800)

for name, training in (
    (tr(en="never stopped", fr="jamais arrêté"), never_stopped),
    (tr(en="resumed", fr="repris"), resumed),
    (tr(en="weights only", fr="poids seuls"), weights_only),
):
    print(f"{name:14}", fingerprint(training.agent.q_network))
print(f"{Path('catch.safetensors').stat().st_size / 1e6:.0f} MB")

# %% [markdown] slug="resuming-reading" lang="en"
# The first two are equal, to the last bit: nobody can tell that there was a pause. (Bit for bit on a CPU;
# GPUs add up in an order of their own.) The third is another agent: it began with an empty buffer and
# epsilon 1.
#
# Exact resuming is more than convenience. A run that can be repeated exactly can be examined; and if a
# resumed training differs, you know that something was forgotten.

# %% [markdown] slug="resuming-reading" lang="fr"
# Les deux premiers sont égaux jusqu'au dernier bit : personne ne peut dire qu'il y a eu une pause. (Au
# bit près sur un CPU ; les GPU additionnent dans un ordre à eux.) Le troisième est un autre agent : il a
# recommencé avec une mémoire vide et epsilon à 1.
#
# Reprendre exactement est plus qu'une commodité. Une exécution qu'on peut répéter exactement peut être
# examinée ; et si un entraînement repris diffère, vous savez que quelque chose a été oublié.

# %% [markdown] slug="training" lang="en"
# ## Space Invaders
#
# Now the same class on the game. What to expect? These agents come with the course; this is what they
# took and what they score: the agent that is shipped, and three trainings that differ in nothing but
# the seed. (Their buffer held 200,000 transitions; yours begins to forget the oldest after 100,000. And
# their network began with PyTorch's own first weights, which are smaller.) The learning rate stays at
# 5e-4: to let it fall as in chapter 5 gained nothing in this game, in three trainings.

# %% [markdown] slug="training" lang="fr"
# ## Space Invaders
#
# Maintenant, la même classe sur le jeu. À quoi s'attendre ? Voici les agents livrés avec le cours, ce
# qu'ils ont demandé et ce qu'ils valent : l'agent livré, et trois entraînements qui ne diffèrent que par
# la graine. (Leur mémoire contenait 200 000 transitions ; la vôtre oublie les plus anciennes au-delà de
# 100 000. Et leur réseau partait des poids initiaux de PyTorch, plus petits.) Le taux d'apprentissage
# reste à 5e-4 : le faire descendre comme au chapitre 5 n'a rien apporté dans ce jeu, sur trois
# entraînements.

# %% slug="shipped-agents"
shipped_here = {
    steps: shipped(GAME, steps)
    for game, steps, size in shipped_agents()
    if game == GAME and size == "small"
}
print(budget_card({steps: agent.about for steps, agent in shipped_here.items()}))

# %% slug="space-training"
# en: a GPU if there is one
# fr: un GPU s'il y en a un
device = "auto"


def space_training(*, seed=0):
    """
    en: Return a new training on Space Invaders; it has not begun yet.
    fr: Renvoie un nouvel entraînement sur Space Invaders ; il n'a pas encore commencé.
    """
    games = AtariGames(GAME, n_envs=8, seed=seed)
    network = DuelingNetwork(games.n_actions, seed=seed)
    agent = DQN(network, device=device, seed=seed)
    buffer = ReplayBuffer(CAPACITY, n_envs=8, n_step=3, seed=seed)
    return Training(agent, games, buffer, epsilon=lambda step: annealed(step, 1.0, 0.02, 60_000))


# %% [markdown] slug="training-run" lang="en"
# The curve is drawn while it trains; dashed behind it, the mean of those three trainings, in the band
# between the lowest and the highest. You may stop with the interrupt button and run the second cell
# again: it goes on where it was. You need not wait either: all that follows works with any number of
# steps, and with the shipped agents.

# %% [markdown] slug="training-run" lang="fr"
# La courbe se dessine pendant l'entraînement ; derrière elle, en tirets, la moyenne de ces trois
# entraînements, dans la bande entre le plus bas et le plus haut. Vous pouvez arrêter avec le bouton
# d'interruption et exécuter de nouveau la seconde cellule : elle continue où elle en était. Rien ne vous
# oblige à attendre non plus : toute la suite fonctionne avec n'importe quel nombre de pas, et avec les
# agents livrés.

# %% slug="space-begin" tags=["skip-when-grading"]
training = space_training()
print(training.games.settings)
runs = shipped_here[1_000_000].about["runs"]
reference = {
    tr(en="shipped, three seeds", fr="livrés, trois graines"): [run["log"] for run in runs]
}
curve = LiveCurve(reference, until=STEPS)

# %% slug="space-run" tags=["skip-when-grading"]
training.run(max(1, STEPS - training.steps), watch=curve)
sentence = tr(
    en=f"{training.steps} steps in {training.seconds / 60:.1f} min, {training.agent.updates} "
    f"updates; last 20 games: {training.log.mean_score():.0f}",
    fr=f"{training.steps} pas en {training.seconds / 60:.1f} min, {training.agent.updates} mises à "
    f"jour ; 20 dernières parties : {training.log.mean_score():.0f}",
)
print(sentence)

# %% slug="reference-curve" picture="reference-curve" tags=["skip-when-grading"]
plot_scores(reference, window=100)

# %% [markdown] slug="training-reading" lang="en"
# **What you should see**
#
# ![Scores of the games of three trainings against their steps: one faint dot a game, widely spread, and
# in bold their running mean, in a band](picture:reference-curve)
#
# Your own curve should follow the left end of this one, and need not lie in the band. Single games
# spread widely around the mean: no single game tells how good an agent is. And remember what the curve
# shows: games played with the epsilon of the moment, while learning.

# %% [markdown] slug="training-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Scores des parties de trois entraînements selon le nombre de pas : un point pâle par partie, très
# dispersés, et en gras leur moyenne glissante, dans une bande](picture:reference-curve)
#
# Votre propre courbe devrait suivre le bout gauche de celle-ci, sans devoir rester dans la bande. Les
# parties s'éparpillent largement autour de la moyenne : aucune partie à elle seule ne dit ce que vaut un
# agent. Et souvenez-vous de ce que montre la courbe : des parties jouées avec l'epsilon du moment,
# pendant l'apprentissage.

# %% [markdown] slug="space-keep" lang="en"
# Save it, play on a little, remember the fingerprint, and **delete** the training. Then load it and play
# on as much. The file holds the whole buffer, 7 KB a transition, so it is large.

# %% [markdown] slug="space-keep" lang="fr"
# Enregistrez-le, continuez un peu, retenez l'empreinte, et **supprimez** l'entraînement. Puis chargez-le
# et continuez d'autant. Le fichier contient toute la mémoire de rejeu, 7 Ko par transition : il est
# gros.

# %% slug="space-resumed" tags=["skip-when-grading"]
checkpoint = Path("space_invaders.safetensors")
training.save(checkpoint)
print(f"{checkpoint.stat().st_size / 1e6:.0f} MB")
training.run(400)
before = fingerprint(training.agent.q_network), len(training.log)
training.games.close()
del training

training = space_training(seed=7).load(checkpoint)
training.run(400)
after = fingerprint(training.agent.q_network), len(training.log)
print(*before)
print(*after, before == after)

# %% [markdown] slug="space-weights" lang="en"
# Only its weights are needed to play. Keep these with your own function, a few megabytes, and remove the
# large file once you do not want to train on.

# %% [markdown] slug="space-weights" lang="fr"
# Pour jouer, seuls ses poids sont nécessaires. Conservez-les avec votre fonction, quelques mégaoctets, et
# supprimez le gros fichier quand vous ne voudrez plus continuer l'entraînement.

# %% slug="space-weights-kept" tags=["skip-when-grading"]
about = {"game": GAME, "steps": str(training.steps)}
save_network(training.agent.q_network, "my_agent.safetensors", about)

player = DQN(DuelingNetwork(6), device=device)
print(load_network(player.q_network, "my_agent.safetensors"))
print(fingerprint(player.q_network) == fingerprint(training.agent.q_network))
# en: checkpoint.unlink()  # removes the large file; you cannot train on then
# fr: checkpoint.unlink()  # supprime le gros fichier ; plus question de continuer ensuite

# %% [markdown] slug="comparison" lang="en"
# ## Which one is better?
#
# The players: random play, your agent, the shipped ones. The same rules for all: full games,
# rewards as the game gives them, epsilon 0.05, seeds that no training has seen.

# %% [markdown] slug="comparison" lang="fr"
# ## Lequel est le meilleur ?
#
# Les joueurs : le hasard, votre agent, les agents livrés. Les mêmes règles pour tous : des
# parties entières, les récompenses telles que le jeu les donne, epsilon 0,05, des graines qu'aucun
# entraînement n'a vues.


# %% slug="players" tags=["skip-when-grading"]
def steps_label(steps):
    text = tr(en=f"{steps:,} steps", fr=f"{steps:,} pas".replace(",", " "))
    return text


players = {tr(en="random", fr="hasard"): None, tr(en="yours", fr="le vôtre"): player.act}
players |= {steps_label(steps): agent.act for steps, agent in sorted(shipped_here.items())}

found = {}
for name, act in players.items():
    scores = evaluate_games(act, GAME, games=GAMES)
    found[name] = scores.mean, *scores.interval
    print(f"{name:>16}: {scores.mean:6.0f}  ({scores.interval[0]:.0f} - {scores.interval[1]:.0f})")
plot_intervals(found, xlabel=tr(en="score of a full game", fr="score d'une partie entière"))

# %% [markdown] slug="comparison-more" lang="en"
# So few games give wide intervals. The shipped agents were evaluated over more; the figures stand in the
# files beside them. Four times as many games halve an interval.

# %% [markdown] slug="comparison-more" lang="fr"
# Si peu de parties donnent de larges intervalles. Les agents livrés ont été évalués sur davantage ; les
# chiffres se trouvent dans les fichiers à côté d'eux. Quatre fois plus de parties divisent un intervalle
# par deux.

# %% slug="many-games" picture="many-games" tags=["skip-when-grading"]
chance = tr(en="random", fr="hasard")
cards = {}
for steps, agent in sorted(shipped_here.items()):
    cards[chance] = agent.about["random"]
    cards[steps_label(steps)] = agent.about["evaluation"]

measured = {}
for name, card in cards.items():
    measured[name] = card["mean"], card["low"], card["high"]
    rules = tr(en=card["rules"]["en"], fr=card["rules"]["fr"])
    print(f"{name:>16}: {card['games']} x {rules}")
plot_intervals(measured, xlabel=tr(en="score of a full game", fr="score d'une partie entière"))

# %% [markdown] slug="comparison-reading" lang="en"
# **What you should see**
#
# ![One point a player with its 95 % interval, on the axis of the score: random play, and the shipped
# agents by their steps of training](picture:many-games)
#
# Read an interval as: "if we played very many games, the mean would probably lie in here". It says
# nothing about where a single game lies. Nor does it say what another *training* would give: another seed
# makes another agent.

# %% [markdown] slug="comparison-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Un point par joueur avec son intervalle à 95 %, sur l'axe du score : le jeu au hasard et les agents
# livrés, selon leurs pas d'entraînement](picture:many-games)
#
# Lisez un intervalle ainsi : « si l'on jouait un très grand nombre de parties, la moyenne serait
# probablement là-dedans ». Il ne dit rien de l'endroit où tombe une partie donnée. Il ne dit pas non plus
# ce que donnerait un autre *entraînement* : une autre graine fait un autre agent.

# %% [markdown] slug="watching" lang="en"
# Now watch them, side by side; all games begin alike. A number does not say *how* somebody plays. Who
# hides behind the shields? Who dodges? Who aims?

# %% [markdown] slug="watching" lang="fr"
# Regardez-les maintenant, côte à côte ; toutes les parties commencent de la même façon. Un nombre ne dit
# pas *comment* on joue. Qui se cache derrière les boucliers ? Qui esquive ? Qui vise ?

# %% slug="watch" tags=["skip-when-grading"]
episodes = {name: play_game(act, GAME, seed=2, max_steps=900) for name, act in players.items()}
for name, episode in episodes.items():
    sentence = tr(
        en=f"{name}: {episode.episodic_return:.0f} points in {episode.length} steps",
        fr=f"{name} : {episode.episodic_return:.0f} points en {episode.length} pas",
    )
    print(sentence)
beside(*(episode.video(scale=1) for episode in episodes.values()))

# %% slug="watch-frames" picture="watch-frames" tags=["skip-when-grading"]
same_for_all = {name: played for name, played in episodes.items() if players[name] != player.act}
moment = min(200, *(played.length for played in same_for_all.values()))
beside(*(Video([played.frames[moment]], scale=1) for played in same_for_all.values()))

# %% [markdown] slug="watching-reading" lang="en"
# **What you should see**
#
# ![The same moment of the game, one picture a player, from left to right: random play, then the shipped
# agents in the order of their training](picture:watch-frames)
#
# The same number of steps after the same beginning, from left to right: random play, then the shipped
# agents, the longest trained last. Compare the score at the top and the invaders that are left. (One game
# each, and a moment at which no saucer hides the score: the intervals above say who is better, not this.)

# %% [markdown] slug="watching-reading" lang="fr"
# **Ce que vous devriez voir**
#
# ![Le même instant de la partie, une image par joueur, de gauche à droite : le jeu au hasard, puis les
# agents livrés dans l'ordre de leur entraînement](picture:watch-frames)
#
# Autant de pas après le même début, de gauche à droite : le jeu au hasard, puis les agents livrés, le
# plus entraîné en dernier. Comparez le score en haut et les envahisseurs qui restent. (Une partie chacun,
# et un instant où aucune soucoupe ne cache le score : qui est le meilleur, ce sont les intervalles
# ci-dessus qui le disent.)

# %% [markdown] slug="human" lang="en"
# ## How far from a human?
#
# Mnih et al. (2015, *Nature* 518, extended data table 2) report for Space Invaders: random play 148, a
# professional games tester 1,652, their DQN 1,976. Scores of different games become comparable on the
# scale on which random play is 0 and the human 100:
#
# $$100 \cdot \frac{\text{score} - 148}{1652 - 148}$$

# %% [markdown] slug="human" lang="fr"
# ## À quelle distance d'un humain ?
#
# Mnih et al. (2015, *Nature* 518, table 2 des données complémentaires) donnent pour Space Invaders : jeu
# au hasard 148, testeur de jeux professionnel 1 652, leur DQN 1 976. Les scores de jeux différents
# deviennent comparables sur l'échelle où le hasard vaut 0 et l'humain 100 :
#
# $$100 \cdot \frac{\text{score} - 148}{1652 - 148}$$

# %% slug="human-scale" tags=["skip-when-grading"]
paper = {tr(en="human (2015)", fr="humain (2015)"): 1652, "DQN (2015)": 1976}
for name, score in {**{name: row[0] for name, row in measured.items()}, **paper}.items():
    print(f"{name:>16}: {score:6.0f} {100 * (score - 148) / (1652 - 148):6.1f} %")

# %% [markdown] slug="literature" lang="en"
# Before you compare: their DQN trained on 50 million steps, with the network of 2015 and a buffer of a
# million transitions; 50 times a training of 1,000,000 steps. Their games ended after 5 minutes at the latest, ours after 7.5: `evaluate_games(..., max_frames=18_000)` plays by their
# limit.
#
# What came after? Each of these changes a few lines of what you have written:
#
# - **prioritised replay** (Schaul et al., 2016): draw surprising transitions more often;
# - **distributional Q** (Bellemare et al., 2017): predict the spread of returns, not the mean alone;
# - **noisy networks** (Fortunato et al., 2018): learned noise in the weights in the place of epsilon;
# - **Rainbow** (Hessel et al., 2018): all of these, with double, dueling and n-step, in one agent, and
#   what each one contributes.
#
# You have three of Rainbow's six already.

# %% [markdown] slug="literature" lang="fr"
# Avant de comparer : leur DQN s'est entraîné sur 50 millions de pas, avec le réseau de 2015 et une
# mémoire d'un million de transitions ; 50 fois un entraînement de 1 000 000 de pas. Leurs parties s'arrêtaient au plus tard après 5 minutes, les nôtres après 7,5 :
# `evaluate_games(..., max_frames=18_000)` joue avec leur limite.
#
# Et depuis ? Chacune de ces idées change quelques lignes de ce que vous avez écrit :
#
# - **rejeu priorisé** (Schaul et al., 2016) : tirer plus souvent les transitions surprenantes ;
# - **Q distributionnel** (Bellemare et al., 2017) : prédire la dispersion des retours, pas seulement leur
#   moyenne ;
# - **réseaux bruités** (Fortunato et al., 2018) : un bruit appris dans les poids, à la place d'epsilon ;
# - **Rainbow** (Hessel et al., 2018) : tout cela, avec double, dueling et n pas, en un seul agent, et la
#   contribution de chacun.
#
# Vous avez déjà trois des six idées de Rainbow.

# %% [markdown] slug="ex-reading" lang="en"
# ### Exercise 6.6 · Reading the comparison · 4 points · 12 min · ●●●○○
#
# Answer each question with one letter; your answers are marked one by one, and each wrong one is
# answered with the reason.
#
# **`overlap`**: agent X scores 310 over 30 games, interval 250 to 370; agent Y scores 380, interval 310
# to 450. What may you say?
#
# - A. Y is better: 380 is more than 310.
# - B. They are equally good: the intervals overlap.
# - C. Y looks better, but these games do not settle it; more games would.
# - D. Half of X's games end between 250 and 370.

# %% [markdown] slug="ex-reading" lang="fr"
# ### Exercice 6.6 · Lire la comparaison · 4 points · 12 min · ●●●○○
#
# Répondez à chaque question par une lettre ; chaque réponse est notée séparément, et à chaque mauvaise
# réponse on vous dit pourquoi.
#
# **`overlap`** : l'agent X obtient 310 sur 30 parties, intervalle de 250 à 370 ; l'agent Y 380,
# intervalle de 310 à 450. Que peut-on dire ?
#
# - A. Y est meilleur : 380, c'est plus que 310.
# - B. Ils se valent : les intervalles se chevauchent.
# - C. Y semble meilleur, mais ces parties ne suffisent pas pour trancher ; davantage y suffirait.
# - D. La moitié des parties de X finissent entre 250 et 370.

# %% [markdown] slug="ex-reading-early" lang="en"
# **`early`**: the agent of 10,000 steps plays far worse than that of 1,000,000. Mainly why? (Warm-up
# 4,000 steps, one update every 8 steps, the target network copied every 250 updates.)
#
# - A. It was evaluated with the epsilon that it had reached, above 0.8.
# - B. Its network has fewer parameters.
# - C. Its file holds float16, which is too coarse for it.
# - D. It has made 750 updates, with 3 copies of the target network, on games played nearly at random.

# %% [markdown] slug="ex-reading-early" lang="fr"
# **`early`** : l'agent à 10 000 pas joue bien plus mal que celui à 1 000 000. Pourquoi surtout ?
# (Échauffement de 4 000 pas, une mise à jour tous les 8 pas, réseau cible copié toutes les 250 mises à
# jour.)
#
# - A. On l'a évalué avec l'epsilon qu'il avait atteint, plus de 0,8.
# - B. Son réseau a moins de paramètres.
# - C. Son fichier est en float16, trop grossier pour lui.
# - D. Il a fait 750 mises à jour, avec 3 copies du réseau cible, sur des parties jouées presque au
#   hasard.

# %% [markdown] slug="ex-reading-saucer" lang="en"
# **`saucer`**: the saucer is worth 200, an invader at most 30. Why does nothing in the training draw the
# agent to the saucer more than to an invader that is as easy to hit?
#
# - A. Rewards are clipped to 1 for learning: both are worth the same to it.
# - B. The saucer is too small to be seen on 84 × 84 pixels.
# - C. The discount makes a reward of 200 as small as one of 30.
# - D. The scores of the evaluation leave the saucer out.

# %% [markdown] slug="ex-reading-saucer" lang="fr"
# **`saucer`** : la soucoupe vaut 200, un envahisseur 30 au plus. Pourquoi rien dans l'entraînement
# n'attire-t-il l'agent vers la soucoupe plus que vers un envahisseur aussi facile à toucher ?
#
# - A. Pour l'apprentissage, les récompenses sont tronquées à 1 : les deux se valent à ses yeux.
# - B. La soucoupe est trop petite pour être vue sur 84 × 84 pixels.
# - C. L'actualisation rend une récompense de 200 aussi petite qu'une de 30.
# - D. Les scores de l'évaluation ne comptent pas la soucoupe.

# %% [markdown] slug="ex-reading-protocol" lang="en"
# **`protocol`**: a web page reports 2,400 for an agent at Space Invaders. What do you need most, before
# you set it beside the scores above?
#
# - A. The colour of its learning curve, and the date.
# - B. How it was measured: how many full games, at most how long, with which epsilon and whether actions
#   stick, and whether it is a mean or the best game.
# - C. Its loss at the end of training.
# - D. The number of parameters of its network.
#
# <details><summary>Hint 1: a nudge</summary>
#
# For each option ask: is it true at all? And if so, would it explain what is asked?
# </details>
# <details><summary>Hint 2: where to look</summary>
#
# The sentences below the two plots with intervals; the drawing of epsilon; the paragraph below random
# play; the rules that `evaluate_games` prints.
# </details>
# <details><summary>Hint 3: nearly the answer</summary>
#
# An interval is about the mean. 10,000 less 4,000, divided by 8, is a small number. Clipping is for
# learning only. A score without its rules is no score.
# </details>

# %% [markdown] slug="ex-reading-protocol" lang="fr"
# **`protocol`** : une page web annonce 2 400 pour un agent à Space Invaders. De quoi avez-vous le plus
# besoin avant de placer ce nombre à côté des scores ci-dessus ?
#
# - A. La couleur de sa courbe d'apprentissage, et la date.
# - B. La façon de mesurer : combien de parties entières, de quelle durée au plus, avec quel epsilon, avec
#   ou sans actions collantes, et s'il s'agit d'une moyenne ou de la meilleure partie.
# - C. Sa perte à la fin de l'entraînement.
# - D. Le nombre de paramètres de son réseau.
#
# <details><summary>Indice 1 : un coup de pouce</summary>
#
# Pour chaque option, demandez-vous : est-ce seulement vrai ? Et si oui, cela expliquerait-il ce qui est
# demandé ?
# </details>
# <details><summary>Indice 2 : où regarder</summary>
#
# Les phrases sous les deux figures avec intervalles ; le dessin d'epsilon ; le paragraphe sous le jeu au
# hasard ; les règles qu'affiche `evaluate_games`.
# </details>
# <details><summary>Indice 3 : presque la réponse</summary>
#
# Un intervalle porte sur la moyenne. 10 000 moins 4 000, divisé par 8, est un petit nombre. On ne tronque
# les récompenses que pour apprendre. Un score sans ses règles n'est pas un score.
# </details>

# %% exercise="6.6" difficulty=3 minutes=12 nbgrader={"grade": false, "grade_id": "reading", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
# stub en: Exercise 6.6: here four lines such as overlap = "A", one for each question.
# stub fr: Exercice 6.6 : ici quatre lignes comme overlap = "A", une par question.
overlap = "C"
early = "D"
saucer = "A"
protocol = "B"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "reading-test", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# en: This only sees that each answer is one of the letters; which one is right, the grader says.
# fr: Ceci vérifie seulement que chaque réponse est une des lettres ; la correction vient à la notation.
for name, letter in (
    ("overlap", overlap),
    ("early", early),
    ("saucer", saucer),
    ("protocol", protocol),
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
    overlap,
    choices(
        hints={
            "a": tr(
                en="the means are estimates: with other games of the same two agents, X may well come "
                "out ahead. The intervals say by how much the means may be off",
                fr="les moyennes sont des estimations : avec d'autres parties des deux mêmes agents, X "
                "pourrait passer devant. Les intervalles disent de combien elles peuvent s'écarter",
            ),
            "b": tr(
                en="not to have shown a difference is not to have shown that there is none: with "
                "400 games each, these intervals would be a quarter as wide or so",
                fr="ne pas avoir montré de différence n'est pas avoir montré qu'il n'y en a pas : avec "
                "400 parties chacun, ces intervalles seraient environ quatre fois plus étroits",
            ),
            "d": tr(
                en="the interval is about the mean of very many games, not about single games, which "
                "spread much more widely",
                fr="l'intervalle porte sur la moyenne d'un très grand nombre de parties, non sur les "
                "parties elles-mêmes, bien plus dispersées",
            ),
        }
    ),
    about=tr(en="two overlapping intervals", fr="deux intervalles qui se chevauchent"),
)
check(
    early,
    choices(
        hints={
            "a": tr(
                en="all agents are evaluated with epsilon 0.05, whatever they trained with",
                fr="tous les agents sont évalués avec epsilon 0,05, quel que soit celui de leur "
                "entraînement",
            ),
            "b": tr(
                en="it is the same network, earlier in its training",
                fr="c'est le même réseau, plus tôt dans son entraînement",
            ),
            "c": tr(
                en="the agent of 1,000,000 steps is kept as float16 too: it costs the third digit of "
                "a Q-value",
                fr="l'agent à 1 000 000 pas est conservé en float16 aussi : cela coûte le troisième "
                "chiffre d'une valeur Q",
            ),
        }
    ),
    about=tr(en="why 10,000 steps are few", fr="pourquoi 10 000 pas, c'est peu"),
)
check(
    saucer,
    choices(
        hints={
            "b": tr(
                en="it is several pixels wide, as an invader is, and the agent sees those",
                fr="elle fait plusieurs pixels de large, comme un envahisseur, et l'agent les voit",
            ),
            "c": tr(
                en="the discount depends on when a reward comes, not on how large it is: 200 and 30 "
                "would shrink by the same factor",
                fr="l'actualisation dépend du moment où vient une récompense, non de sa taille : 200 et "
                "30 diminueraient du même facteur",
            ),
            "d": tr(
                en="scores are unclipped and count it; and what is asked about is the training",
                fr="les scores ne sont pas tronqués et la comptent ; et la question porte sur "
                "l'entraînement",
            ),
        }
    ),
    about=tr(en="the saucer", fr="la soucoupe"),
)
check(
    protocol,
    choices(
        hints={
            "a": tr(
                en="neither changes what the number means",
                fr="ni l'une ni l'autre ne change ce que le nombre veut dire",
            ),
            "c": tr(
                en="the loss depends on the targets of the moment: it may rise while the agent gets "
                "better, and says nothing about how the score was taken",
                fr="la perte dépend des cibles du moment : elle peut monter pendant que l'agent "
                "progresse, et ne dit rien de la façon de mesurer le score",
            ),
            "d": tr(
                en="worth knowing, but a large network measured by its best game of 100 still cannot "
                "be compared with a mean",
                fr="bon à savoir, mais un grand réseau jugé sur sa meilleure partie de 100 ne se "
                "compare toujours pas à une moyenne",
            ),
        }
    ),
    about=tr(en="a score from elsewhere", fr="un score venu d'ailleurs"),
)
### END HIDDEN TESTS

# %% [markdown] slug="recap" lang="en"
# ## What to keep
#
# - Sizes and parameters of a network can be computed before it is built; a dueling network separates
#   how good it is here from what an action adds.
# - Weights are enough to play, not to train on: exact resuming takes everything that decides the next
#   step. Files of strangers are opened as safetensors, not as pickle.
# - A score is a mean over full games, with its interval and its rules beside it.

# %% [markdown] slug="recap" lang="fr"
# ## À retenir
#
# - Les tailles et les paramètres d'un réseau se calculent avant de le construire ; un réseau dueling
#   sépare ce que vaut l'instant de ce qu'une action y ajoute.
# - Les poids suffisent pour jouer, pas pour continuer l'entraînement : reprendre exactement demande tout
#   ce qui décide du prochain pas. Les fichiers d'inconnus s'ouvrent en safetensors, pas en pickle.
# - Un score est une moyenne sur des parties entières, avec son intervalle et ses règles à côté.

# %% [markdown] slug="next" lang="en"
# **An open question.** Rewards clipped to 1 hide the saucer from the agent; rewards as they are would let
# a single 200 shake the network. What would you do in between, and how would you find out whether it is
# better? (One answer: van Hasselt et al., 2016, *Learning values across many orders of magnitude*.)
#
# **Next:** this was the last chapter. You have gone from a lake of 16 cells, whose rules stood in a
# table, to a game of which you see only pixels, and the equation in the middle has stayed the same.
# Choose another game: `AtariGames` knows dozens, and everything in this notebook works for it. Will it
# learn? Predict first, then measure.

# %% [markdown] slug="next" lang="fr"
# **Une question ouverte.** Les récompenses tronquées à 1 cachent la soucoupe à l'agent ; les récompenses
# telles quelles laisseraient un seul 200 secouer le réseau. Que feriez-vous entre les deux, et comment
# sauriez-vous si c'est mieux ? (Une réponse : van Hasselt et al., 2016, *Learning values across many
# orders of magnitude*.)
#
# **La suite :** c'était le dernier chapitre. Vous êtes passés d'un lac de 16 cases, dont les règles
# tenaient dans une table, à un jeu dont vous ne voyez que des pixels, et l'équation au milieu est restée
# la même. Choisissez un autre jeu : `AtariGames` en connaît des dizaines, et tout ce notebook fonctionne
# avec lui. Apprendra-t-il ? Faites d'abord un pronostic, puis mesurez.
