from .order import Order
from .printed import Printed, PrintedFile

__all__ = ["Order", "Printed", "PrintedFile"]
