"""What was sent, to whom, and how it went."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.schema.columns import Utc, metadata, of_delivery, of_reader

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    of_reader(index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("slot", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("considered", sa.Integer, nullable=False, default=0),
    sa.Column("drawn_to", sa.Integer, nullable=False, default=0),
    sa.Column("empty", sa.Text),
    sa.Column("created_at", Utc, nullable=False),
    sa.UniqueConstraint("reader_id", "kind", "slot"),
)

digest_items = sa.Table(
    "digest_items",
    metadata,
    of_delivery(primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True),
    sa.Column("paper_id", sa.Text, nullable=False, index=True),
    sa.Column("part", sa.Integer),
    sa.Column("stars", sa.Float, nullable=False),
    sa.Column("low", sa.Float, nullable=False),
    sa.Column("high", sa.Float, nullable=False),
    sa.Column("p_like", sa.Float, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("tips", sa.Text, nullable=False),
    sa.Column("reasons", sa.JSON, nullable=False),
    sa.Column("slot", sa.Text, nullable=False),
    sa.Column("venue", sa.Text),
    sa.Column("drawn_with", sa.Float),
    sa.Column("team", sa.Text),
    sa.Column("facet", sa.Text),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    of_delivery(),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("ranks", sa.JSON, nullable=False),
    sa.Column("telegram_id", sa.BigInteger),
    sa.Column("error", sa.Text),
    sa.Column("updated_at", Utc, nullable=False),
    sa.UniqueConstraint("delivery_id", "part"),
)
