"""The fake Dataverse and its peers as processes, and one client that loads them all."""
