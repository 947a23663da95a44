"""Calendars, events, and the meetings that join them across mailboxes."""
