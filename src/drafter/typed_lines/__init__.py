"""What is typed at a table, read into its cells (docs/claims.md, `typed`)."""
