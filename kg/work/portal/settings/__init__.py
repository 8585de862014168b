"""What a publisher says of itself, in portal.yaml."""
