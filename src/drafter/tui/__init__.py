"""The full-screen front end: the form as a place to work in."""
