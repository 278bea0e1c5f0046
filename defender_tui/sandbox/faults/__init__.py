"""Failures on demand: a layer around the services that spoils chosen requests."""
