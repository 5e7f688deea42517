"""Are the pictures in prose what the reference showed, as large as the notebook shows it?"""

import base64
import io

import nbformat.v4
import numpy as np
import pytest
from PIL import Image

from autograder.pictures import make_pictures, picture_of, run_reference, same_pixels
from autograder.sources import SourceError, read_cells, read_chapter
from course_utils.apng import encode

RED, BLUE = (255, 0, 0), (0, 0, 255)


def png(colour, size=(4, 2)):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, format="png")
    return buffer.getvalue()


def html(picture, width=None):
    size = f' width="{width}"' if width else ""
    return f'<img alt="x"{size} src="data:image/png;base64,{base64.b64encode(picture).decode()}">'


def shown(pond, **data):
    """What `picture_of` finds when the fixture's picture cell shows `data`."""
    cell = next(cell for cell in read_cells(pond) if "picture" in cell.metadata)
    data = {key.replace("_", "/"): value for key, value in data.items()}
    output = nbformat.v4.new_output("display_data", data=data)
    return picture_of(cell, nbformat.v4.new_code_cell(outputs=[output] if data else []))


def size_of(picture):
    return Image.open(io.BytesIO(picture)).size


def test_a_png_is_taken_as_it_is(pond):
    encoded = base64.b64encode(png(RED)).decode()
    assert shown(pond, image_png=encoded) == png(RED)


def test_a_sharper_picture_is_reduced_to_the_width_shown(pond):
    picture = shown(pond, text_html=html(png(RED, (40, 20)), width=20))
    assert size_of(picture) == (20, 10)
    assert Image.open(io.BytesIO(picture)).convert("RGB").getpixel((5, 5)) == RED


def test_an_animation_stays_one_and_is_enlarged_by_whole_pixels(pond):
    frames = [np.full((2, 4, 3), value, dtype=np.uint8) for value in (10, 200, 90)]
    picture = shown(pond, text_html=html(encode(frames, fps=4), width=12))
    image = Image.open(io.BytesIO(picture))
    assert image.size == (12, 6)
    assert image.n_frames == 3
    image.seek(1)
    assert image.convert("RGB").getpixel((11, 5)) == (200, 200, 200)
    assert image.info["duration"] == 250


def test_pictures_next_to_each_other_become_one(pond):
    picture = shown(pond, text_html=html(png(RED)) + html(png(BLUE, (4, 6))))
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    assert image.size == (4 + 16 + 4, 6)
    assert [image.getpixel((x, 1)) for x in (0, 10, 23)] == [RED, (255, 255, 255), BLUE]


def test_an_animation_beside_a_picture_is_refused(pond):
    frames = [np.full((2, 4, 3), value, dtype=np.uint8) for value in (10, 200)]
    with pytest.raises(SourceError, match="the animation in a cell of its own"):
        shown(pond, text_html=html(png(RED)) + html(encode(frames, fps=4)))


def test_a_cell_that_shows_nothing_is_an_error(pond):
    for data in ({}, {"text_plain": "3", "text_html": "<b>3</b>"}):
        with pytest.raises(SourceError, match=r'cell "show": it has picture="square" but shows'):
            shown(pond, **data)


def test_the_same_pixels_in_other_bytes_are_the_same():
    buffer = io.BytesIO()
    Image.new("P", (4, 2), 0).convert("RGB").save(buffer, format="png", compress_level=0)
    black = png((0, 0, 0))
    assert buffer.getvalue() != black
    assert same_pixels(buffer.getvalue(), black)
    assert not same_pixels(png(RED), black)
    assert not same_pixels(png(RED, (5, 2)), png(RED))
    one = [np.zeros((2, 2, 3), dtype=np.uint8)]
    assert not same_pixels(encode(one, fps=4), encode(one * 2, fps=4))


@pytest.mark.slow
def test_references_run_in_both_languages_and_only_changed_pictures_are_written(course):
    folder = course / "solutions" / "pictures" / "1_pond"
    orphan = folder / "fr" / "orphan.png"
    orphan.write_bytes(png(RED))
    english, french = make_pictures(root=course)
    assert (english.language, french.language) == ("en", "fr")
    assert english.written == (folder / "en" / "square.png",)
    assert not orphan.exists()
    assert "✓ ponds you have not seen" in str(english.notebook)
    assert "✓ des mares jamais vues" in str(french.notebook)
    assert size_of((folder / "en" / "square.png").read_bytes()) == (
        416,
        416,
    )  # 52 screen pixels each
    assert [run.written for run in make_pictures(root=course)] == [(), ()]
    assert sorted(path.name for path in course.iterdir()) == ["solutions"]


@pytest.mark.slow
def test_a_reference_that_stops_is_named_with_its_cell(pond):
    text = pond.read_text(encoding="utf-8")
    pond.write_text(text.replace("return deep_secret", "return 1 / 0"), encoding="utf-8")
    with pytest.raises(
        SourceError, match=r'"depth-test": the reference stops here: ZeroDiv.*\'fr\''
    ):
        run_reference(read_chapter(pond), "fr")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("instead", "wanted"),
    [
        ("while True:\n    pass\n", 'cell "quiz": this cell takes more than 2 s'),
        ("import os\nos._exit(1)\n", 'cell "quiz": this cell ends the kernel'),
    ],
    ids=["never ends", "dies"],
)
def test_a_reference_that_never_ends_or_dies_is_stopped(pond, instead, wanted):
    text = pond.read_text(encoding="utf-8")
    pond.write_text(text.replace('answer = "a"\n', instead), encoding="utf-8")
    with pytest.raises(SourceError, match=wanted):
        run_reference(read_chapter(pond), "en", timeout=2)
