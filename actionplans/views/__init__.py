"""Thin views: fetch through the door, read input through a form, call one verb, render."""
