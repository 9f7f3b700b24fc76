"""The verbs of plans, progress, reports and advice: the only place that changes their state."""
