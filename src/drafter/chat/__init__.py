"""The chat: one question at a time, on any terminal, in a pipe and with a screen reader."""
