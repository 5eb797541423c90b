"""A day's announcements as the bytes that rss.arxiv.org would send: RSS 2.0 and Atom, written by hand.

Follows https://info.arxiv.org/help/rss_specifications.html. Like arXiv's, the description begins with the announcement
line and is wrapped; unlike arXiv's, nothing else is: no licence per paper, no journal reference.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from bot.domain import Entry

_SPACES = (
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
_LICENCE = "<dc:rights>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</dc:rights>"
_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a day; `url` is where such a document would come from."""

    name: str
    url: str
    write: Callable[[date, Sequence[Entry]], bytes]


def rss(day: date, entries: Sequence[Entry]) -> bytes:
    """One day as RSS 2.0."""
    head = (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<rss {_SPACES} version=\"2.0\">\n  <channel>\n"
        "    <title>cs.CV updates on arXiv.org</title>\n    <link>https://rss.arxiv.org/rss/cs.CV</link>\n"
        "    <description>cs.CV updates on the arXiv.org e-print archive.</description>\n"
        '    <atom:link href="https://rss.arxiv.org/rss/cs.CV" rel="self" type="application/rss+xml"/>\n'
        f"    <language>en-us</language>\n    <pubDate>{_rfc822(day)}</pubDate>\n"
        "    <skipDays>\n      <day>Saturday</day>\n      <day>Sunday</day>\n    </skipDays>\n"
    )
    return (head + "".join(_item(day, e) for e in entries) + "  </channel>\n</rss>\n").encode()


def atom(day: date, entries: Sequence[Entry]) -> bytes:
    """One day as Atom."""
    head = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<feed {_SPACES} xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">\n'
        "  <id>https://rss.arxiv.org/atom/cs.CV</id>\n  <title>cs.CV updates on arXiv.org</title>\n"
        f"  <updated>{day}T04:00:00+00:00</updated>\n"
        '  <link href="https://rss.arxiv.org/atom/cs.CV" rel="self" type="application/atom+xml"/>\n'
    )
    return (head + "".join(_entry(day, e) for e in entries) + "</feed>\n").encode()


FORMS: tuple[Form, ...] = (
    Form("RSS", "https://rss.arxiv.org/rss/cs.CV", rss),
    Form("Atom", "https://rss.arxiv.org/atom/cs.CV", atom),
)


def _item(day: date, entry: Entry) -> str:
    categories = "".join(f"      <category>{escape(c)}</category>\n" for c in entry.categories)
    return (
        f"    <item>\n      <title>{escape(entry.title)}</title>\n      <link>{escape(entry.url)}</link>\n"
        f"      <description>{_announcement(entry)}</description>\n"
        f'      <guid isPermaLink="false">{escape(entry.key)}</guid>\n{categories}'
        f"      <pubDate>{_rfc822(day)}</pubDate>\n"
        f"      <arxiv:announce_type>{entry.announce}</arxiv:announce_type>\n      {_LICENCE}\n"
        f"      <dc:creator>{escape(', '.join(entry.authors))}</dc:creator>\n    </item>\n"
    )


def _entry(day: date, entry: Entry) -> str:
    categories = "".join(f'    <category term="{escape(c)}"/>\n' for c in entry.categories)
    return (
        f"  <entry>\n    <id>{escape(entry.key)}</id>\n    <title>{escape(entry.title)}</title>\n"
        f'    <updated>{day}T04:00:00+00:00</updated>\n    <link href="{escape(entry.url)}"/>\n'
        f"    <summary>{_announcement(entry)}</summary>\n{categories}"
        f"    <published>{day}T00:00:00-04:00</published>\n"
        f"    <arxiv:announce_type>{entry.announce}</arxiv:announce_type>\n    {_LICENCE}\n"
        f"    <dc:creator>{escape(', '.join(entry.authors))}</dc:creator>\n  </entry>\n"
    )


def _announcement(entry: Entry) -> str:
    wrapped = textwrap.fill(entry.abstract, _WIDTH, break_long_words=False, break_on_hyphens=False)
    named = entry.key.removeprefix("oai:")
    return escape(f"{named.replace('arXiv.org', 'arXiv')} Announce Type: {entry.announce} \nAbstract: {wrapped}")


def _rfc822(day: date) -> str:
    return f"{day:%a, %d %b %Y} 00:00:00 -0400"
