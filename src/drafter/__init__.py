"""drafter: the colleague who knows the form of the yearly disclosure report."""

__version__ = "0.1.0"
