"""Tests about the repository itself: what no single part of the portal can state about the whole."""
