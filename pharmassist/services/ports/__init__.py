"""Contracts that adapters fulfil; one contract suite per port runs on every implementation."""
