"""Which step comes next, and what each act of the clerk makes of the state."""
