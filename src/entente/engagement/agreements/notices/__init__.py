"""What people are told of instruments, and when."""

from .duties import remind as remind
from .negotiations import remind as remind_of_negotiations

__all__ = ["remind", "remind_of_negotiations"]
