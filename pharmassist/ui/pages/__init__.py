"""The pages of the window, one package each; they do not know each other."""
