"""What holds of the fake Dataverse whatever is asked of it."""
