"""What both front ends work at: a session, its interview and its findings."""
