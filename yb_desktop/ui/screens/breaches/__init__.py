"""稽核: the six steps of an audit, measures, money, mending to check (B1–B8)."""
