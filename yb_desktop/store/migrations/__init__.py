"""How the database of an earlier program becomes that of this one; only ever added to."""
