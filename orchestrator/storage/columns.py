"""Column types and the database's own clock, the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, Integer, Text, cast, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

# SQLite counts rows by itself only in a column of exactly this type.
Number = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as microseconds since 1970: SQLite has no type for it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the microseconds; a datetime without a zone is our bug."""
        if value is None:
            return None
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the datetime in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


class Words(TypeDecorator[str]):
    """Text of any origin: what a database cannot hold becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Replace NUL, which PostgreSQL refuses, and lone surrogates, which UTF-8 has not."""
        if value is None:
            return None
        return _whole(value).replace("\0", "\ufffd")


def _whole(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


class DatabaseClock(FunctionElement[int]):
    """The database's now in microseconds: leases of many machines need one clock."""

    type = BigInteger()
    inherit_cache = True


@compiles(DatabaseClock, "sqlite")
def _sqlite_clock(_element: DatabaseClock, _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    return "(CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000)"


@compiles(DatabaseClock, "postgresql")
def _postgresql_clock(_element: DatabaseClock, _compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)"


def one_of(column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """Tell whether a column has one of a few values, in statements that run for many rows.

    SQLAlchemy's IN spells its list out when it runs, and does not do so for many rows.
    """
    return or_(*[column == value for value in values])


def clock_in(span: timedelta) -> ColumnElement[int]:
    """Return the database's now plus a span; asyncpg wants the CAST."""
    return DatabaseClock() + cast(literal(span // MICROSECOND), BigInteger)
