"""Runs the features under pytest-bdd and turns what happened into results."""
