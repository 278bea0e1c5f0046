"""A terminal workbench for Microsoft Defender XDR with an application's own identity."""

__version__ = "0.1.0"
