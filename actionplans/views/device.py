"""What a device kept while it had no line is sent for nobody but the person who typed it."""

from functools import wraps

from django.http import JsonResponse


def of_the_same_person(view):
    """409 when the request says (X-Portal-User) that it was prepared by somebody else."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        prepared_by = request.headers.get("X-Portal-User", "")
        if prepared_by and prepared_by != str(request.user.pk):
            return JsonResponse({"error": "person"}, status=409)
        return view(request, *args, **kwargs)

    return checked
