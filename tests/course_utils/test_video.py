import base64
import io
import json
import re
import struct

import numpy as np
import pytest
from PIL import Image

from course_utils.agents import PolicyAgent, RandomAgent
from course_utils.apng import KEYFRAME_EVERY
from course_utils.episodes import Episode, run_episode
from course_utils.lakes import ACTION_NAMES, FIRST_LAKE, RIGHT, make_lake
from course_utils.language import use_language
from course_utils.video import Video, episode_video


def decoded(video):
    """The frames of a video, as Pillow's decoder sees them.

    Pillow's `n_frames` and `seek` follow the file: equal frames stay apart.
    """
    image = Image.open(io.BytesIO(video.apng))
    for k in range(image.n_frames):
        image.seek(k)
        yield np.array(image.convert("RGB"))


def chunks(data):
    offset = 8
    while offset < len(data):
        (length,) = struct.unpack_from(">I", data, offset)
        yield data[offset + 4 : offset + 8], data[offset + 8 : offset + 8 + length]
        offset += length + 12


def durations(video):
    """Seconds that each frame is shown, from the file's own words."""
    controls = [data for name, data in chunks(video.apng) if name == b"fcTL"]
    fractions = [struct.unpack_from(">HH", data, 20) for data in controls]
    return [numerator / denominator for numerator, denominator in fractions]


def assert_exact(frames, **options):
    video = Video(frames, **options)
    shown = list(decoded(video))
    assert len(shown) == len(frames) == video.n_frames
    for k, (got, wanted) in enumerate(zip(shown, frames, strict=True)):
        wanted = np.asarray(wanted)
        if wanted.ndim == 2:
            wanted = np.stack([wanted] * 3, axis=-1)
        np.testing.assert_array_equal(got, wanted, err_msg=f"frame {k}")
    return video


def moving_square(n, height=30, width=40):
    frames = np.zeros((n, height, width, 3), dtype=np.uint8)
    for k in range(n):
        top, left = k % (height - 5), 2 * k % (width - 5)
        frames[k, top : top + 5, left : left + 5] = (200, 72 + k % 3, 72)
    return frames


def config_of(video):
    """The captions and labels that the script is given."""
    return json.loads(re.search(r'\)\("video-\w+",(\{.*\})\)</script>$', video.html).group(1))


@pytest.fixture
def french():
    use_language("fr")
    yield
    use_language("en")


# ---- pixels


@pytest.mark.parametrize("n", [1, 2, KEYFRAME_EVERY, KEYFRAME_EVERY + 1, 2 * KEYFRAME_EVERY + 7])
def test_every_frame_comes_back_exactly(n):
    assert_exact(moving_square(n))
    assert_exact(list(moving_square(n)))


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 7), (7, 1), (3, 5), (211, 161)])
def test_odd_sizes(height, width):
    rng = np.random.default_rng(0)
    video = assert_exact(rng.choice([0, 9, 255], size=(5, height, width, 3)).astype(np.uint8))
    assert (video.height, video.width) == (height, width)


def test_grey_frames():
    rng = np.random.default_rng(0)
    assert_exact(rng.integers(0, 200, (4, 12, 9), dtype=np.uint8))
    assert_exact(list(rng.integers(0, 256, (4, 40, 40), dtype=np.uint8)))


@pytest.mark.parametrize("n_colours", [254, 255, 256, 257, 5000])
def test_few_colours_and_many(n_colours):
    pixels = np.arange(n_colours)
    colours = np.stack([pixels % 256, pixels // 256, 255 - pixels % 256], axis=-1).astype(np.uint8)
    frame = np.tile(colours, (3, 1)).reshape(3, n_colours, 3)
    frames = [np.roll(frame, k, axis=1) for k in range(4)]
    video = assert_exact([*frames, frames[-1]])
    names = [name for name, _ in chunks(video.apng)]
    assert (b"PLTE" in names) == (n_colours <= 255)


def test_noise_in_thousands_of_colours():
    rng = np.random.default_rng(0)
    assert_exact(rng.integers(0, 256, (KEYFRAME_EVERY + 5, 20, 30, 3), dtype=np.uint8))


def test_black_is_a_colour_and_not_a_hole():
    white, black = np.full((4, 4, 3), 255, np.uint8), np.zeros((4, 4, 3), np.uint8)
    assert_exact([black, white, black, white])


def test_equal_frames_stay_apart_and_cost_next_to_nothing():
    frames = np.repeat(moving_square(3), [4, 1, 5], axis=0)
    assert_exact(frames)
    still = Video(np.repeat(moving_square(1), 90, axis=0))
    assert len(still.apng) < len(Video(moving_square(1)).apng) + 90 * 80


def test_views_that_are_not_contiguous():
    frames = moving_square(6, height=20, width=20).transpose(0, 2, 1, 3)[:, ::-1, ::2]
    assert_exact(list(frames))


def test_a_lake_of_a_hundred_steps_is_small():
    env = make_lake(FIRST_LAKE, slippery=True)
    frames = []
    while len(frames) < 101:
        seed = len(frames)
        frames += run_episode(env, RandomAgent(4, seed=seed), seed=seed, render=True).frames
    video = assert_exact(frames[:101])
    assert len(video.html) < 60_000


def test_memory_of_the_caller_is_left_alone():
    frames = moving_square(5)
    before = frames.copy()
    Video(frames)
    np.testing.assert_array_equal(frames, before)


# ---- time


def test_the_plain_image_holds_its_last_frame_and_loops():
    video = Video(moving_square(3), fps=5)
    assert durations(video) == pytest.approx([0.2, 0.2, 2.2])
    (loops,) = (
        struct.unpack(">II", data)[1] for name, data in chunks(video.apng) if name == b"acTL"
    )
    assert loops == 0  # for ever


@pytest.mark.parametrize("fps", [0.1, 0.3, 4, 29.97, 60])
def test_frames_last_as_long_as_fps_says(fps):
    assert durations(Video(moving_square(3), fps=fps))[0] == pytest.approx(1 / fps, rel=0.002)


# ---- words


def test_captions_cannot_break_out_of_the_page():
    nasty = ["</script><script>alert(1)</script>", "\"'&<b>", "<!--", "line\u2028separator", "…→é"]
    video = Video(moving_square(5), captions=nasty, alt='"><script>alert(2)</script>')
    assert config_of(video)["captions"] == nasty
    assert video.html.count("<script") == video.html.count("</script") == 1
    assert "<!--" not in video.html
    assert 'alt="&quot;&gt;&lt;script&gt;alert(2)&lt;/script&gt;"' in video.html


def test_the_bundle_has_a_player_and_a_text():
    video = Video(moving_square(3), alt="A square moves.")
    bundle = video._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert "A square moves." in bundle["text/plain"]
    assert base64.b64encode(video.apng).decode() in bundle["text/html"]


def test_equal_videos_give_equal_pages():
    first, again = Video(moving_square(3)), Video(moving_square(3))
    assert first.html == again.html
    assert first.html != Video(moving_square(3), captions=["a", "b", "c"]).html


@pytest.mark.usefixtures("french")
def test_the_language_is_the_one_in_use_when_the_video_was_made():
    video = Video(moving_square(3), captions=["un", "deux", "trois"])
    use_language("en")
    assert config_of(video)["labels"]["play"] == "Lecture"
    assert video.alt == "Animation de 3 images, durée : 0,75 s. De « un » à « trois »."
    assert config_of(Video(moving_square(3)))["labels"]["play"] == "Play"


def test_small_pictures_are_enlarged_by_whole_pixels():
    def size(video):
        return re.search(r'width="(\d+)" height="(\d+)"', video.html).groups()

    assert size(Video(np.zeros((2, 210, 160, 3), np.uint8))) == ("320", "420")
    assert size(Video(np.zeros((2, 256, 256, 3), np.uint8))) == ("256", "256")
    assert size(Video(np.zeros((2, 256, 768, 3), np.uint8))) == ("768", "256")
    assert size(Video(np.zeros((2, 10, 10, 3), np.uint8), scale=2.5)) == ("25", "25")


# ---- episodes


def right_twice():
    """Right, right, and into the wall until the time limit stops it."""
    env = make_lake(["SFF", "FFF", "FFG"], max_steps=4)
    return run_episode(env, PolicyAgent(lambda obs: RIGHT), seed=0, render=True)


def test_an_episode_says_what_happened_at_each_step():
    captions = episode_video(right_twice(), action_names=ACTION_NAMES).captions
    assert captions == [
        "start",
        "step 1 · right → · reward 0 · return 0",
        "step 2 · right → · reward 0 · return 0",
        "step 3 · right → · reward 0 · return 0",
        "step 4 · right → · reward 0 · return 0 · stopped by the time limit",
    ]


@pytest.mark.usefixtures("french")
def test_an_episode_in_french():
    episode = Episode(
        obs=[0, 1, 2],
        actions=[1, 3],
        rewards=[-1.5, 2.0],
        terminated=True,
        frames=list(moving_square(3)),
    )
    video = episode_video(episode, action_names=["NOOP", "FIRE", "RIGHT", "upright"])
    assert video.captions == [
        "départ",
        "pas 1 · tir · récompense −1,5 · retour −1,5",
        "pas 2 · upright · récompense 2 · retour 0,5 · état terminal",
    ]
    assert video.alt == "Un épisode de 2 pas, retour 0,5 (état terminal)."


def test_actions_without_names_are_numbers():
    assert episode_video(right_twice()).captions[1] == "step 1 · action 2 · reward 0 · return 0"


def test_an_episode_makes_its_own_video():
    video = right_twice().video(fps=2, action_names=ACTION_NAMES, scale=1)
    assert (video.fps, video.scale, video.n_frames) == (2, 1, 5)


def test_an_episode_without_frames():
    env = make_lake(FIRST_LAKE)
    episode = run_episode(env, PolicyAgent(lambda obs: 1), seed=0)
    with pytest.raises(ValueError, match=r"this episode has 0: play it with .*render=True"):
        episode_video(episode)


def test_an_action_without_a_name():
    with pytest.raises(ValueError, match="action 2 has no name: 2 names came"):
        episode_video(right_twice(), action_names=["left", "down"])


# ---- bad input


GREY, RGB = np.zeros((4, 5), np.uint8), np.zeros((4, 5, 3), np.uint8)


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        ([], "there are no frames: wanted at least one"),
        (np.zeros((0, 4, 5, 3), np.uint8), "there are no frames"),
        (GREY, r"wanted a list of frames; .*got one array \(4, 5\)"),
        (
            [RGB, RGB[:3]],
            r"all frames have one size: frame 0 is \(4, 5, 3\), frame 1 is \(3, 5, 3\)",
        ),
        ([RGB, GREY], r"frame 1 is \(4, 5\)"),
        ([RGB, RGB.astype(float)], r"a frame is a uint8 array .*frame 1 is float64 \(4, 5, 3\)"),
        ([np.zeros((4, 5, 4), np.uint8)], r"frame 0 is uint8 \(4, 5, 4\)"),
        ([np.zeros((0, 5, 3), np.uint8)], r"frame 0 is uint8 \(0, 5, 3\)"),
        ([None], "frame 0 is object"),
        (None, "wanted a list of frames"),
    ],
)
def test_frames_that_are_none(frames, message):
    with pytest.raises(ValueError, match=message):
        Video(frames)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"captions": ["one"]}, "2 frames came with 1 captions"),
        ({"captions": []}, "2 frames came with 0 captions"),
        ({"captions": "ab"}, "captions is a list of one text a frame"),
        ({"fps": 0}, "from 0.1 to 60; got 0"),
        ({"fps": 1000}, "got 1000"),
        ({"fps": float("nan")}, "got nan"),
        ({"scale": 0}, "scale is a number above 0; got 0"),
    ],
)
def test_options_that_make_no_sense(options, message):
    with pytest.raises(ValueError, match=message):
        Video([RGB, RGB], **options)


@pytest.mark.parametrize("fps", [np.int64(15), np.float32(7.5), np.float64(7.5)])
def test_numbers_of_numpy_can_be_shown(fps):
    frames = np.zeros((2, 4, 4), np.uint8)
    assert Video(frames, fps=fps).html == Video(frames, fps=fps.item()).html
