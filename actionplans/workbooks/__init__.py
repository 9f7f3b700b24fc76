"""The matrix as a workbook, out and in: written, read, recognised, compared. Nothing is stored."""
