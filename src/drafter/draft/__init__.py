"""What the clerk has given so far."""
