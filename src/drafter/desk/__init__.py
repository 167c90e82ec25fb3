"""What both front ends work at: a session, its interview, its findings and its report."""
