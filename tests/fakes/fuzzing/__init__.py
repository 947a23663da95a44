"""What the fuzzing of every fake has in common."""
