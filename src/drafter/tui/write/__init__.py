"""A section's paragraphs: accepted, written, held against the figures they speak of."""
