"""A table of any form as one widget: sticky headers, live totals, every key in order."""
