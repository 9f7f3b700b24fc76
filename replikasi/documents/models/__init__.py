from .printed import Printed, PrintedFile

__all__ = ["Printed", "PrintedFile"]
