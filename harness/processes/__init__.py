"""Real processes: starting and ending them, their clock, whether they sleep."""
