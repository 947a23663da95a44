"""The commands of `fieldsync`, one module each."""
