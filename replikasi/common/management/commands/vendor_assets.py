"""Copies what the pages need of the npm packages to build/vendor/, where static files are found."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# Only these: the packages whole would be 60 MB that no page asks for, with dangling references.
FILES = (
    "@fontsource-variable/plus-jakarta-sans/files/*-normal.woff2",
    "@tabler/core/dist/css/tabler.min.css.map",
    "@tabler/core/dist/css/tabler.min.css",
    "sortablejs/modular/sortable.esm.js",
)


class Command(BaseCommand):
    help = "Copy the stylesheet and the fonts from node_modules to build/vendor/vendor/."
    requires_system_checks = ()  # one of the checks asks for the folder that is made here

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="source", default=settings.BASE_DIR / "node_modules")
        parser.add_argument("--to", default=settings.BASE_DIR / "build" / "vendor")

    def handle(self, *, source, to, **options):
        source, target = Path(source), Path(to) / "vendor"
        found = {pattern: sorted(source.glob(pattern)) for pattern in FILES}
        for pattern, paths in found.items():
            if not paths:
                raise CommandError(f"{source / pattern} is missing. First: npm ci --ignore-scripts")
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for paths in found.values():
            for path in paths:
                # copyfile, not copy2: the new time tells make that the copy is up to date.
                shutil.copyfile(path, target / path.name)
        count = sum(len(paths) for paths in found.values())
        self.stdout.write(f"Copied {count} vendor files to {target}")
