"""The standing attack: what comes from outside, changed by chance, and what drafter makes of it."""
