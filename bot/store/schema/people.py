"""Readers and what they said: stars, interests, facets, subscriptions, invitations."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.schema.columns import Utc, metadata, of_reader

readers = sa.Table(
    "readers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("language", sa.Text),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("times", sa.JSON, nullable=False),
    sa.Column("weekdays", sa.JSON, nullable=False),
    sa.Column("scheduled_at", Utc),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("admitted", sa.Boolean, nullable=False),
    sa.Column("reachable", sa.Boolean, nullable=False, default=True),
    sa.Column("ratings_revision", sa.Integer, nullable=False, default=0),
    sa.Column("created_at", Utc, nullable=False),
)

ratings = sa.Table(
    "ratings",
    metadata,
    of_reader(primary_key=True),
    sa.Column("paper_id", sa.Text, primary_key=True, index=True),
    sa.Column("stars", sa.Integer, nullable=False),
    sa.Column("rated_at", Utc),
    sa.Column("source", sa.Text, nullable=False),
)

interests = sa.Table(
    "interests",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    of_reader(index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.UniqueConstraint("reader_id", "kind", "text"),
)

facets = sa.Table(
    "facets",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    of_reader(index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("papers", sa.JSON, nullable=False),
    sa.Column("share", sa.Float),
    sa.Column("muted", sa.Boolean, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
    sa.UniqueConstraint("reader_id", "name"),
)

comparisons = sa.Table(
    "comparisons",
    metadata,
    of_reader(primary_key=True),
    sa.Column("rival", sa.Text, nullable=False),
    sa.Column("since", Utc, nullable=False),
)

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("reader_id", sa.ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("source_id", sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("wanted", sa.Boolean, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
)
"""Whose a source of their own is (`wanted`), and who left one that is read for everybody (not `wanted`)."""

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("uses", sa.Integer, nullable=False),
    sa.Column("expires_at", Utc, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
)
