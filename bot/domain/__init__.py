"""The product's own words, as frozen values: entry, paper record, reader, source, digest, delivery.

`Paper` and `Rating` are ranking's words and are not said again here. Times are aware; ids of rows are given by the
store. Nothing here does I/O or knows Telegram.
"""

from __future__ import annotations

from bot.domain.digests import Delivery, DeliveryKind, DeliveryState, Digest, DigestItem, ItemSlot, Outgoing, Why
from bot.domain.papers import Announce, ArxivId, CheckedPicture, Entry, Found, Link, LinkKind, PaperRecord, Picture
from bot.domain.readers import Language, Reader, Schedule
from bot.domain.sources import ParsedFeed, Source, SourceReport, SourceSpec, SourceState, Visited

__all__ = [
    "Announce",
    "ArxivId",
    "CheckedPicture",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Digest",
    "DigestItem",
    "Entry",
    "Found",
    "ItemSlot",
    "Language",
    "Link",
    "LinkKind",
    "Outgoing",
    "PaperRecord",
    "ParsedFeed",
    "Picture",
    "Reader",
    "Schedule",
    "Source",
    "SourceReport",
    "SourceSpec",
    "SourceState",
    "Visited",
    "Why",
]
