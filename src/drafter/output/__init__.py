"""Finished files: which kinds there are, how each is made, proved and put in its place."""
