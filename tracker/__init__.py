"""The provenance tracker: who really said it, how it reached us, and how many lines carry it."""

__version__ = "0.1.0"
