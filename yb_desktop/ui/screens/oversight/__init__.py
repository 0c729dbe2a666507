"""统计: ledgers, figures with charts, assessments, the county scorecard; every figure opens the rows behind it."""
