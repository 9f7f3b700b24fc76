"""What the demo accounts share: `seed_demo` gives them this password, `run_portal` prints it."""

DEMO_PASSWORD = "replikasi-demo"  # noqa: S105 - refused when DEBUG is off
