"""协议: the list by last day, one agreement, its draft, print, signature, filing and opened system."""
