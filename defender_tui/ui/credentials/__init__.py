"""The parts of the Credentials screen."""
