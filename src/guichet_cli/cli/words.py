"""The tool's own words, in the language of this process."""

from __future__ import annotations

from guichet_cli.cli.speech import speech

WORDS = speech()
