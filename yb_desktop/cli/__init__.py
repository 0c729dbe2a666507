"""The command line: another face over the same services as the window, without Qt."""
