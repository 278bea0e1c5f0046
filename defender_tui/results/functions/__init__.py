"""KQL functions that the translator lacks or gets wrong, as SQL; one family a file."""
