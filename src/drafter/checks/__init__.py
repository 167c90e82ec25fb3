"""What can be wrong or doubtful in a draft, and how it is told."""
