"""What the fuzzing of the fake Exchange is made of."""
