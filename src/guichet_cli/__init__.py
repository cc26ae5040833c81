"""Check the dossier of an AI-in-health project against a charter's commitments."""

__version__ = "0.1.0"
