"""Ways to reach an implementation under test."""
