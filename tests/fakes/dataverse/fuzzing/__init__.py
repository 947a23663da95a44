"""Requests that no sensible client sends, and what every answer to them is like."""
