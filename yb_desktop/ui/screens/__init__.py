"""The screens, one folder a subject; screens do not know each other."""
