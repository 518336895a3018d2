"""PharmAssist: the day after the attack, at the counter and in the back office."""

__version__ = "0.1.0"
