"""What every layer stands on: errors, clock, identifiers, canonical JSON, files."""
