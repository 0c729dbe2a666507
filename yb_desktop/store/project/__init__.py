"""From records to the tables that screens read: what is made here can be dropped and made again from the log."""
