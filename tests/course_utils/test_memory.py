"""What a process may still take: the machine's word, and a control group's."""

import sys

import pytest

from course_utils import memory
from course_utils.memory import available_memory, require_memory


def write(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_dot_", ".")).write_text(f"{text}\n")


@pytest.fixture
def groups(tmp_path):
    """A tree of control groups, and the file that says where this process is."""
    about = tmp_path / "about"
    root = tmp_path / "cgroup"
    root.mkdir()
    return about, root


def free(groups):
    about, root = groups
    return memory._of_cgroups(root, about)


def test_this_machine_has_some():
    assert 10**7 < available_memory() < 10**15


def test_a_group_of_version_2(groups):
    about, root = groups
    about.write_text("0::/user/me\n")
    write(root / "user/me", memory_dot_max=1000, memory_dot_current=600,
          memory_dot_stat="anon 400\ninactive_file 150")  # fmt: skip
    assert free(groups) == 550  # the cache of files can be had back


def test_the_strictest_group_around_counts(groups):
    about, root = groups
    about.write_text("0::/user/me\n")
    write(root / "user/me", memory_dot_max="max", memory_dot_current=600, memory_dot_stat="x 1")
    write(root / "user", memory_dot_max=900, memory_dot_current=700, memory_dot_stat="x 1")
    assert free(groups) == 200


def test_in_a_container_only_the_top_is_there(groups):
    about, root = groups
    about.write_text("0::/\n")
    write(root, memory_dot_max=900, memory_dot_current=1000, memory_dot_stat="x 1")
    assert free(groups) == 0


def test_a_group_of_version_1(groups):
    about, root = groups
    about.write_text("7:cpu:/a\n4:memory:/a/b\n0::/\n")
    write(root / "memory/a", memory_dot_limit_in_bytes=800, memory_dot_usage_in_bytes=300,
          memory_dot_stat="total_inactive_file 50")  # fmt: skip
    assert free(groups) == 550


def test_no_group_no_limit(groups):
    about, _ = groups
    assert free(groups) is None
    about.write_text("0::/\nnonsense\n")
    assert free(groups) is None


def test_a_group_stricter_than_the_machine_counts(monkeypatch):
    monkeypatch.setattr(memory, "_of_cgroups", lambda: 12345)
    assert available_memory() == 12345


def test_where_proc_is_not_there_the_physical_memory_counts(monkeypatch):
    monkeypatch.setattr(memory, "_of_cgroups", lambda: None)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert available_memory() == memory._physical() > 10**8


def test_too_much_is_refused_with_what_would_fit(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 10**9)
    require_memory(9 * 10**8, capacity=1000)
    with pytest.raises(MemoryError, match=r"1,000 transitions takes 1,000 MB, .*capacity=810 "):
        require_memory(10**9, capacity=1000)


def test_where_nothing_is_known_nothing_is_refused(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: None)
    require_memory(10**18, capacity=1)


def test_a_limit_without_statistics_is_a_limit(groups):
    about, root = groups
    about.write_text("0::/\n")
    write(root, memory_dot_max=900, memory_dot_current=700)
    assert free(groups) == 200


@pytest.mark.parametrize("mounted", ["memory", "hugetlb,memory"])
def test_controllers_of_version_1_mounted_together(groups, mounted):
    about, root = groups
    about.write_text("4:hugetlb,memory:/a\n5:cpu,cpuacct:/a\n")
    write(root / mounted / "a", memory_dot_limit_in_bytes=800, memory_dot_usage_in_bytes=300,
          memory_dot_stat="x 1")  # fmt: skip
    assert free(groups) == 500


def test_where_nothing_is_free_no_capacity_is_advised(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 0)
    with pytest.raises(MemoryError, match="may take 90%: no buffer fits"):
        require_memory(10**9, capacity=1000)
