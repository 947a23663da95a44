"""JSON, query options and filters: the only modules that spell Graph's names."""
