"""What the policy documents say: the rule catalogue, calendars, areas and the counting of time. Plain Python."""
