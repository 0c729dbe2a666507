"""What one kind of database does its own way: connecting, guarding the log, searching, copying.

SQLite is here; PostgreSQL takes the same places. Nothing outside this package writes SQL that only one of them
knows.
"""
