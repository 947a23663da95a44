"""Open extensions."""
