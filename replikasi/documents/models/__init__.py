from .brief import BriefSent, BriefWish
from .order import Order
from .printed import Printed, PrintedFile
from .template import ReportTemplate

__all__ = ["BriefSent", "BriefWish", "Order", "Printed", "PrintedFile", "ReportTemplate"]
