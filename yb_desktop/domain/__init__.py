"""What the office does: states, conditions, findings, scoring. No I/O; the day is an argument."""
