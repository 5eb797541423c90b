"""What an honest ranking keeps: model history, sentence vectors, interests, facets, comparisons, how items were drawn.

Models are learnt anew from ratings, so the old table is dropped and not converted.
"""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for name, kind in (("drawn_with", sa.Float()), ("team", sa.Text()), ("facet", sa.Text())):
        op.add_column("digest_items", sa.Column(name, kind, nullable=True))
    op.add_column("papers", sa.Column("text_key", sa.Text(), nullable=True))
    _name_texts()
    op.add_column("spaces", sa.Column("vectors", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("models")
    op.create_table(
        "models",
        sa.Column("id", sa.Integer(), nullable=False),
        _reader(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("trial", sa.JSON(), nullable=True),
        *_of_reader("models"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_models")),
        sa.UniqueConstraint("reader_id", "number", name=op.f("uq_models_reader_id")),
    )
    op.create_index(op.f("ix_models_reader_id"), "models", ["reader_id"], unique=False)
    op.create_table(
        "vectors",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", "model", name=op.f("pk_vectors")),
    )
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer(), nullable=False),
        _reader(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        *_of_reader("interests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
        sa.UniqueConstraint("reader_id", "kind", "text", name=op.f("uq_interests_reader_id")),
    )
    op.create_index(op.f("ix_interests_reader_id"), "interests", ["reader_id"], unique=False)
    op.create_table(
        "facets",
        sa.Column("id", sa.Integer(), nullable=False),
        _reader(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("share", sa.Float(), nullable=True),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        *_of_reader("facets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facets")),
        sa.UniqueConstraint("reader_id", "name", name=op.f("uq_facets_reader_id")),
    )
    op.create_index(op.f("ix_facets_reader_id"), "facets", ["reader_id"], unique=False)
    op.create_table(
        "comparisons",
        _reader(),
        sa.Column("rival", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        *_of_reader("comparisons"),
        sa.PrimaryKeyConstraint("reader_id", name=op.f("pk_comparisons")),
    )


def _name_texts() -> None:
    """Says under which key each stored paper's vector will be kept."""
    papers = sa.table("papers", *(sa.column(name) for name in ("id", "title", "abstract", "text_key")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(papers)).all():
        if row.title or row.abstract:
            text = f"{row.title}. {row.abstract}".encode("utf-8", "surrogatepass")
            key = sha256(text).hexdigest()
            connection.execute(papers.update().where(papers.c.id == row.id).values(text_key=key))


def _reader() -> sa.Column[int]:
    return sa.Column("reader_id", sa.Integer(), nullable=False)


def _of_reader(table: str) -> tuple[sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_reader_id")
    return (sa.ForeignKeyConstraint(["reader_id"], ["readers.id"], name=name, ondelete="CASCADE"),)
