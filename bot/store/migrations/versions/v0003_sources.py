"""What reading every source keeps: rhythm and subscriptions, a paper's other names, articles about papers, pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_DOI_PAGE = re.compile(r"https?://(?:dx\.)?doi\.org/(?=10\.\d{4,9}/\S+\Z)", re.IGNORECASE)
_NO_PAPER = re.compile(
    r"|10\.48550/arxiv\..*|10\.1007/97[89][\d-]+|10\.1109/[a-z0-9-]+(?:\.(?:19|20)\d\d)?|10\.\d{4,9}/\(?issn\)?\S*"
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_TEX = re.compile(r"\\[A-Za-z]{1,30}(?![A-Za-z])")
_NO_LETTER = re.compile(r"[\W_]+")
_NO_NAME = re.compile(r"\([^()]{0,300}\)|\bet\s+al\b\.?|\d+", re.IGNORECASE)
_SUFFIXES = ("jr", "sr", "ii", "iii", "iv", "phd", "md")
_AUTHORS = 3
_TELLING = 24
_WIDE = "\u2e80"


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
        sa.Column("ttl", sa.Integer(), nullable=True),
        sa.Column("skip_days", sa.JSON(), nullable=False, server_default="[]"),
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
    last = sa.Column("last", sa.Integer(), autoincrement=False, nullable=False)
    op.create_table("numbers", last, sa.PrimaryKeyConstraint("last", name=op.f("pk_numbers")))
    op.execute("INSERT INTO numbers (last) SELECT COALESCE(MAX(seq), 0) FROM papers")
    op.create_table(
        "aliases",
        sa.Column("name", sa.Text(), nullable=False),
        _paper(),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_aliases")),
        _to_paper("aliases"),
    )
    op.create_index(op.f("ix_aliases_paper_id"), "aliases", ["paper_id"], unique=False)
    op.create_index(op.f("ix_ratings_paper_id"), "ratings", ["paper_id"], unique=False)
    _name_papers()


def _name_papers() -> None:
    """Gives each stored paper the names by which it is found; of a name that several have, the first of them has it.

    Those that turn out to be one are joined when the next sighting names them both.
    """
    connection = op.get_bind()
    connection.execute(sa.text("INSERT INTO aliases (name, paper_id) SELECT id, id FROM papers"))
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("id", "arxiv_id", "doi", "url", "title")]
    papers = sa.table("papers", *columns, sa.column("authors", sa.JSON()))
    rows = connection.execute(sa.select(papers).order_by(papers.c.id)).all()
    taken = {row.id for row in rows}
    fresh: list[dict[str, str]] = []
    for row in rows:
        for name in _names(row):
            if name not in taken:
                taken.add(name)
                fresh.append({"name": name, "paper_id": row.id})
    if fresh:
        connection.execute(sa.insert(sa.table("aliases", sa.column("name"), sa.column("paper_id"))), fresh)


def _names(row: sa.Row[Any]) -> Iterator[str]:
    """As names were given when this migration was written; later rules must not change what it does."""
    doi = row.doi or (_DOI_PAGE.sub("", row.url) if _DOI_PAGE.match(row.url) else "")
    doi = "" if _NO_PAPER.fullmatch(doi.lower()) else doi.lower()
    if row.arxiv_id:
        yield f"arxiv:{row.arxiv_id}"
    if doi:
        yield f"doi:{doi}"
    if row.authors and (row.arxiv_id or doi or len(row.authors) >= _AUTHORS):
        title = _letters(_TEX.sub("", _TAG.sub("", row.title)))
        surname = _surname(row.authors[0])
        if surname and sum(3 if letter >= _WIDE else 1 for letter in title) >= _TELLING:
            yield f"title:{sha256(f'{title}:{surname}'.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _surname(author: str) -> str:
    words = [letters for word in _NO_NAME.sub(" ", author).partition(",")[0].split() if (letters := _letters(word))]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words[-1] if words else ""


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()))


def _paper() -> sa.Column[str]:
    return sa.Column("paper_id", sa.Text(), nullable=False)


def _of_paper(table: str) -> tuple[sa.Constraint, ...]:
    return (sa.PrimaryKeyConstraint("paper_id", name=op.f(f"pk_{table}")), _to_paper(table))


def _to_paper(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f(f"fk_{table}_paper_id"), ondelete="CASCADE")
