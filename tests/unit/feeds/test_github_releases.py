"""Releases of a repository: every entry names what it is a release of."""

from __future__ import annotations

import pytest

from bot.domain import Entry
from bot.feeds import github_releases

URL = "https://github.com/kettle-lab/pour-over/tags.atom"


def read(title: str, href: str, content: str = "Notes.") -> Entry:
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Tags from pour-over</title><entry>
        <id>tag:github.com,2008:Repository/1/x</id><title>{title}</title><link rel="alternate" href="{href}"/>
        <content>{content}</content></entry></feed>"""
    (entry,) = github_releases.parse(feed.encode(), URL).entries
    return entry


@pytest.mark.parametrize(
    ("title", "shown"),
    [("v2", "kettle-lab/pour-over v2"), ("kettle-lab/pour-over v2", "kettle-lab/pour-over v2")],
)
def test_a_release_is_titled_with_its_repository_once(title: str, shown: str) -> None:
    assert read(title, "https://github.com/kettle-lab/pour-over/releases/tag/v2").title == shown


def test_an_entry_without_a_page_belongs_to_the_repository_of_the_feed() -> None:
    entry = read("v2", "")
    assert entry.title == "kettle-lab/pour-over v2"
    assert [link.url for link in entry.links] == ["https://github.com/kettle-lab/pour-over"]


def test_an_entry_that_lies_elsewhere_claims_no_code() -> None:
    entry = read("v2", "https://kettle.example.org/v2")
    assert (entry.title, entry.links) == ("v2", ())


def test_a_release_without_notes_has_no_text() -> None:
    assert read("v2", "", "No content.").abstract == ""
