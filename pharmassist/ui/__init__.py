"""The window: words, colours, focus and keys. Asks services through the bridge only."""
