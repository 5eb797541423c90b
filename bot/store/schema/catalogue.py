"""What sources brought: sources, papers merged from sightings, their other names, articles about them, pictures."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.schema.columns import Utc, metadata

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
    sa.Column("ttl", sa.Integer),
    sa.Column("skip_days", sa.JSON, nullable=False, server_default="[]"),
)

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

numbers = sa.Table("numbers", metadata, sa.Column("last", sa.Integer, primary_key=True, autoincrement=False))
"""The last `seq` given, in one row: its paper may have become one with an older one, and none is given twice."""

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
