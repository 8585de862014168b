"""Files and stores: reading, writing, where things are."""
