"""Use cases, and the contracts (ports) they need."""
