"""待办: every running clock, worst first; decisions to release; and what else the office owes or waits for."""
