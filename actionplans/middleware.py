"""Each request reads the days off and the rules of reporting anew."""

from . import workdays


class FreshRulesMiddleware:
    """Stands before whatever counts working days, so that no worker goes by yesterday's rules."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        workdays.forget()
        return self.get_response(request)
