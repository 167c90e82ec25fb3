"""Asking in the full screen: every kind of question, and lists of small forms."""
