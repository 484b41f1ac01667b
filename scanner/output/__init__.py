"""What a finished scan looks like: a small file for each thing shown and each format."""
