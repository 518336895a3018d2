"""This computer: its clock and the folders where a person's data lives."""
