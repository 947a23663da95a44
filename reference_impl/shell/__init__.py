"""Everything with an effect: HTTP, storage, sessions. Decisions are in `rules`."""
