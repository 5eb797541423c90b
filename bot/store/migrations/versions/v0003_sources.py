"""What reading every source keeps: rhythm and subscriptions, a paper's other names, articles about papers, pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _of_sources()
    _of_papers()
    op.create_table(
        "articles",
        _paper(),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        *_of_paper("articles"),
    )
    op.create_index(op.f("ix_articles_state"), "articles", ["state"], unique=False)
    op.create_table(
        "pictures",
        _paper(),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, server_default=""),
        sa.Column("found_in", sa.Text(), nullable=True),
        sa.Column("file", sa.Text(), nullable=False, server_default=""),
        sa.Column("width", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("height", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        *_of_paper("pictures"),
    )


def _of_sources() -> None:
    for column in (
        sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("good_at", sa.DateTime(), nullable=True),
        sa.Column("news_at", sa.DateTime(), nullable=True),
        sa.Column("checked_to", sa.DateTime(), nullable=True),
        sa.Column("past", sa.JSON(), nullable=False, server_default="[]"),
    ):
        op.add_column("sources", column)
    op.create_table(
        "subscriptions",
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("reader_id", "source_id", name=op.f("pk_subscriptions")),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_subscriptions_reader_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_subscriptions_source_id"), ondelete="CASCADE"
        ),
    )


def _of_papers() -> None:
    for column in (
        sa.Column("affiliations", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("venue", sa.Text(), nullable=False, server_default=""),
        sa.Column("language", sa.Text(), nullable=False, server_default=""),
        sa.Column("words", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("papers", column)
    op.create_table(
        "aliases",
        sa.Column("name", sa.Text(), nullable=False),
        _paper(),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_aliases")),
        _to_paper("aliases"),
    )
    op.create_index(op.f("ix_aliases_paper_id"), "aliases", ["paper_id"], unique=False)
    op.execute("INSERT INTO aliases (name, paper_id) SELECT id, id FROM papers")


def _paper() -> sa.Column[str]:
    return sa.Column("paper_id", sa.Text(), nullable=False)


def _of_paper(table: str) -> tuple[sa.Constraint, ...]:
    return (sa.PrimaryKeyConstraint("paper_id", name=op.f(f"pk_{table}")), _to_paper(table))


def _to_paper(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f(f"fk_{table}_paper_id"), ondelete="CASCADE")
