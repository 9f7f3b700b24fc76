"""Tests about the repository itself: what no part can say of the whole."""
