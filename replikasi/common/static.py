"""How static files are served in production: under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "js/*.js"


class PortalStaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrites what our modules import as well, or the imported name would not be there."""

    support_js_module_import_aggregation = True
    # Libraries import nothing, but some tell of it in their comments.
    _js_module_import_aggregation_patterns = (
        OURS,
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
