"""Writing: changes to the text of a dossier that leave every other byte as it was."""
