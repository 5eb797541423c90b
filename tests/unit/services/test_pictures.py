"""Pictures over HTTP from a server that plays arXiv, a blog, and everything that goes wrong."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.domain import Found, Reader
from bot.errors import WorkFailed
from bot.feeds.arxiv_html import FindFigure
from bot.feeds.fetch import HttpFetcher
from bot.pictures.shrink import Shrink
from bot.services.picture_files import PictureFiles
from bot.services.pictures import AT_ONCE, MOST_BYTES, PAUSES, Pictures, Studio
from bot.store import Store
from bot.store.pictures import PictureState, StoredPicture
from bot.telemetry import Telemetry
from tests.fakes.clock import FakeClock
from tests.fakes.feed_server import FeedServer, Route, cut, redirect, silence
from tests.fakes.papers import arxiv_id
from tests.fakes.pictures import animated, bomb, drawn, flat, png_of, with_place
from tests.fakes.worker import ThreadWorker
from tests.unit.pictures.shown import show, wanted

SOUND = drawn(640, 400, "JPEG")


@dataclass(slots=True)
class Gallery:
    store: Store
    reader: Reader
    clock: FakeClock
    server: FeedServer
    fetcher: HttpFetcher
    folder: Path
    worker: ThreadWorker = field(default_factory=ThreadWorker)
    pictures: Pictures = field(init=False)

    def __post_init__(self) -> None:
        self.pictures = Pictures(
            self.store,
            self.fetcher,
            Studio(self.worker, figure=FindFigure, shrink=Shrink),
            self.clock,
            Telemetry(),
            folder=self.folder,
            html_url=f"{self.server.url}/html/",
        )

    def serve_page(self, number: int, figure: str = "x1.png") -> str:
        """arXiv's page of that paper, whose first figure is there."""
        page = f'<html><body><figure class="ltx_figure"><img src="{figure}"></figure></body></html>'
        return self.server.serve(f"/html/{arxiv_id(number)}", page.encode(), "text/html")

    def show(self, *numbers: int, **said: object) -> list[str]:
        return show(self.store, self.reader, self.clock, *numbers, **said)

    def outcome(self, key: str) -> StoredPicture:
        return self.store.pictures.of([key])[key]

    async def kept(self, key: str) -> Image.Image | None:
        """The cached picture of a paper as `of` gives it."""
        found = await self.pictures.of(self.store.papers.get([key]).values())
        return opened(found[key].file) if key in found else None


def opened(file: str) -> Image.Image:
    return Image.open(io.BytesIO(Path(file).read_bytes()))


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as serving:
        yield serving


@pytest.fixture
async def gallery(
    store: Store, reader: Reader, clock: FakeClock, server: FeedServer, tmp_path: Path
) -> AsyncIterator[Gallery]:
    hosts = frozenset({server.host})
    async with HttpFetcher("tests", hosts, total_seconds=2, read_seconds=0.5, max_bytes=20_000_000) as fetcher:
        yield Gallery(store, reader, clock, server, fetcher, tmp_path / "pictures")


async def test_the_picture_that_a_source_gave_is_cached_and_found_again(gallery: Gallery) -> None:
    url = gallery.server.serve("/1.jpg", SOUND, "image/jpeg")
    (key,) = gallery.show(1, image=url)
    assert await gallery.pictures.catch_up() == 1
    found = (await gallery.pictures.of(gallery.store.papers.get([key]).values()))[key]
    assert (found.url, found.found_in, found.width, found.height) == (url, Found.FEED, 640, 400)
    assert Path(found.file).is_absolute()
    assert [path.name for path in gallery.folder.iterdir()] == [Path(found.file).name]
    assert await gallery.pictures.catch_up() == 0
    assert gallery.server.count("/1.jpg") == 1


async def test_a_paper_without_one_gets_the_first_figure_of_its_page_on_arxiv(gallery: Gallery) -> None:
    page = gallery.serve_page(1)
    gallery.server.serve("/html/x1.png", flat(), "image/png")
    (key,) = gallery.show(1)
    assert await gallery.pictures.catch_up() == 1
    outcome = gallery.outcome(key)
    assert (outcome.url, outcome.found_in) == (f"{page.rpartition('/')[0]}/x1.png", Found.FIGURE)


async def test_a_page_without_a_figure_leaves_the_paper_without_a_picture(gallery: Gallery) -> None:
    gallery.server.serve(f"/html/{arxiv_id(1)}", b"<html><body>Text.</body></html>", "text/html")
    (key,) = gallery.show(1)
    assert await gallery.pictures.catch_up() == 0
    assert gallery.outcome(key).state is PictureState.NONE
    assert await gallery.kept(key) is None
    assert wanted(gallery.store, gallery.clock) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"", "image/png", id="nothing"),
        pytest.param(b"<html><body>Sign in</body></html>", "text/html", id="a page"),
        pytest.param(b"<html><body>Sign in</body></html>", "image/png", id="a page that says it is a picture"),
        pytest.param(SOUND, "text/html", id="a picture that says it is a page"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'/>", "image/svg+xml", id="SVG"),
        pytest.param(bomb(), "image/png", id="a bomb"),
        pytest.param(png_of(60_000, 60_000), "image/png", id="huge dimensions"),
        pytest.param(SOUND[:5_000], "image/jpeg", id="truncated"),
        pytest.param(flat(64, 64), "image/png", id="an icon"),
        pytest.param(SOUND + bytes(MOST_BYTES), "image/jpeg", id="too many bytes"),
    ],
)
async def test_where_the_given_one_is_no_good_the_first_figure_stands_in(
    gallery: Gallery, body: bytes, kind: str
) -> None:
    url = gallery.server.serve("/bad.png", body, kind)
    gallery.serve_page(1)
    gallery.server.serve("/html/x1.png", flat(), "image/png")
    (key,) = gallery.show(1, image=url)
    assert await gallery.pictures.catch_up() == 1
    assert gallery.outcome(key).found_in is Found.FIGURE
    assert len(list(gallery.folder.iterdir())) == 1


@pytest.mark.parametrize("target", ["http://127.0.0.1:9/x.png", "http://169.254.169.254/x.png", "file:///etc/passwd"])
async def test_a_redirect_into_a_private_place_is_not_followed(gallery: Gallery, target: str) -> None:
    gallery.server.routes["/away.png"] = redirect(target)
    (key,) = gallery.show(1, image=gallery.server.url + "/away.png")
    assert await gallery.pictures.catch_up() == 0
    assert await gallery.kept(key) is None


async def test_a_redirect_that_never_ends_is_given_up(gallery: Gallery) -> None:
    gallery.server.routes["/round.png"] = redirect("/round.png")
    (key,) = gallery.show(1, image=gallery.server.url + "/round.png")
    assert await gallery.pictures.catch_up() == 0
    assert await gallery.kept(key) is None


@pytest.mark.parametrize(
    "route",
    [
        pytest.param((503, {}, b""), id="busy"),
        pytest.param((429, {"Retry-After": "60"}, b""), id="too many"),
        pytest.param(cut(SOUND), id="cut off"),
        pytest.param(silence(), id="silent"),
    ],
)
async def test_what_may_pass_is_tried_again_later_and_not_for_ever(gallery: Gallery, route: Route) -> None:
    gallery.server.routes["/1.jpg"] = route
    (key,) = gallery.show(1, image=gallery.server.url + "/1.jpg")
    for tries, pause in enumerate(PAUSES, start=1):
        assert await gallery.pictures.catch_up() == 0
        outcome = gallery.outcome(key)
        assert (outcome.state, outcome.tries, outcome.next_at) == (PictureState.FAILED, tries, gallery.clock() + pause)
        assert await gallery.pictures.catch_up() == 0
        assert gallery.server.count("/1.jpg") == tries
        gallery.clock.advance(pause)
    await gallery.pictures.catch_up()
    assert gallery.outcome(key).state is PictureState.NONE


async def test_a_page_that_arxiv_makes_later_is_looked_at_again(gallery: Gallery) -> None:
    (key,) = gallery.show(1)
    assert await gallery.pictures.catch_up() == 0
    gallery.serve_page(1)
    gallery.server.serve("/html/x1.png", flat(), "image/png")
    gallery.clock.advance(PAUSES[0])
    assert await gallery.pictures.catch_up() == 1
    assert gallery.outcome(key).found_in is Found.FIGURE


async def test_a_try_that_fares_better_later_brings_the_picture(gallery: Gallery) -> None:
    gallery.server.routes["/1.jpg"] = (503, {}, b"")
    (key,) = gallery.show(1, image=gallery.server.url + "/1.jpg")
    await gallery.pictures.catch_up()
    gallery.server.serve("/1.jpg", SOUND, "image/jpeg")
    gallery.clock.advance(PAUSES[0])
    assert await gallery.pictures.catch_up() == 1
    assert await gallery.kept(key) is not None


async def test_a_worker_that_dies_of_a_picture_costs_that_picture_alone(gallery: Gallery) -> None:
    urls = [gallery.server.serve(f"/{n}.jpg", SOUND, "image/jpeg") for n in (1, 2)]
    first, second = (gallery.show(n, image=url)[0] for n, url in zip((1, 2), urls, strict=True))
    gallery.worker.failures = [WorkFailed("The worker process died (SIGKILL).")]
    assert await gallery.pictures.catch_up() == 1
    states = {gallery.outcome(key).state for key in (first, second)}
    assert states == {PictureState.READY, PictureState.FAILED}


async def test_a_round_looks_after_a_few_papers_only(gallery: Gallery) -> None:
    url = gallery.server.serve("/1.jpg", SOUND, "image/jpeg")
    gallery.show(*range(1, 8), image=url)
    assert await gallery.pictures.catch_up() == AT_ONCE
    assert await gallery.pictures.catch_up() == 7 - AT_ONCE


async def test_where_there_is_no_connection_it_is_tried_again_and_no_try_is_counted(gallery: Gallery) -> None:
    with FeedServer() as gone:
        url = gone.serve("/1.jpg", SOUND, "image/jpeg")
    async with HttpFetcher("tests", frozenset({gone.host})) as fetcher:
        gallery.fetcher = fetcher
        gallery.__post_init__()
        (key,) = gallery.show(1, image=url)
        assert await gallery.pictures.catch_up() == 0
    outcome = gallery.outcome(key)
    assert (outcome.state, outcome.tries, outcome.next_at) == (PictureState.FAILED, 0, gallery.clock() + PAUSES[0])


async def test_a_host_that_is_gone_holds_up_no_other_picture(gallery: Gallery) -> None:
    with FeedServer() as gone:
        dead = gone.serve("/1.jpg", SOUND, "image/jpeg")
    async with HttpFetcher("tests", frozenset({gone.host, gallery.server.host})) as fetcher:
        gallery.fetcher = fetcher
        gallery.__post_init__()
        gallery.show(*range(1, 6), image=dead)
        gallery.clock.advance(minutes=-1)
        (key,) = gallery.show(6, image=gallery.server.serve("/6.jpg", SOUND, "image/jpeg"))
        await gallery.pictures.catch_up()
        await gallery.pictures.catch_up()
    assert gallery.outcome(key).state is PictureState.READY


async def test_an_animation_is_its_first_frame_and_where_a_photo_was_taken_stays_secret(gallery: Gallery) -> None:
    moving = gallery.server.serve("/1.gif", animated(), "image/gif")
    placed = gallery.server.serve("/2.jpg", with_place(), "image/jpeg")
    (one,), (two,) = gallery.show(1, image=moving), gallery.show(2, image=placed)
    assert await gallery.pictures.catch_up() == 2
    first, second = await gallery.kept(one), await gallery.kept(two)
    assert first is not None
    assert second is not None
    assert getattr(first, "n_frames", 1) == 1
    assert not second.getexif()


async def test_a_picture_that_was_dropped_from_the_cache_is_not_offered(gallery: Gallery) -> None:
    (key,) = gallery.show(1, image=gallery.server.serve("/1.jpg", SOUND, "image/jpeg"))
    await gallery.pictures.catch_up()
    for file in gallery.folder.iterdir():
        file.unlink()
    assert await gallery.kept(key) is None


def test_the_oldest_pictures_make_room_for_new_ones(tmp_path: Path) -> None:
    files = PictureFiles(tmp_path / "pictures", most_bytes=250)
    names = []
    for age, letter in ((30, b"a"), (20, b"b"), (10, b"c")):
        names.append(files.keep(letter * 100, ".png"))
        path = files.path(names[-1])
        assert path is not None
        os.utime(path, (path.stat().st_mtime - age, path.stat().st_mtime - age))
    assert [files.path(name) is not None for name in names] == [False, True, True]
    alone = files.keep(b"x" * 900, ".png")
    assert files.path(alone) is not None
    assert [files.path(name) for name in names] == [None, None, None]


@pytest.mark.parametrize("name", ["", "..", "../bandu.sqlite", "/etc/passwd", "a/b.png"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "bandu.sqlite").write_bytes(b"")
    folder = tmp_path / "pictures"
    folder.mkdir()
    assert PictureFiles(folder).path(name) is None


def test_the_last_pause_is_within_the_days_that_a_digest_is_looked_after() -> None:
    assert sum(PAUSES, timedelta()) < timedelta(days=7)
