"""The driver: what features do and expect, in the domain's own verbs."""
