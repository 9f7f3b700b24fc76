from .invitation import Invitation
from .pulse import Pulse
from .substitution import Substitution
from .user import User

__all__ = ["Invitation", "Pulse", "Substitution", "User"]
