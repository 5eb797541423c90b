from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain import CheckedPicture
from bot.pictures.shrink import FIT, MOST_BYTES, Shrink
from bot.workers import ProcessWorker
from tests.fakes.pictures import animated, bomb, drawn, encoded, flat, png_of, text_bomb, with_place


def shrunk(data: bytes) -> CheckedPicture:
    found = Shrink(data).run()
    assert found is not None
    return found


def opened(picture: CheckedPicture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    return image


@pytest.mark.parametrize(
    ("kind", "mode"),
    [*((kind, mode) for kind in ("PNG", "JPEG", "WEBP", "GIF") for mode in ("RGB", "L")), ("PNG", "P"), ("GIF", "P")],
)
def test_every_format_that_is_taken_comes_out_as_one_that_every_client_shows(kind: str, mode: str) -> None:
    found = shrunk(drawn(640, 400, kind, mode))
    assert (found.width, found.height) == opened(found).size == (640, 400)
    assert opened(found).mode == "RGB"
    assert opened(found).format == {".png": "PNG", ".jpg": "JPEG"}[found.suffix]


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (1281, 300), (500, 2900)])
def test_a_large_picture_is_made_to_fit(width: int, height: int) -> None:
    found = shrunk(drawn(width, height, "JPEG"))
    assert max(found.width, found.height) <= FIT
    assert len(found.data) <= MOST_BYTES
    assert found.width / found.height == pytest.approx(width / height, rel=0.02)


def test_a_picture_of_cmyk_and_one_of_sixteen_bits_are_shown_in_rgb() -> None:
    assert opened(shrunk(drawn(mode="CMYK", kind="JPEG"))).mode == "RGB"
    grey = Image.new("I;16", (300, 200), 40_000)
    assert opened(shrunk(encoded(grey, "PNG"))).getpixel((5, 5)) == (156, 156, 156)


def test_what_is_transparent_is_white() -> None:
    assert opened(shrunk(flat(colour=(0, 0, 0, 0), mode="RGBA"))).getpixel((5, 5)) == (255, 255, 255)


def test_of_an_animation_the_first_frame_is_kept() -> None:
    found = opened(shrunk(animated()))
    assert getattr(found, "n_frames", 1) == 1
    assert found.getpixel((5, 5)) == (255, 0, 0) or found.getpixel((5, 5)) == (254, 0, 0)


def test_nothing_but_the_pixels_is_kept_and_they_stand_upright() -> None:
    found = shrunk(with_place())
    image = opened(found)
    assert (found.width, found.height) == (300, 400)
    assert not image.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)
    assert b"Ada" not in found.data
    assert b"secret" not in found.data
    assert b"made at home" not in shrunk(animated()).data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<!DOCTYPE html><html><body>Not found</body></html>", id="a web page"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>', id="SVG"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3", id="PDF"),
        pytest.param(encoded(Image.new("RGB", (300, 200)), "BMP"), id="another format"),
        pytest.param(drawn(640, 400, "JPEG")[:9_000], id="truncated JPEG"),
        pytest.param(drawn()[:9_000], id="truncated PNG"),
        pytest.param(png_of(60_000, 60_000), id="huge dimensions"),
        pytest.param(png_of(0, 400), id="no width"),
        pytest.param(png_of(640, 400, b"not zlib"), id="broken data"),
        pytest.param(bomb(), id="bomb"),
        pytest.param(text_bomb(), id="bomb in a comment"),
        pytest.param(flat(199, 400), id="too narrow"),
        pytest.param(flat(400, 99), id="too low"),
        pytest.param(flat(1300, 200), id="a banner"),
    ],
)
def test_what_is_not_fit_to_show_is_refused(data: bytes) -> None:
    assert Shrink(data).run() is None


@settings(max_examples=150)
@given(st.data())
def test_no_damage_to_a_picture_escapes_as_an_exception(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(SOUND)))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = Shrink(bytes(whole)).run()
    assert found is None or len(found.data) <= MOST_BYTES


SOUND = [*(drawn(210, 110, kind) for kind in ("PNG", "JPEG", "WEBP", "GIF")), animated(), with_place()]


def test_a_jpeg_in_thousands_of_steps_is_not_drawn() -> None:
    """Each is a few bytes, and decoded over all pixels: a small file would take minutes."""
    image = io.BytesIO()
    Image.new("L", (400, 300), 128).save(image, "JPEG", progressive=True)
    usual = image.getvalue()
    last = usual[usual.rindex(b"\xff\xda") : -2]
    assert Shrink(usual).run() is not None
    assert Shrink(usual[:-2] + last * 200 + usual[-2:]).run() is None


async def test_the_job_and_its_answer_pass_to_a_worker_process_and_back() -> None:
    worker = ProcessWorker()
    try:
        found = await worker.run(Shrink(SOUND[0]))
        assert found is not None
        assert (found.width, found.height) == (210, 110)
        assert await worker.run(Shrink(bomb())) is None
    finally:
        await worker.close()
