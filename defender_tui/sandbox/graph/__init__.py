"""Microsoft Graph's security API."""
