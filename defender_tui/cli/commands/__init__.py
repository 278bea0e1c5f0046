"""One module a command, imported when it is chosen; each has `run(arguments) -> exit code`."""
