"""The parts pages are built from, one widget a file."""
