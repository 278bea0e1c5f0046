"""Managed identities, as a virtual machine and an App Service hand them out."""
