"""What the tables are made with: names of constraints, aware times, columns that many have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

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


def of_reader(**options: Any) -> sa.Column[int]:
    """The column of a row that goes with its reader."""
    return sa.Column("reader_id", sa.ForeignKey("readers.id", ondelete="CASCADE"), nullable=False, **options)


def of_delivery(**options: Any) -> sa.Column[int]:
    """The column of a row that goes with its delivery."""
    key = sa.ForeignKey("deliveries.id", ondelete="CASCADE")
    return sa.Column("delivery_id", key, nullable=False, **options)
