"""The Defender XDR API."""
