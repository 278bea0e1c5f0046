"""Everything between this machine and a working token, looked at one by one."""

from .check import Check, State
from .examining import Surroundings, examine

__all__ = ["Check", "State", "Surroundings", "examine"]
