"""Answers that once passed hidden checks, or hung on the seed, and are wrong: they fail now."""

import nbformat
import pytest

from autograder.demo import sandboxed
from autograder.evidence import NoEvidence
from autograder.judges import apply
from autograder.markers import without_hidden
from autograder.questions import questions_of
from autograder.release import release
from autograder.session import Limits, Session, is_skipped
from autograder.sources import ROOT

SEEDS = 4
# chapter → answer cell → (text of the reference, what stands there instead)
WRONG = {
    "2_planning": {
        "evaluate-policy": [
            ("np.abs(new_values - values).max()", "abs((new_values - values).max())"),
        ],
    },
    "4_exploration": {
        "punish-fatal-end": [
            ("reward <= 0", "reward < 1"),
            ("reward <= 0", "reward == 0"),
            ("reward = -self.penalty", "reward -= self.penalty"),
        ],
    },
    "5_dqn_breakout": {
        "epsilon-greedy-actions": [
            # a share of the games explores: always the same ones, or others
            ("rng.random(n) < epsilon", "np.arange(n) < int(epsilon * n)"),
            ("rng.random(n) < epsilon", "rng.permutation(n) < round(epsilon * n)"),
            # repeatable, but not from rng
            ("explores =", "rng = np.random.default_rng(0); explores ="),
        ],
        "ring": [
            ("size=batch_size)", "size=1).repeat(batch_size)"),
            (  # steps that follow each other
                "return rng.integers(oldest + 3, n_added - 1, size=batch_size)",
                "low, n = oldest + 3, n_added - 4 - oldest\n    "
                "return low + (rng.integers(n) + np.arange(batch_size)) % n",
            ),
            ("return rng.integers(", "return np.random.randint("),
        ],
        "polyak-update": [
            (
                "with torch.no_grad():",
                "for network in (q_network, target_network):\n        "
                "network.requires_grad_(False)\n    if True:",
            ),
        ],
    },
    "6_dqn_space_invaders": {
        "keep": [
            (
                "save_file(network.state_dict(), path",
                "save_file({k: v.half() for k, v in network.state_dict().items()}, path",
            ),
        ],
    },
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.mark.parametrize("chapter", WRONG)
def test_it_loses_a_check_whatever_the_seed(chapter, tmp_path):
    release([chapter], root=ROOT, grading=tmp_path, notebooks=tmp_path / "notebooks")
    nb = nbformat.read(tmp_path / "source" / chapter / f"{chapter}.ipynb", as_version=4)
    answers, passed = {}, []
    limits = Limits(cell=120, evidence=120, notebook=1200, sandbox=sandboxed())
    with Session(limits=limits, cwd=str(tmp_path)) as session:
        for cell in nb.cells:
            if is_skipped(cell):
                continue
            meta = cell.metadata.get("nbgrader", {})
            name = meta.get("grade_id", "")
            answers[name] = cell.source
            session.run(without_hidden(cell.source))
            exercise = name.removesuffix("-test")
            if not meta.get("grade") or exercise not in WRONG[chapter]:
                continue
            questions = questions_of(cell.source)
            for old, new in WRONG[chapter][exercise]:
                assert answers[exercise].count(old) == 1, old
                for seed in range(SEEDS):
                    known = session.ask(questions, seed=seed, grade_id=name, reference=True)
                    assert session.run(answers[exercise].replace(old, new)).status == "ok"
                    given = session.ask(questions, seed=seed, grade_id=name)
                    session.run(answers[exercise])
                    if all(
                        not isinstance(got, NoEvidence)
                        and apply(question.judged_by("en")[0], got, question.split(answer)[1])[0]
                        for question, got, answer in zip(questions, given, known, strict=True)
                    ):
                        passed.append((exercise, new, seed))
    assert passed == []
