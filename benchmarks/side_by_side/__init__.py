"""What every figure of a fake shares: servers as processes, and one client for all."""
