"""Files of innovations and replications, for those who may read what they belong to."""

from innovations import access
from replikasi.common.private import private_file, served


@private_file
def document(request, pk):
    return served(request, access.get_document(request.user, pk))
