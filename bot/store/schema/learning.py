"""What was learnt, and what it was learnt from."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.schema.columns import Utc, metadata, of_reader

spaces = sa.Table(
    "spaces",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("papers", sa.Integer, nullable=False),
    sa.Column("made_at", Utc, nullable=False),
    sa.Column("vectors", sa.Integer, nullable=False, server_default="0"),
)

models = sa.Table(
    "models",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    of_reader(index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("space_id", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("ratings", sa.Integer, nullable=False),
    sa.Column("lesson", sa.LargeBinary, nullable=False),
    sa.Column("data", sa.LargeBinary),
    sa.Column("made_at", Utc, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("trial", sa.JSON),
    sa.UniqueConstraint("reader_id", "number"),
)

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("model", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("made_at", Utc, nullable=False),
)
