"""A digest as the value that `digest --json` prints: names and shapes are fixed, scripts rely on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.digest.award import award
from bot.digest.links import link_of
from bot.digest.particulars import minutes_of
from bot.digest.parts import rounded, source_of, title_of
from bot.digest.render import why_empty, words_of_reasons
from bot.domain import Digest, DigestItem, LinkKind, Picture
from bot.texts import Texts


def digest_json(digest: Digest, t: Texts, pictures: Mapping[str, Picture] | None = None) -> dict[str, Any]:
    """The digest as JSON values; `reason` says why it is empty, and is null where it is not.

    `pictures` are the cached ones, by paper id.
    """
    kept = pictures or {}
    return {
        "reader": digest.reader.key,
        "date": digest.day.isoformat(),
        "reason": None if digest.items else why_empty(digest, t),
        "items": [_item(item, digest, t, kept.get(item.record.paper.id)) for item in digest.items],
    }


def _item(item: DigestItem, digest: Digest, t: Texts, picture: Picture | None) -> dict[str, Any]:
    record = item.record
    stars, interval = rounded(item)
    code = link_of(record, LinkKind.CODE)
    return {
        "rank": item.rank,
        "paper": {
            "id": record.paper.id,
            "arxiv_id": record.arxiv.text if record.arxiv else None,
            "title": title_of(record, t),
            "url": source_of(record),
        },
        "stars": stars,
        "interval": list(interval),
        "p_like": round(item.p_like, 3),
        "tips": item.tips or item.summary or t("The source gave no abstract."),
        "abstract": item.summary,
        "code": {"url": code.url, "found_in": code.found_in.value} if code else None,
        "venue": item.venue,
        "award": award(record.paper.comment),
        "affiliations": list(record.affiliations),
        "image": record.image or None,
        "picture": picture.file if picture else None,
        "minutes": minutes_of(record),
        "language": record.language or None,
        "why": list(words_of_reasons(item.reasons, digest.titles, t)),
        "slot": item.slot.value,
        "facet": item.facet,
    }
