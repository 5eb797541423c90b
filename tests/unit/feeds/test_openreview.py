"""OpenReview: where a listing goes on, and which venues are believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.domain import Entry, LinkKind, ParsedFeed
from bot.errors import ParseError
from bot.feeds import openreview

URL = "https://api2.openreview.net/notes?content.venueid=ICLR.cc/2026/Conference&offset=0&limit=2"


def parse(many: int, url: str = URL, **answer: Any) -> ParsedFeed:
    notes = [{"id": f"n{i}", "content": {"title": {"value": f"Pot {i}"}}} for i in range(many)]
    return openreview.parse(json.dumps({"notes": notes, **answer}).encode(), url)


def read(**content: Any) -> Entry:
    note = {"id": "n", "content": {"title": {"value": "Pot"}, **{k: {"value": v} for k, v in content.items()}}}
    (entry,) = openreview.parse(json.dumps({"notes": [note]}).encode(), URL).entries
    return entry


def test_a_full_page_leads_to_the_next_and_the_question_stays() -> None:
    first = parse(2).onwards
    assert first == URL.replace("offset=0", "offset=2")
    assert parse(2, first).onwards == URL.replace("offset=0", "offset=4")


def test_without_a_limit_a_page_has_a_thousand_notes() -> None:
    url = "https://api2.openreview.net/notes?content.venueid=ICLR.cc/2026/Conference"
    assert parse(1_000, url).onwards == f"{url}&offset=1000"
    assert parse(999, url).onwards == ""


@pytest.mark.parametrize("count", [0, 1])
def test_a_page_that_is_not_full_is_the_last(count: int) -> None:
    assert parse(count).onwards == ""


def test_a_full_page_that_reaches_the_total_is_the_last() -> None:
    assert parse(2, count=2).onwards == ""
    assert parse(2, count=3).onwards != ""


@pytest.mark.parametrize("url", ["", "http://[", "ftp://api2.openreview.net/notes"])
def test_an_address_that_cannot_be_asked_again_leads_nowhere(url: str) -> None:
    assert parse(1_000, url).onwards == ""


@pytest.mark.parametrize("odd", ["offset=-5", "offset=x", f"offset={'9' * 50}", "offset="])
def test_an_odd_offset_is_none(odd: str) -> None:
    assert parse(2, URL.replace("offset=0", odd)).onwards.count("offset=2") == 1


@pytest.mark.parametrize(
    ("venue", "group", "believed"),
    [
        ("ICLR 2026 Oral", "ICLR.cc/2026/Conference", "ICLR 2026 Oral"),
        ("NeurIPS 2025 spotlight", "NeurIPS.cc/2025/Conference", "NeurIPS 2025 spotlight"),
        ("TMLR", "TMLR", "TMLR"),
        ("ICLR 2026", "", "ICLR 2026"),
        ("Submitted to ICLR 2026", "ICLR.cc/2026/Conference/Submission", ""),
        ("ICLR 2026 Conference Withdrawn Submission", "ICLR.cc/2026/Conference/Withdrawn_Submission", ""),
        ("ICLR 2026", "ICLR.cc/2026/Conference/Desk_Rejected_Submission", ""),
        ("CVPR 2026", "OpenReview.net/Archive", ""),
        ("CoRR 2026", "dblp.org/journals/CORR/2026", ""),
    ],
)
def test_a_venue_is_believed_where_the_venue_itself_lists_the_paper(venue: str, group: str, believed: str) -> None:
    assert read(venue=venue, venueid=group).venue == believed


@pytest.mark.parametrize("field", ["code", "code_url", "link_to_code", "github", "supplementary_material"])
def test_a_repository_in_a_field_for_code_is_code(field: str) -> None:
    link = read(**{field: "https://github.com/kettle-lab/pot"}).link(LinkKind.CODE)
    assert link is not None
    assert (link.url, link.found_in) == ("https://github.com/kettle-lab/pot", "proceedings")


@pytest.mark.parametrize(
    "value",
    ["/attachment/ff.zip", "github.com/kettle-lab/pot", "https://kettle.example.org/pot", "on acceptance", 7, None],
)
def test_what_is_no_repository_is_no_code(value: Any) -> None:
    assert read(code=value, supplementary_material=value).link(LinkKind.CODE) is None


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"notes": {}}', b'{"message": ["x"]}'])
def test_json_without_notes_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match="no list of notes"):
        openreview.parse(data, URL)
