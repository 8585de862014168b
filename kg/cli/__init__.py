"""The command `kg`: parses, calls the library once, prints, exits."""
