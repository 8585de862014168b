"""Pages for people: things, lists, search, the start, and the way in for search engines."""
