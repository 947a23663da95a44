"""To Do lists and tasks."""
