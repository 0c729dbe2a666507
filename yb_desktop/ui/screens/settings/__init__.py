"""设置: the office and its people, its own values, calendar, forms, copies, checks, the log, how the window looks."""
