"""What every collection has in common: pages and delta rounds."""
