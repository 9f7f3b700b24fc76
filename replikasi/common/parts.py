"""Pages of which htmx asks for a part."""


def is_part(request):
    """Whether htmx asks for a part of the page, not the browser for the whole of it.

    A page that htmx restores from its history is asked for whole.
    """
    return request.htmx and not request.htmx.history_restore_request
