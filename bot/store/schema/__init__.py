"""The tables, as SQLAlchemy Core sees them. Migrations build the same; a test compares the two.

Papers are merged from sightings; `seq` counts papers in the order in which they became news, so that "new since the
last digest" is one comparison and no late or back-dated entry is lost. Ratings and digest items name papers without
a foreign key on purpose: a rating for a paper that is gone must still be kept.
"""

from __future__ import annotations

from bot.store.schema.catalogue import aliases, articles, numbers, papers, pictures, sightings, sources
from bot.store.schema.columns import Utc, metadata
from bot.store.schema.delivery import deliveries, digest_items, messages
from bot.store.schema.learning import models, spaces, vectors
from bot.store.schema.people import comparisons, facets, interests, invitations, ratings, readers, subscriptions

__all__ = [
    "HEAD",
    "Utc",
    "aliases",
    "articles",
    "comparisons",
    "deliveries",
    "digest_items",
    "facets",
    "interests",
    "invitations",
    "messages",
    "metadata",
    "models",
    "numbers",
    "papers",
    "pictures",
    "ratings",
    "readers",
    "sightings",
    "sources",
    "spaces",
    "subscriptions",
    "vectors",
]

HEAD = "0003"
"""The newest migration, so that an up-to-date database is opened without loading Alembic."""
