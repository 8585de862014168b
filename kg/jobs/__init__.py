"""What a person asks for: build, validate, show, explain, export and so on, as plain functions."""
