"""Drafts on disk: saving, resuming, listing, locking, and the history of changes."""
