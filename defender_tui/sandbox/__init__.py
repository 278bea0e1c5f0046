"""An embedded Entra and Defender that answer over loopback, with generated data."""
