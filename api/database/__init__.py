"""The database of the service: one schema in SQLite or PostgreSQL, brought up to date by steps.

`open_database(place)` gives a `Database`; `reading()` and `writing()` give connections of
SQLAlchemy Core, the tables are in `api.database.tables`.
"""

from api.database.engine import Database, open_database
from api.database.errors import DatabaseUnusableError, DatabaseVersionError

__all__ = ["Database", "DatabaseUnusableError", "DatabaseVersionError", "open_database"]
