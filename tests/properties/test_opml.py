"""Whatever is read, reading never fails; what was written comes back whole."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from bot.address import has_secrets, shown, usable, without_secrets
from bot.domain import SourceSpec
from bot.errors import BadInput
from bot.portable import opml

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PRINTABLE = st.characters(exclude_categories=["C", "Z"])
URLS = st.builds(
    "{}://{}{}/{}?{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["", "ada:pass@", "ada@"]),
    st.sampled_from(["a.example", "b.example:8080", "[2001:db8::1]", "例え.example", "127.0.0.1"]),
    st.text(PRINTABLE, max_size=20).map(lambda s: s.replace("?", "").replace("#", "")),
    st.text(PRINTABLE, max_size=20).map(lambda s: s.replace("#", "")),
)
FEEDS = st.lists(
    st.builds(SourceSpec, st.just("x"), URLS, st.just("feed"), st.text(max_size=40)),
    max_size=8,
    unique_by=lambda feed: usable(feed.url),
)
PIECES = st.sampled_from(
    ["<opml>", "<body>", "<outline ", 'xmlUrl="https://a.example/f"', 'type="link"', "/>", "</outline>", "<!--",
     "<!DOCTYPE x [", '<!ENTITY a "b">', "]>", "&a;", "&", "&#0;", "<![CDATA[", "</opml>", 'url="x"', "\0", "\ud800"]
)  # fmt: skip


@given(FEEDS)
def test_every_source_comes_back_from_the_list_it_was_written_to(feeds: list[SourceSpec]) -> None:
    found = opml.read(opml.write(feeds, NOON))
    assert found.skipped == ()
    assert [feed.url for feed in found.feeds] == [usable(feed.url) for feed in feeds]
    for read, written in zip(found.feeds, feeds, strict=True):
        kept = " ".join(opml._TURNING.sub("", opml._ILLEGAL.sub("", written.title)).split())
        assert read.title in (kept, "")


@given(st.lists(PIECES | st.text(max_size=10), max_size=30).map("".join))
@example("<opml><outline xmlUrl='https://a.example/f'")
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = opml.read(text)
    assert len({feed.url for feed in found.feeds}) == len(found.feeds)
    assert all(one.why and one.line >= 0 for one in found.skipped)


@given(st.text(max_size=60) | URLS)
def test_an_address_is_refused_or_stays_what_it_became(typed: str) -> None:
    try:
        url = usable(typed)
    except BadInput:
        return
    assert usable(url) == url


@given(URLS, st.text("abcdefgh0123456789", min_size=8, max_size=12))
def test_a_password_or_a_key_is_never_shown(url: str, secret: str) -> None:
    with_password = url.replace("://", f"://ada:{secret}@", 1) if "@" not in url else url
    keyed = f"{usable(with_password).partition('?')[0]}?token={secret}"
    if secret in keyed.rpartition("@")[2].partition("?")[0]:
        return
    assert has_secrets(keyed)
    assert secret not in shown(keyed)
    assert secret not in without_secrets(keyed)
