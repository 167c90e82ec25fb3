"""Drafts on disk: saving, resuming, listing, locking, and the history of changes."""

from __future__ import annotations
