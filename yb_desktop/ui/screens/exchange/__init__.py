"""交换: what was sent and came in, the preview of a bundle, export, receipts, keys."""
