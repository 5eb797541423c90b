from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from bot.feeds import arxiv_api
from bot.feeds.affiliations import affiliations

KEY = "http://arxiv.org/abs/2611.00001v1"


def answer(*authors: str, key: str = KEY) -> bytes:
    people = "".join(f"<author>{author}</author>" for author in authors)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<entry><id>{key}</id><title>Lantern</title><summary>Night.</summary>{people}</entry></feed>"
    ).encode()


def author(name: str, *places: str) -> str:
    xmlns = 'xmlns:arxiv="http://arxiv.org/schemas/atom"'
    return f"<name>{name}</name>" + "".join(
        f"<arxiv:affiliation {xmlns}>{place}</arxiv:affiliation>" for place in places
    )


def test_the_affiliations_of_all_authors_are_taken_each_once_and_in_order() -> None:
    data = answer(
        author("Ada", "Lamp &amp; Co", "Torch  Lab"), author("Bo"), author("Cy", "Lamp &amp; Co", "Kite Hill")
    )
    (entry,) = arxiv_api.parse(data, "https://export.arxiv.org/api/query").entries
    assert entry.affiliations == ("Lamp & Co", "Torch Lab", "Kite Hill")


def test_where_none_is_given_there_is_none() -> None:
    (entry,) = arxiv_api.parse(answer(author("Ada")), "https://export.arxiv.org/api/query").entries
    assert entry.affiliations == ()


@pytest.mark.parametrize("filler", ["<entry>", "<entry><id>", "<arxiv:affiliation>", "<arxiv:affiliation x", "<id>  "])
def test_a_hostile_answer_is_read_in_bounded_time(filler: str) -> None:
    start = process_time()
    affiliations(b"<entry><arxiv:affiliation>" + filler.encode() * (2_000_000 // len(filler)))
    assert process_time() - start < 3


@pytest.mark.shared
def test_a_real_answer_gives_its_authors_places(shared_data: Path) -> None:
    (file,) = (shared_data / "feeds" / "arxiv_api").glob("id_astro-ph_0601001_s0*.xml")
    (entry,) = arxiv_api.parse(file.read_bytes(), "https://export.arxiv.org/api/query").entries
    assert entry.affiliations == ("Ohio State", "CfA", "Warsaw University Observatory")
