"""Navigation of every page: what this role may open, and how much waits."""


def navigation(request):
    return {}
