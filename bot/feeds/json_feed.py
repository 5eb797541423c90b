"""JSON Feed, versions 1 and 1.1, as blogs serve it. Knows no source in particular. https://www.jsonfeed.org/version/1.1/

Every member may be missing or of the wrong type: an item without a title and a text is left out, and nothing else is
refused.
"""

from __future__ import annotations

from bot.domain import ArxivId, Entry, ParsedFeed
from bot.errors import ParseError
from bot.feeds.body import Body, Text, body_of
from bot.feeds.json_values import Object, address_of, distinct, listed, members, moment, read_json, words_of
from bot.feeds.language import language_of
from bot.feeds.reference import web_address, without_credentials
from bot.feeds.text import LONGEST_TITLE, plain
from bot.identity import parse_arxiv, parse_doi

_MOST_ITEMS = 20_000
_MOST_NAMES = 500
_MOST_ATTACHMENTS = 50


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The items that have a title or a text, in the document's order. Raises ParseError where it is no JSON Feed."""
    channel = members(read_json(data, charset))
    items = listed(channel.get("items"), _MOST_ITEMS)
    if not _is_feed(channel):
        raise ParseError("The document is JSON, but not a JSON Feed.")
    next_page = address_of(channel.get("next_url"), url)
    read = (_entry(members(item), channel, url) for item in items)
    return ParsedFeed(
        tuple(entry for entry in read if entry.title or entry.abstract),
        title=words_of(channel.get("title"), LONGEST_TITLE),
        onwards="" if next_page == url else next_page,
    )


def _is_feed(channel: Object) -> bool:
    """Whether it says so; without a version, whether it has the members that a feed must have."""
    if "jsonfeed.org/version" in words_of(channel.get("version")):
        return True
    return isinstance(channel.get("items"), list) and bool(words_of(channel.get("title")))


def _entry(item: Object, channel: Object, base: str) -> Entry:
    key = without_credentials(words_of(item.get("id")))
    about = address_of(item.get("external_url"), base)
    page = address_of(item.get("url"), base) or about or (web_address(key, "") if "://" in key else "")
    named = parse_arxiv(page) or parse_arxiv(key)
    abstract, body = _text(item), _body(item, base)
    declared = words_of(item.get("language")) or words_of(channel.get("language"))
    return Entry(
        title=words_of(item.get("title"), LONGEST_TITLE),
        url=page,
        abstract=abstract,
        authors=_authors(item) or _authors(channel),
        categories=distinct(listed(item.get("tags"), _MOST_NAMES)),
        published=moment(item.get("date_published")) or moment(item.get("date_modified")),
        arxiv=ArxivId(named.text) if named else None,
        doi=parse_doi(key) or parse_doi(page),
        image=_image(item, base) or body.image,
        key=key,
        language=language_of(abstract, declared),
        words=body.words,
        outward=tuple(dict.fromkeys((*((about,) if about and about != page else ()), *body.outward))),
    )


def _text(item: Object) -> str:
    """The summary, else the content; only `content_html` is markup."""
    markup = item.get("content_html")
    read = plain(markup) if isinstance(markup, str) else ""
    return words_of(item.get("summary")) or words_of(item.get("content_text")) or read


def _body(item: Object, base: str) -> Body:
    fields = (("content_html", True), ("content_text", False), ("summary", False))
    texts = [Text(said, markup) for name, markup in fields if isinstance(said := item.get(name), str)]
    return body_of(texts, base)


def _authors(owner: Object) -> tuple[str, ...]:
    """Names, as version 1.1 lists them or as version 1 gives the one; an item without any has the feed's."""
    people = (*listed(owner.get("authors"), _MOST_NAMES), owner.get("author"))
    return distinct(tuple(members(person).get("name") for person in people))


def _image(item: Object, base: str) -> str:
    attached = [members(a) for a in listed(item.get("attachments"), _MOST_ATTACHMENTS)]
    pictures = [a.get("url") for a in attached if words_of(a.get("mime_type")).startswith("image/")]
    candidates = (item.get("image"), item.get("banner_image"), *pictures)
    return next((found for c in candidates if (found := address_of(c, base))), "")
