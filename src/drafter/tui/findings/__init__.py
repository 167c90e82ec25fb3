"""核对: what the checks say, with the way to each place."""
