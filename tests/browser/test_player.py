"""The video player as a reader has it: in a page, in a frame, without scripts, in JupyterLab."""

import base64
import html
import io
import re

import nbformat
import numpy as np
import pytest
from nbconvert import HTMLExporter
from PIL import Image

from course_utils.apng import KEYFRAME_EVERY
from course_utils.language import use_language
from course_utils.video import Video

pytestmark = pytest.mark.browser

READY = "[data-ready]"
N = 2 * KEYFRAME_EVERY + 30


def frames_with_few_colours():
    """A square that moves over stripes; each third frame equals the one before."""
    stripes = np.zeros((40, 60, 3), dtype=np.uint8)
    stripes[:, ::3] = (10, 200, 30)
    frames = np.repeat(stripes[None], N, axis=0)
    for k in range(N):
        step = k - (k % 3 == 2)
        frames[k, step % 33 : step % 33 + 7, step % 53 : step % 53 + 7] = (200, step % 100, 72)
    return frames


def frames_with_many_colours():
    rng = np.random.default_rng(0)
    frames = np.repeat(rng.integers(0, 256, (1, 40, 60, 3), dtype=np.uint8), N, axis=0)
    for k in range(1, N):
        frames[k] = frames[k - 1]
        frames[k, k % 30 : k % 30 + 9, k % 50 : k % 50 + 9] = rng.integers(0, 256, (9, 9, 3))
    return frames


FRAMES = frames_with_few_colours()


@pytest.fixture
def show(page, tmp_path):
    """`show(*videos)` puts their outputs in a page without server, as nbconvert does."""

    def put(*parts, players=None):
        body = "\n".join(part if isinstance(part, str) else part.html for part in parts)
        file = tmp_path / "page.html"
        file.write_text(f"<!doctype html><meta charset=utf-8><body>{body}", encoding="utf-8")
        page.goto(file.as_uri())
        players = len(parts) if players is None else players
        page.wait_for_function(f"document.querySelectorAll('{READY}').length === {players}")
        return page

    yield put
    assert page.errors == []


def pixels(scope, nth=0):
    """What the canvas of a player holds, (height, width, 3)."""
    data = scope.locator(f"{READY} canvas").nth(nth).evaluate("canvas => canvas.toDataURL()")
    png = base64.b64decode(data.split(",")[1])
    return np.array(Image.open(io.BytesIO(png)).convert("RGB"))


def wait_for_frame(scope, frame, nth=0):
    scope.locator(READY).nth(nth).and_(scope.locator(f'[data-frame="{frame}"]')).wait_for()


def frame_of(scope, nth=0):
    return int(scope.locator(READY).nth(nth).get_attribute("data-frame"))


def seek(scope, frame, nth=0):
    scope.locator(f"{READY} input").nth(nth).fill(str(frame))
    wait_for_frame(scope, frame, nth)


def player_of(scope, nth=0):
    """The element that takes the focus."""
    return scope.locator(f"{READY} > div").nth(nth)


def caption_of(scope, nth=0):
    return scope.locator(f"{READY} .caption").nth(nth).locator("span").first.inner_text()


@pytest.mark.parametrize("make", [frames_with_few_colours, frames_with_many_colours])
def test_every_seek_shows_the_exact_frame(show, make):
    frames = make()
    page = show(Video(frames))
    order = [0, 1, 2, 3, KEYFRAME_EVERY - 1, KEYFRAME_EVERY, KEYFRAME_EVERY + 1, 5, N - 1, 0]
    order += np.random.default_rng(0).integers(N, size=12).tolist()
    for frame in order:
        seek(page, frame)
        np.testing.assert_array_equal(pixels(page), frames[frame], err_msg=f"frame {frame}")


def test_grey_frames_and_a_single_frame(show):
    grey = np.random.default_rng(0).integers(0, 256, (3, 11, 7), dtype=np.uint8)
    page = show(Video(grey), Video(FRAMES[:1]))
    seek(page, 2)
    np.testing.assert_array_equal(pixels(page), np.stack([grey[2]] * 3, axis=-1))
    np.testing.assert_array_equal(pixels(page, 1), FRAMES[0])


def test_nothing_plays_until_asked_and_play_goes_to_the_end(show):
    page = show(Video(FRAMES, fps=60))
    page.wait_for_timeout(300)
    assert frame_of(page) == 0
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"Number(document.querySelector('{READY}').dataset.frame) > 10")
    page.get_by_role("button", name="Pause").click()
    stopped = frame_of(page)
    assert 10 < stopped < N - 1
    np.testing.assert_array_equal(pixels(page), FRAMES[stopped])
    page.get_by_label("Speed").select_option("8")
    page.get_by_role("button", name="Play").click()
    wait_for_frame(page, N - 1)
    np.testing.assert_array_equal(pixels(page), FRAMES[-1])
    page.get_by_role("button", name="Play").click()  # at the end it starts again
    page.wait_for_function(f"Number(document.querySelector('{READY}').dataset.frame) < {N - 1}")


def test_it_plays_at_the_speed_that_was_asked_for(show):
    page = show(Video(FRAMES, fps=20))
    seconds = page.evaluate(
        """async (ready) => {
            const root = document.querySelector(ready);
            const frame = (k) => new Promise((done) => {
                const look = () => root.dataset.frame >= k ? done() : requestAnimationFrame(look);
                look();
            });
            root.querySelector("div").shadowRoot.querySelector("button").click();
            await frame(5);
            const start = performance.now();
            await frame(35);
            return (performance.now() - start) / 1000;
        }""",
        READY,
    )
    assert 1.3 < seconds < 3.0  # 30 frames at 20 a second; more when the machine is busy


def test_keys(show):
    page = show(Video(FRAMES), Video(FRAMES[:50]))
    player_of(page).focus()
    for key, frame in [
        *[("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", N - 1)],
        *[("ArrowRight", N - 1), ("Home", 0), ("ArrowLeft", 0)],
    ]:
        page.keyboard.press(key)
        wait_for_frame(page, frame)
    np.testing.assert_array_equal(pixels(page), FRAMES[0])
    speed = page.get_by_label("Speed").first
    for key, value in [("+", "2"), ("+", "4"), ("-", "2"), ("-", "1"), ("-", "0.5")]:
        page.keyboard.press(key)
        assert speed.input_value() == value
    page.keyboard.press("Space")
    page.wait_for_function(f"Number(document.querySelector('{READY}').dataset.frame) > 1")
    page.keyboard.press("Space")
    stopped = frame_of(page)
    page.wait_for_timeout(600)
    assert frame_of(page) == stopped > 0
    assert frame_of(page, 1) == 0, "keys act on the focused player only"


def test_space_on_a_button_presses_that_button_once(show):
    page = show(Video(FRAMES))
    page.get_by_role("button", name="On one frame").focus()
    page.keyboard.press("Space")
    wait_for_frame(page, 1)
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Space")
    assert page.get_by_role("button", name="Pause").count() == 1


def test_keys_elsewhere_are_left_to_the_page(show):
    page = show(Video(FRAMES), "<textarea></textarea>", players=1)
    page.locator("textarea").focus()
    page.keyboard.type("a b+")
    page.keyboard.press("ArrowLeft")
    assert page.locator("textarea").input_value() == "a b+"
    assert frame_of(page) == 0
    player_of(page).focus()
    page.evaluate("document.addEventListener('keydown', e => { window.heard = e.key; })")
    page.keyboard.press("ArrowRight")
    wait_for_frame(page, 1)
    assert page.evaluate("window.heard") is None


def test_captions_follow_and_are_text(show):
    captions = [f"step {k} <b>&</b></script>" for k in range(N)]
    page = show(Video(FRAMES, captions=captions), Video(FRAMES))
    for frame in (0, 1, 2, 151):
        seek(page, frame)
        assert caption_of(page) == captions[frame]
    assert page.locator("input").first.get_attribute("aria-valuetext") == captions[151]
    assert caption_of(page, 1) == f"frame 1/{N}"


def test_labels_are_in_the_language_in_use(show):
    use_language("fr")
    try:
        video = Video(FRAMES, alt="Un carré « bouge ».")
    finally:
        use_language("en")
    page = show(video)
    assert page.get_by_role("group", name="Un carré « bouge ».").count() == 1
    button = page.get_by_role("button", name="Lecture")
    assert button.get_attribute("title") == "Lecture (espace)"
    assert page.get_by_label("Vitesse").locator("option").first.inner_text() == "0,1×"
    assert caption_of(page) == f"image 1/{N}"


def test_controls_fit_below_a_narrow_picture(show, screenshot):
    page = show(
        Video(FRAMES[:, :, :8], scale=2),
        "<div style='width:200px'>" + Video(FRAMES, scale=10).html + "</div>",
    )
    screenshot(page, "player_narrow")
    for nth in (0, 1):
        box = player_of(page, nth).bounding_box()
        for control in page.locator(f"{READY} .controls").nth(nth).locator("> *").all():
            inner = control.bounding_box()
            assert inner["width"] >= 28
            assert inner["x"] + inner["width"] <= box["x"] + box["width"] + 1
    canvas = page.locator("canvas").nth(1).bounding_box()
    assert 190 <= canvas["width"] <= 200
    assert canvas["height"] == pytest.approx(canvas["width"] * 40 / 60, abs=1)


def test_pixels_stay_sharp(show):
    page = show(Video(FRAMES, scale=8))
    seek(page, 7)
    shot = Image.open(io.BytesIO(page.locator("canvas").screenshot())).convert("RGB")
    np.testing.assert_array_equal(np.array(shot), FRAMES[7].repeat(8, axis=0).repeat(8, axis=1))


def test_copies_of_one_output_are_players_of_their_own(show):
    page = show(*[Video(FRAMES)] * 3)
    seek(page, 9, nth=1)
    assert [frame_of(page, nth) for nth in range(3)] == [0, 9, 0]
    np.testing.assert_array_equal(pixels(page, 1), FRAMES[9])


def test_in_a_page_that_nbconvert_made(page, tmp_path):
    video = Video(FRAMES, captions=[f"</script> {k}" for k in range(N)])
    output = nbformat.v4.new_output("display_data", data=video._repr_mimebundle_())
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    file = tmp_path / "page.html"
    file.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    page.route(re.compile("^http"), lambda route: route.abort())  # nothing from elsewhere
    page.goto(file.as_uri(), wait_until="domcontentloaded")
    page.locator(READY).wait_for()
    seek(page, 111)
    np.testing.assert_array_equal(pixels(page), FRAMES[111])
    assert caption_of(page) == "</script> 111"


def test_in_a_sandboxed_frame_as_colab_has_it(show):
    inner = html.escape(f"<meta charset=utf-8>{Video(FRAMES).html}")
    page = show(
        f'<iframe sandbox="allow-scripts" width=500 height=400 srcdoc="{inner}"></iframe>',
        players=0,
    )
    frame = page.frame_locator("iframe")
    frame.locator(READY).wait_for()
    seek(frame, 123)
    np.testing.assert_array_equal(pixels(frame), FRAMES[123])
    player_of(frame).focus()
    page.keyboard.press("ArrowRight")
    wait_for_frame(frame, 124)


def test_without_scripts_the_image_animates(show):
    black_and_white = np.zeros((2, 20, 20, 3), np.uint8)
    black_and_white[1] = 255
    without = re.sub(r"<script>.*</script>", "", Video(black_and_white, fps=10).html, flags=re.S)
    page = show(without, players=0)
    image = page.locator("img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 20
    assert "Animation of 2 frames" in image.get_attribute("alt")
    seen = set()
    for _ in range(60):
        shot = Image.open(io.BytesIO(image.screenshot())).convert("RGB")
        seen.add(shot.getpixel((50, 50)))
        if len(seen) == 2:
            break
        page.wait_for_timeout(50)
    assert seen == {(0, 0, 0), (255, 255, 255)}


def test_where_the_browser_cannot_inflate_the_image_stays(page, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(f"<script>delete window.DecompressionStream</script>{Video(FRAMES).html}")
    page.goto(file.as_uri())
    page.wait_for_timeout(200)
    assert page.locator("img").evaluate("image => image.naturalWidth") == 60
    assert page.errors == []


def test_six_thousand_frames(show):
    """Frames are inflated when they are needed: opening takes no longer than a short video."""
    n = 6000
    frames = np.zeros((n, 100, 80, 3), np.uint8)
    for k in range(n):
        frames[k, k % 90 : k % 90 + 9, k % 70 : k % 70 + 9] = (255, k % 50, 0)
    page = show(Video(frames))
    for frame in (n - 1, 3123, 3000, 1):
        seek(page, frame)
        np.testing.assert_array_equal(pixels(page), frames[frame])


# ---- in JupyterLab

CODE = """
import numpy as np
from course_utils.video import Video
frames = np.full((40, 30, 50, 3), 90, dtype=np.uint8)
for k in range(40):
    frames[k, 5 + k % 20 : 10 + k % 20, k : k + 5] = (255, 200, k)
Video(frames, fps=30, scale=6, captions=[f"step {k}" for k in range(40)])
"""


def test_in_jupyterlab_by_click_and_by_key(page, jupyterlab, screenshot):
    jupyterlab.write_notebook("player.ipynb", [CODE, "1 + 1", "2 + 2"])
    jupyterlab.open_notebook(page, "player.ipynb")
    jupyterlab.run_all(page)
    assert jupyterlab.cell_errors(page) == []
    page.locator(READY).wait_for()
    page.get_by_role("button", name="On one frame").click()
    wait_for_frame(page, 1)
    assert caption_of(page) == "step 1"
    np.testing.assert_array_equal(pixels(page)[8, 2], (255, 200, 1))

    player_of(page).focus()
    cells = page.locator(".jp-Notebook-cell")
    before = cells.count()
    for key in ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"]:
        page.keyboard.press(key)
    wait_for_frame(page, 3)
    # in JupyterLab's command mode these add, delete, cut and paste cells, and move the selection
    for key in ["a", "b", "d", "d", "x", "v", "m", "ArrowDown", "ArrowUp"]:
        page.keyboard.press(key)
    page.keyboard.press("Space")
    wait_for_frame(page, 39)
    assert cells.count() == before
    assert page.locator(".jp-MarkdownCell").count() == 0
    assert player_of(page).evaluate("player => document.activeElement === player")
    screenshot(page, "player_jupyterlab")

    # clicking the picture plays; clicking beside it gives the keys back to JupyterLab
    page.locator(f"{READY} canvas").click()
    page.wait_for_function(f"document.querySelector('{READY}').dataset.playing === 'true'")
    wait_for_frame(page, 39)
    page.locator(".jp-InputArea-prompt").nth(1).click()
    page.keyboard.press("b")
    page.wait_for_function(f"document.querySelectorAll('.jp-Notebook-cell').length > {before}")
    assert page.errors == []


def test_in_jupyterlab_a_new_view_and_a_reopened_notebook(page, jupyterlab, screenshot):
    jupyterlab.write_notebook("views.ipynb", [CODE])
    jupyterlab.open_notebook(page, "views.ipynb")
    jupyterlab.run_all(page)
    page.locator(READY).wait_for()
    page.locator(".jp-OutputArea-output").click(button="right", position={"x": 700, "y": 20})
    page.locator('.lm-Menu-item[data-command="notebook:create-output-view"]').click()
    page.wait_for_function(f"document.querySelectorAll('{READY}').length === 2")
    page.get_by_label("Position").last.fill("20")
    wait_for_frame(page, 20, nth=1)
    assert frame_of(page, 0) == 0
    screenshot(page, "player_two_views")

    jupyterlab.menu(page, "File", "docmanager:save")
    page.wait_for_selector(".lm-TabBar-tab.jp-mod-dirty", state="detached")
    jupyterlab.open_notebook(page, "views.ipynb")
    shown = page.locator(".jp-OutputArea-output img, .jp-OutputArea-output canvas").first
    shown.wait_for()
    assert shown.bounding_box()["width"] == 300
