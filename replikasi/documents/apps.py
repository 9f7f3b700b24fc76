from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "replikasi.documents"
    label = "documents"
    verbose_name = "Dokumen"

    def ready(self):
        from . import (
            notices,  # noqa: F401 - registers what people are told
            tasks,
        )
        from .services import keeping

        keeping.listen(tasks.draw.enqueue)
