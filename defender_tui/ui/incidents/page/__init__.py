"""The parts of one incident's page."""
