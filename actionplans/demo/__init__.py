"""The illustrative data of `seed_demo`: people, plans, progress, pictures. None of it is real."""
