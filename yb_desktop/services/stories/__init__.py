"""Cases told as data: how a story is written and run, and the sample office made the same way."""
