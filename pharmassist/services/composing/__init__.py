"""Documents on paper: one file per document, each a function from plain data to a ``Document``."""
