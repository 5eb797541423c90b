"""An address alone is one to be read, unless it names a paper."""

from __future__ import annotations

import pytest

from bot.chat.pasted import pasted_source


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/blog",
        "  HTTP://example.org \n",
        "feed:https://example.org/rss",
        "https://arxiv.org/list/cs.CV/recent",
        "https://rss.arxiv.org/rss/cs.CV",
        "https://doi.org/",
    ],
)
def test_an_address_alone_is_meant_to_be_read(text: str) -> None:
    assert pasted_source(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "example.org",
        "look: https://example.org",
        "https://a.example https://b.example",
        "https://arxiv.org/abs/2611.00001v2",
        "https://arxiv.org/pdf/2611.00001",
        "https://huggingface.co/papers/2611.00001",
        "https://doi.org/10.1234/abc",
        "/sources add https://example.org",
        "ftp://example.org/x",
    ],
)
def test_anything_else_means_what_it_meant(text: str) -> None:
    assert pasted_source(text) is None
