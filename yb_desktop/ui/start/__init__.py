"""The start: which office, who signs in, what was recovered."""
