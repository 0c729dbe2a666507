"""待办: every running clock of the office, worst first."""
