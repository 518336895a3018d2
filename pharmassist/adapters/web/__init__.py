"""Probes of operators over HTTPS."""
