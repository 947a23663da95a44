"""The fake Exchange and its peers, and what all of them are asked."""
