"""Folders that a clerk copies and starts, with nothing installed (docs/release.md)."""
