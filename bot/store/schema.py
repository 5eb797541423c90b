"""The tables, as SQLAlchemy Core sees them. Migrations build the same; a test compares the two.

Papers are merged from sightings; `seq` counts papers in the order in which they became news, so that "new since the
last digest" is one comparison and no late or back-dated entry is lost. Ratings and digest items name papers without
a foreign key on purpose: a rating for a paper that is gone must still be kept.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

HEAD = "0003"
"""The newest migration, so that an up-to-date database is opened without loading Alembic."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """Aware datetimes, kept as UTC."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


def _reader(**options: Any) -> sa.Column[int]:
    return sa.Column("reader_id", sa.ForeignKey("readers.id", ondelete="CASCADE"), nullable=False, **options)


def _delivery(**options: Any) -> sa.Column[int]:
    key = sa.ForeignKey("deliveries.id", ondelete="CASCADE")
    return sa.Column("delivery_id", key, nullable=False, **options)


sources = sa.Table(
    "sources",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False, default=""),
    sa.Column("last_modified", sa.Text, nullable=False, default=""),
    sa.Column("digest", sa.Text, nullable=False, default=""),
    sa.Column("state", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("fetched_at", Utc),
    sa.Column("configured", sa.Boolean, nullable=False),
    sa.Column("shared", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("next_at", Utc),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("good_at", Utc),
    sa.Column("news_at", Utc),
    sa.Column("checked_to", Utc),
    sa.Column("past", sa.JSON, nullable=False, server_default="[]"),
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

papers = sa.Table(
    "papers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, unique=True),
    sa.Column("arxiv_id", sa.Text, index=True),
    sa.Column("version", sa.Integer),
    sa.Column("doi", sa.Text, nullable=False, default=""),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("abstract", sa.Text, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("categories", sa.JSON, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("links", sa.JSON, nullable=False),
    sa.Column("image", sa.Text, nullable=False, default=""),
    sa.Column("published", Utc),
    sa.Column("first_seen", Utc, nullable=False, index=True),
    sa.Column("revised_at", Utc),
    sa.Column("text_key", sa.Text),
    sa.Column("affiliations", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("venue", sa.Text, nullable=False, server_default=""),
    sa.Column("language", sa.Text, nullable=False, server_default=""),
    sa.Column("words", sa.Integer, nullable=False, server_default="0"),
)

aliases = sa.Table(
    "aliases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("paper_id", sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Every name a paper is known by, its id among them: two sightings that share one are one paper."""

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("paper_id", sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_at", Utc),
)
"""Articles that name papers: they wait here until the papers are known, and then stand behind them as links."""

pictures = sa.Table(
    "pictures",
    metadata,
    sa.Column("paper_id", sa.ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False, server_default=""),
    sa.Column("found_in", sa.Text),
    sa.Column("file", sa.Text, nullable=False, server_default=""),
    sa.Column("width", sa.Integer, nullable=False, server_default="0"),
    sa.Column("height", sa.Integer, nullable=False, server_default="0"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_at", Utc),
)

sightings = sa.Table(
    "sightings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("paper_id", sa.ForeignKey("papers.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("announce", sa.Text),
    sa.Column("seen_at", Utc, nullable=False),
    sa.UniqueConstraint("source", "paper_id", "key"),
)

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
    _reader(primary_key=True),
    sa.Column("paper_id", sa.Text, primary_key=True),
    sa.Column("stars", sa.Integer, nullable=False),
    sa.Column("rated_at", Utc),
    sa.Column("source", sa.Text, nullable=False),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _reader(index=True),
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
    _delivery(primary_key=True),
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
    _delivery(),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("ranks", sa.JSON, nullable=False),
    sa.Column("telegram_id", sa.BigInteger),
    sa.Column("error", sa.Text),
    sa.Column("updated_at", Utc, nullable=False),
    sa.UniqueConstraint("delivery_id", "part"),
)

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
    _reader(index=True),
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

interests = sa.Table(
    "interests",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _reader(index=True),
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
    _reader(index=True),
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
    _reader(primary_key=True),
    sa.Column("rival", sa.Text, nullable=False),
    sa.Column("since", Utc, nullable=False),
)

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("uses", sa.Integer, nullable=False),
    sa.Column("expires_at", Utc, nullable=False),
    sa.Column("created_at", Utc, nullable=False),
)
