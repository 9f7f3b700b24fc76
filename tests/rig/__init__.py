"""The rig: what makes sloppiness fail in every test. Put in place by tests/conftest.py."""
