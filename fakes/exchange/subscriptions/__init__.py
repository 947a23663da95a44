"""Change notifications."""
