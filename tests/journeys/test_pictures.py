"""A paper that was shown gets a picture in the background; its card leads to it and scripts are told the file."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from tests.fakes.arxiv_days import announced
from tests.fakes.pictures import drawn
from tests.fakes.telegram_server import buttons
from tests.journeys.stage import READER, Stage

PAGE = b'<html><body><figure class="ltx_figure"><img src="/figures/x1.png" width="900"></figure></body></html>'


async def test_the_first_figure_of_a_paper_reaches_its_card_and_the_scripts(stage: Stage) -> None:
    for paper in announced(range(1, 4)):
        stage.feeds.serve(f"/html/{paper.arxiv_id}", PAGE, "text/html")
    figure = stage.feeds.serve("/figures/x1.png", drawn(1600, 800), "image/png")
    stage.announce(range(1, 4))
    async with stage.bot() as running:
        await running.ticker.read()
        (message,) = await stage.digest(READER)
        await running.ticker.illustrate()
        before = len(stage.telegram.chat(READER))
        opens = next(button for row in buttons(message) for button in row if button["text"] == "1")
        await stage.tap(READER, message["message_id"], opens["callback_data"])
        card = (await stage.telegram.until(lambda: stage.telegram.chat(READER)[before:]))[0]
        records = running.desk.store.papers.corpus(10)
        pictures = await running.desk.pictures.of(records)
    assert "Picture (the paper's first figure)" in card["text"]
    assert {picture.url for picture in pictures.values()} == {figure}
    assert len(pictures) == 3
    assert {path.parent for path in (Path(p.file) for p in pictures.values())} == {(stage.home / "pictures").resolve()}
    assert all(size(picture.file) == (picture.width, picture.height) == (1280, 640) for picture in pictures.values())


def size(file: str) -> tuple[int, int]:
    return Image.open(io.BytesIO(Path(file).read_bytes())).size
