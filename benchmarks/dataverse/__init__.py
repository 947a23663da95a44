"""The fake Dataverse and its peer, and what both are asked."""
