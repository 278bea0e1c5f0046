"""Defender for Endpoint: the machines, and the response actions that are taken on them."""
