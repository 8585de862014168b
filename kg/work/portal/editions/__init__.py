"""One publication after the other: editions, what they changed, names that are kept, where names lead."""
