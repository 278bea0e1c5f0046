"""What an AADSTS code means for an application without a user, and what to do about it.

Source: https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
"""

from .reading import REMEDIES, auth_error, code_in, described

__all__ = ["REMEDIES", "auth_error", "code_in", "described"]
