"""Where facts are kept: the log, its projections, blobs, backups. The only place with SQLAlchemy."""
