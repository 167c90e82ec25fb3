"""核对与生成: every answer once more, what stands open, and the finished files."""
