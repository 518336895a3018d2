"""Proof of a mailbox password by one real login over TLS."""
