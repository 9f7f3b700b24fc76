from .notification import Mode, Notification, Preference

__all__ = ["Mode", "Notification", "Preference"]
