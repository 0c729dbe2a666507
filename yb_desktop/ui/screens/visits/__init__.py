"""核查: the open visits, and the on-site mode with checklist and signatures."""
