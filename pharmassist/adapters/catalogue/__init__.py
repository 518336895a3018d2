"""Playbooks, operators, mailbox providers and import profiles read from resources."""
