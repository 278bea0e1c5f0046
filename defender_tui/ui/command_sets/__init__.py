"""The commands of each screen, one module a screen."""
