"""Check an evidence folder against a responsibility list: verdicts with reasons."""

__version__ = "0.1.0"
