"""Mailbox settings, master categories, time zones."""
