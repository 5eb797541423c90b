"""Addresses as people paste them, and what of them is shown."""

from __future__ import annotations

import pytest

from bot.address import NO_ADDRESS, TOO_LONG, has_secrets, shown, usable, without_secrets
from bot.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://example.org/blog", "https://example.org/blog"),
        (" <HTTPS://Example.ORG/Blog#part>, ", "https://example.org/Blog"),
        ("example.org/blog", "https://example.org/blog"),
        ("example.org", "https://example.org/"),
        ("feed://example.org/rss", "https://example.org/rss"),
        ("feed:http://example.org/rss", "http://example.org/rss"),
        ("http://Ada:Pass@Example.org:8080/a?b=C", "http://Ada:Pass@example.org:8080/a?b=C"),
        ("http://intranet/feed", "http://intranet/feed"),
        ("“https://例え.example/中文”。", "https://例え.example/中文"),
    ],
)
def test_the_address_that_was_meant_is_understood(typed: str, meant: str):
    assert usable(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "blog", "ftp://example.org/x", "file:///etc/passwd", "http://", "https://a:0/", "http://[::1", "http://a b/",
     "javascript:alert(1)", "https://example.org/\u202egpj", "https://example.org/a\nb", "mailto:ada@example.org"],
)  # fmt: skip
def test_anything_else_is_refused_in_a_sentence(typed: str):
    with pytest.raises(BadInput, match=NO_ADDRESS.replace("?", "\\?")):
        usable(typed)


def test_an_address_has_two_thousand_characters_at_most():
    assert len(usable(f"https://example.org/{'x' * 1_980}")) == 2_000
    with pytest.raises(BadInput, match=TOO_LONG):
        usable(f"https://example.org/{'x' * 1_981}")


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://example.org/", "example.org"),
        ("https://ada:hunter2@example.org/feed", "example.org/feed"),
        ("https://example.org:8443/feed?key=abc", "example.org:8443/feed?…"),
        (f"https://example.org/{'x' * 100}", f"example.org/{'x' * 67}…"),
        ("no address", "…"),
    ],
)
def test_host_and_path_are_shown(url: str, seen: str):
    assert shown(url) == seen


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://example.org/feed?lang=en&page=2", "https://example.org/feed?lang=en&page=2"),
        ("https://ada:hunter2@example.org/feed", "https://example.org/feed"),
        ("https://example.org/feed?api_key=abc&lang=en", "https://example.org/feed?api_key=***&lang=en"),
        ("https://example.org/feed?x=0123456789abcdef0123", "https://example.org/feed?x=***"),
        ("no address", "…"),
    ],
)
def test_the_operator_sees_the_address_without_what_may_be_a_key(url: str, said: str):
    assert without_secrets(url) == said
    assert has_secrets(url) is (url != said)


@pytest.mark.parametrize(
    "query", ["keywords=diffusion", "channel_id=UCabcdefghijklmnopqrstuv", "encoding=utf8", "token=", "author=ada"]
)
def test_ordinary_parameters_are_no_secrets(query: str):
    assert not has_secrets(f"https://example.org/feed?{query}")
