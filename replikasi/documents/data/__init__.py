"""The data export: its tables, what their columns mean, and a writer for each form."""
