"""The pure part: nouns, conditions, requirements, scoring. No file, no print, no clock, no environment."""
