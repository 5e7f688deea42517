"""The replay buffer beside a naive one that keeps every obs whole, over random streams."""

import json
from collections import Counter, deque

import numpy as np
import pytest
import torch

from course_utils import memory
from course_utils.atari import AtariGames
from course_utils.replay import ReplayBuffer

FRAME = (5, 5)
GAMMA = 0.9


class RandomGames:
    """Games of random frames that end, are truncated and lose lives at random.

    The older frames of a first obs are `padding`: empty, the first frame again, or anything.
    """

    def __init__(self, rng, *, n_envs, stack, padding, p_life=0.1, p_over=0.05, p_truncated=0.05):
        self.rng, self.n_envs, self.stack, self.padding = rng, n_envs, stack, padding
        self.p_life, self.p_over, self.p_truncated = p_life, p_over, p_truncated
        self.obs = np.stack([self.first_obs() for _ in range(n_envs)])

    def frames(self, n):
        return self.rng.integers(0, 256, (n, *FRAME), dtype=np.uint8)

    def first_obs(self):
        obs = self.frames(self.stack)
        if self.padding == "zeros":
            obs[:-1] = 0
        elif self.padding == "repeated":
            obs[:] = obs[-1]
        return obs

    def reset(self):
        self.obs = np.stack([self.first_obs() for _ in range(self.n_envs)])

    def step(self):
        """Return what `ReplayBuffer.add` takes."""
        chance = self.rng.random((3, self.n_envs))
        over = chance[0] < self.p_over
        ended = over | (chance[1] < self.p_truncated)
        terminated = over | (chance[2] < self.p_life)
        obs, action = self.obs, self.rng.integers(0, 18, self.n_envs)
        reward = self.rng.normal(size=self.n_envs).astype(np.float32)
        self.obs = np.concatenate([obs[:, 1:], self.frames(self.n_envs)[:, None]], axis=1)
        for game in np.flatnonzero(ended):
            self.obs[game] = self.first_obs()
        return obs, action, reward, terminated, ended


class NaiveBuffer:
    """Keeps each obs whole in lists, and finds the transitions by their definition."""

    def __init__(self, rows, *, n_envs, stack, n_step):
        self.stack, self.n_step = stack, n_step
        # one entry a frame: that of an obs' newest frame holds the step, the others None
        self.columns = [deque(maxlen=rows) for _ in range(n_envs)]
        self.number = [0] * n_envs  # of the game being played
        self.begins = [True] * n_envs

    def add(self, obs, action, reward, terminated, ended):
        for i, column in enumerate(self.columns):
            if self.begins[i]:
                self.number[i] += 1
                column.extend([None] * (self.stack - 1))
            column.append((self.number[i], obs[i], action[i], reward[i], terminated[i]))
            self.begins[i] = ended[i]

    def cut(self):
        self.begins = [True] * len(self.columns)

    def transitions(self):
        """Return (all but the next obs, the next obs or None) of all that can be drawn."""
        found = []
        for column in self.columns:
            rows = list(column)
            for t in range(self.stack - 1, len(rows)):
                if rows[t] is not None and (one := self.transition(rows[t:])) is not None:
                    found.append(one)
        return found

    def transition(self, rows):
        game, obs, action, _, _ = rows[0]
        total = np.float32(0)
        for i in range(self.n_step):
            if i == len(rows) or rows[i] is None or rows[i][0] != game:
                return None  # not known yet, or truncated
            total = total + np.float32(GAMMA**i) * rows[i][3]
            if rows[i][4]:
                return key(obs, action, total, True), None
        if self.n_step >= len(rows) or rows[self.n_step] is None or rows[self.n_step][0] != game:
            return None
        return key(obs, action, total, False), rows[self.n_step][1].tobytes()


def key(obs, action, reward, terminated):
    return obs.tobytes(), int(action), float(reward), bool(terminated)


def drawn(batch):
    """Return the batch as pairs like the naive buffer's."""
    obs, action, reward, next_obs, terminated = (tensor.numpy() for tensor in batch)
    return [
        (key(obs[i], action[i], reward[i], terminated[i]),
         None if terminated[i] else next_obs[i].tobytes())
        for i in range(len(obs))
    ]  # fmt: skip


def assert_same(buffer, naive, *, draws=25):
    """Every naive transition is drawn sooner or later, and nothing else ever is."""
    wanted = naive.transitions()
    assert len(buffer) == len(wanted)
    if wanted:
        seen = {one for _ in range(draws) for one in drawn(buffer.sample(len(wanted)))}
        assert seen == set(wanted)


@pytest.mark.parametrize("seed", range(60))
def test_it_draws_what_a_naive_buffer_holds(seed):
    rng = np.random.default_rng(seed)
    n_envs, stack = int(rng.integers(1, 5)), int(rng.integers(1, 5))
    n_step = int(rng.integers(1, 6))
    rows = int(rng.integers(stack + n_step, 60))
    odds = dict(
        zip(("p_life", "p_over", "p_truncated"), rng.choice([0, 0.03, 0.2], 3), strict=True)
    )
    padding = ("zeros", "repeated", "anything")[seed % 3]
    games = RandomGames(rng, n_envs=n_envs, stack=stack, padding=padding, **odds)
    buffer = ReplayBuffer(
        rows * n_envs + int(rng.integers(0, n_envs)),
        n_envs=n_envs, obs_shape=(stack, *FRAME), n_step=n_step, gamma=GAMMA, seed=seed,
    )  # fmt: skip
    naive = NaiveBuffer(rows, n_envs=n_envs, stack=stack, n_step=n_step)
    for number in range(150):
        step = games.step()
        buffer.add(*step)
        naive.add(*step)
        if rng.random() < 0.01:
            games.reset()
            buffer.cut()
            naive.cut()
        if number % 10 == 0 or number < 2 * n_step:
            assert_same(buffer, naive)
    assert_same(buffer, naive)


@pytest.mark.parametrize("life_loss", [True, False])
def test_it_draws_what_a_naive_buffer_holds_of_breakout(life_loss):
    rng = np.random.default_rng(0)
    games = AtariGames("Breakout", n_envs=3, life_loss=life_loss, max_frames=500, threads=1)
    buffer = ReplayBuffer(3 * 250, n_envs=3, n_step=3, gamma=GAMMA)
    naive = NaiveBuffer(250, n_envs=3, stack=4, n_step=3)
    games.reset()
    ends = np.zeros(3, int)  # lives lost, games over, games truncated
    for _ in range(400):
        obs, action = games.obs.copy(), rng.integers(0, games.n_actions, 3)
        step = games.step(action)
        ended = step.game_over | step.truncated
        played = (obs, action, step.reward, step.terminated, ended)
        buffer.add(*played)
        naive.add(*played)
        ends += [(step.terminated & ~step.game_over).sum(), step.game_over.sum(),
                 step.truncated.sum()]  # fmt: skip
    games.close()
    assert (ends[0] > 0) == life_loss
    assert ends[1] > 0
    assert ends[2] > 0
    assert_same(buffer, naive)


def make(n_envs=2, *, capacity=80, stack=4, n_step=3, seed=0, **odds):
    """Return games, and an empty buffer for them."""
    games = RandomGames(
        np.random.default_rng(seed), n_envs=n_envs, stack=stack, padding="zeros", **odds
    )
    obs_shape = (stack, *FRAME)
    return games, ReplayBuffer(
        capacity, n_envs=n_envs, obs_shape=obs_shape, n_step=n_step, gamma=GAMMA, seed=seed
    )


def fill(games, buffer, steps):
    for _ in range(steps):
        buffer.add(*games.step())


def by_hand(rewards, terminated, ended, *, n_step):
    """Return {action: (reward, obs, next_obs, terminated)} of a game whose frame t is all t+1."""
    buffer = ReplayBuffer(64, obs_shape=(2, 1, 1), n_step=n_step, gamma=0.5)
    newest, older = 1, 0
    for t, reward in enumerate(rewards):
        obs = np.array([older, newest], np.uint8).reshape(1, 2, 1, 1)
        buffer.add(obs, [t], [reward], [t in terminated], [t in ended])
        older, newest = (0 if t in ended else newest), newest + 1
    found = {}
    for _ in range(20):
        obs, action, reward, next_obs, end = buffer.sample(len(buffer))
        for i, a in enumerate(action.tolist()):
            later = None if end[i] else next_obs[i].flatten().tolist()
            found[a] = (reward[i].item(), obs[i].flatten().tolist(), later, end[i].item())
    assert len(found) == len(buffer)
    return found


def test_two_step_returns_worked_by_hand():
    # a life is lost at step 2 and play goes on; the time limit comes at step 5
    found = by_hand([1, 2, 4, 8, 16, 32, 64, 128, 256], {2}, {5}, n_step=2)
    assert found == {
        0: (1 + 2 / 2, [0, 1], [2, 3], False),
        1: (2 + 4 / 2, [1, 2], None, True),
        2: (4, [2, 3], None, True),
        3: (8 + 16 / 2, [3, 4], [5, 6], False),
        # 4 and 5 would need what came after the time limit
        6: (64 + 128 / 2, [0, 7], [8, 9], False),
        # 7 and 8 wait for steps to come
    }


def test_a_game_over_is_learnt_from_at_once_and_the_next_game_is_apart():
    found = by_hand([1, 2, 4, 8, 16], {1}, {1}, n_step=3)
    assert found == {0: (1 + 2 / 2, [0, 1], None, True), 1: (2, [1, 2], None, True)}


def test_all_transitions_are_equally_likely():
    games, buffer = make(capacity=100, p_over=0.2)
    fill(games, buffer, 70)
    n = 400
    counts = Counter(one[0] for _ in range(n) for one in drawn(buffer.sample(len(buffer))))
    assert len(counts) == len(buffer)
    # Poisson: a standard deviation of sqrt(n) = 20 around 400
    assert all(abs(count - n) < 5 * n**0.5 for count in counts.values())
    assert np.std(list(counts.values())) < 1.3 * n**0.5


def test_few_among_many_rows_are_found_too():
    games, buffer = make(n_envs=1, capacity=4000, p_life=0, p_over=0, p_truncated=1)
    fill(games, buffer, 900)
    assert len(buffer) == 0  # one step a game, each cut off by the time limit
    games.p_truncated = 0
    fill(games, buffer, 5)
    assert len(buffer) == 2
    assert len({one[0] for one in drawn(buffer.sample(2)) + drawn(buffer.sample(2))}) <= 2


def test_what_is_drawn_depends_on_the_seed():
    runs = []
    for seed in (1, 1, 2):
        games, _ = make()
        buffer = make(seed=seed)[1]
        fill(games, buffer, 60)
        runs.append([drawn(buffer.sample(8)) for _ in range(5)])
    assert runs[0] == runs[1] != runs[2]


def test_a_batch_is_what_a_network_takes():
    games, buffer = make()
    fill(games, buffer, 60)
    batch = buffer.sample(16)
    assert [tuple(tensor.shape) for tensor in batch] == [
        (16, 4, *FRAME), (16,), (16,), (16, 4, *FRAME), (16,)
    ]  # fmt: skip
    assert [tensor.dtype for tensor in batch] == [
        torch.uint8, torch.int64, torch.float32, torch.uint8, torch.bool
    ]  # fmt: skip
    assert all(tensor.is_contiguous() for tensor in batch)
    before = batch.obs.clone()
    buffer.sample(16)
    fill(games, buffer, 60)
    assert torch.equal(before, batch.obs)  # a batch is nobody else's memory


@pytest.mark.parametrize("steps", [0, 1, 7, 40, 133])
def test_restored_it_goes_on_as_if_nothing_had_happened(steps):
    games, buffer = make()
    fill(games, buffer, steps)
    if steps > 10:
        buffer.sample(5)
    state = buffer.state()
    again = make(seed=99)[1]
    fill(make(seed=98)[0], again, 70)  # whatever it held is forgotten
    again.restore(state)
    for _ in range(90):
        step = games.step()
        buffer.add(*step)
        again.add(*step)
        assert len(buffer) == len(again)
        if len(buffer) > 4:
            for mine, its in zip(buffer.sample(4), again.sample(4), strict=True):
                assert torch.equal(mine, its)


def test_a_state_is_plain_arrays_and_a_copy_unless_asked():
    games, buffer = make()
    fill(games, buffer, 30)
    state, views = buffer.state(), buffer.state(copy=False)
    assert all(type(array) is np.ndarray and array.dtype != object for array in state.values())
    assert all(array.flags.c_contiguous for array in views.values())  # written without a copy
    assert np.shares_memory(views["frames"], buffer.state(copy=False)["frames"])
    kept = {name: array.copy() for name, array in state.items()}
    fill(games, buffer, 60)
    assert all(np.array_equal(state[name], kept[name]) for name in kept)
    assert not np.array_equal(views["frames"], kept["frames"])
    assert state["frames"].nbytes < buffer.state()["frames"].nbytes  # only what is filled


def test_a_state_of_another_buffer_is_refused_and_nothing_is_lost():
    games, buffer = make()
    fill(games, buffer, 60)
    other = make(n_step=1)[1].state()
    before = buffer.state()
    with pytest.raises(ValueError, match=r"'n_step': 1, .* this has .*'n_step': 3"):
        buffer.restore(other)
    with pytest.raises(ValueError, match="a buffer's state has"):
        buffer.restore({"frames": before["frames"]})
    with pytest.raises(ValueError, match=r"frames should be \(80, 5, 5\) uint8.*\(79, 5, 5\)"):
        buffer.restore(before | {"frames": before["frames"][1:]})
    after = buffer.state()
    assert all(np.array_equal(before[name], after[name]) for name in before)
    assert json.loads(bytes(after["about"]))["settings"]["n_step"] == 3


ZEROS = np.zeros((2, 4, *FRAME), np.uint8)
NO = np.zeros(2, bool)
GOOD = {"obs": ZEROS, "action": [0, 1], "reward": [0, 1.5], "terminated": NO, "ended": NO}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"obs": ZEROS[0]}, r"obs should be \(2, 4, 5, 5\) uint8, it is \(4, 5, 5\) uint8"),
        ({"obs": ZEROS / 255}, r"obs should be .* uint8, it is \(2, 4, 5, 5\) float64"),
        ({"obs": ZEROS.astype(int)}, r"it is \(2, 4, 5, 5\) int64"),
        ({"action": [0.0, 1.0]}, r"action should be \(2,\) integers, it is \(2,\) float64"),
        ({"action": [0, 256]}, "actions should be from 0 to 255, these are 0 to 256"),
        ({"action": [-1, 3]}, "these are -1 to 3"),
        ({"reward": [1]}, r"reward should be \(2,\) numbers, it is \(1,\) int64"),
        ({"reward": ["a", "b"]}, r"reward should be \(2,\) numbers, it is \(2,\) <U1"),
        ({"terminated": [0, 1]}, r"terminated should be \(2,\) bool, it is \(2,\) int64"),
        ({"ended": False}, r"ended should be \(2,\) bool, it is \(\) bool"),
    ],
)
def test_what_cannot_be_stored_is_refused(wrong, message):
    buffer = make()[1]
    with pytest.raises(ValueError, match=message):
        buffer.add(**(GOOD | wrong))
    assert len(buffer.state()["frames"]) == 0
    buffer.add(**GOOD)


def test_a_reset_that_nobody_told_of_is_noticed():
    games, buffer = make(p_truncated=0, p_over=0)
    fill(games, buffer, 30)
    before = buffer.state()
    games.obs[1] = games.first_obs()
    with pytest.raises(ValueError, match=r"obs of game 1 does not go on .* ended=True"):
        buffer.add(*games.step())
    assert all(np.array_equal(before[name], now) for name, now in buffer.state().items())


def test_a_batch_larger_than_what_is_stored_is_refused():
    games, buffer = make()
    with pytest.raises(ValueError, match="asked for 1 transitions, 0 are stored"):
        buffer.sample(1)
    fill(games, buffer, 30)
    with pytest.raises(ValueError, match=f"asked for 64 transitions, {len(buffer)} are stored"):
        buffer.sample(64)
    with pytest.raises(ValueError, match="asked for 0 transitions"):
        buffer.sample(0)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_envs": 0}, "n_envs is a whole number of at least 1; got 0"),
        ({"n_step": 0}, "n_step is a whole number of at least 1; got 0"),
        ({"obs_shape": (4,)}, r"obs_shape must be \(frames, height, width\), it is \(4,\)"),
        ({"gamma": 1.5}, "gamma must be from 0 to 1, it is 1.5"),
        ({"capacity": 50, "n_envs": 8, "n_step": 3}, r"8 x \(4 \+ 3\) = 56, it is 50"),
    ],
)
def test_settings_that_make_no_buffer_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        ReplayBuffer(**({"capacity": 100} | settings))


def test_memory_is_announced_before_it_is_taken(monkeypatch):
    buffer = ReplayBuffer(100_000, n_envs=8, n_step=3)
    assert buffer.bytes_needed == 100_000 * (84 * 84 + 7)
    assert repr(buffer) == (
        "ReplayBuffer(0 transitions of 3 steps stored, room for 100,000, 8 games; 706 MB when full)"
    )
    monkeypatch.setattr(memory, "available_memory", lambda: 500 * 10**6)
    with pytest.raises(MemoryError, match=r"takes 706 MB, .* 500 MB free .* capacity=57,341"):
        ReplayBuffer(100_000, n_envs=8)
    ReplayBuffer(57_341)


def test_a_transition_of_atari_takes_less_than_7500_bytes():
    # games of 170 steps: Breakout played at random, when they are shortest
    buffer = ReplayBuffer(2000, n_envs=4, n_step=3)
    obs = np.zeros((4, 4, 84, 84), np.uint8)
    for t in range(1000):
        ended = np.full(4, t % 170 == 169)
        buffer.add(obs, [0] * 4, [0] * 4, ended, ended)
    assert sum(array.nbytes for array in buffer.state(copy=False).values()) < 1.001 * (
        buffer.bytes_needed
    )
    assert buffer.bytes_needed / len(buffer) < 7500
