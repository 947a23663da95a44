"""Open extensions of items and lists."""
