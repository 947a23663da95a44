"""Attachments of events, messages and tasks."""
