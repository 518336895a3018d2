"""Readers and writers of lists: CSV, spreadsheets."""
