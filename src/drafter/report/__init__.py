"""From a draft to a finished document."""
