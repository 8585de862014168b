"""The graph in other people's formats. The same statements give the same bytes, whatever order they come in."""
