"""The certificate of a recognised replication, for who may see the replication."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from innovations import access
from innovations.models import Recognition
from replikasi.documents import certificate as documents


@require_safe
@cache_control(private=True, max_age=0)
def certificate(request, pk):
    replication = access.get_replication(request.user, pk)
    recognition = Recognition.objects.filter(replication=replication).first()
    if recognition is None:
        raise Http404("Replikasi ini belum diberi piagam.")
    content = documents.certificate_pdf(documents.data_of(replication, recognition))
    response = HttpResponse(content, content_type="application/pdf")
    name = documents.file_name(recognition)
    response["Content-Disposition"] = content_disposition_header(False, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
