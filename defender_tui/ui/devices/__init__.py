"""Devices: taking response actions on one, and following them to their end."""
