"""The parts of the Incidents screen."""
