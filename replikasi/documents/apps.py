from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "replikasi.documents"
    label = "documents"
    verbose_name = "Dokumen"

    def ready(self):
        from .services import keeping

        keeping.listen()
