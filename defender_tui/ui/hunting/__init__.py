"""The parts of the Hunting screen."""
