"""What travels: keys and trust, export, verify, preview, take in, receipts; ``exchanging`` is the door to it."""
