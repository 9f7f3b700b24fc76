from .invitation import Invitation
from .substitution import Substitution
from .user import User

__all__ = ["Invitation", "Substitution", "User"]
