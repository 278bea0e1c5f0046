"""Trying out the way to a host: name, proxy, certificate, time. No credential goes along."""
