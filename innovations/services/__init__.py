"""The verbs of innovations and replications: keyword-only, `by=` the actor, one transaction."""
