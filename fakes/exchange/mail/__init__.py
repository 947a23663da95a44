"""Messages and mail folders."""
