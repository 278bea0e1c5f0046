"""The command line: parses arguments and puts the rooms together."""
