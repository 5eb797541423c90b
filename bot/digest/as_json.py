"""A digest as the value that `digest --json` prints: names and shapes are fixed, scripts rely on them."""

from __future__ import annotations

from typing import Any

from bot.digest.links import link_of
from bot.digest.parts import rounded, source_of, title_of
from bot.digest.render import why_empty, words_of_reasons
from bot.domain import Digest, DigestItem, LinkKind
from bot.texts import Texts


def digest_json(digest: Digest, t: Texts) -> dict[str, Any]:
    """The digest as JSON values; `reason` says why it is empty, and is null where it is not."""
    return {
        "reader": digest.reader.key,
        "date": digest.day.isoformat(),
        "reason": None if digest.items else why_empty(digest, t),
        "items": [_item(item, digest, t) for item in digest.items],
    }


def _item(item: DigestItem, digest: Digest, t: Texts) -> dict[str, Any]:
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
        "image": record.image or None,
        "why": list(words_of_reasons(item.reasons, digest.titles, t)),
        "slot": item.slot.value,
        "facet": item.facet,
    }
