"""What the program meets outside itself; these packages do not know each other."""
