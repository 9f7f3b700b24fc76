"""Static files of production: a module finds what it imports under its changing name."""

import re

from django.core.files.storage import FileSystemStorage
from django.test.utils import override_settings

from replikasi.common.static import PortalStaticStorage
from tests.workshop import sources


def test_a_module_imports_the_changing_name(tmp_path):
    folder = sources.ROOT / "static"
    names = [path.relative_to(folder).as_posix() for path in (folder / "js").glob("*.js")]
    files = {name: (FileSystemStorage(location=folder), name) for name in names}
    with override_settings(DEBUG=False):
        storage = PortalStaticStorage(location=tmp_path, base_url="/static/")
        for name in names:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes((folder / name).read_bytes())
        faults = [done for *_, done in storage.post_process(files) if isinstance(done, Exception)]

        assert faults == []
        made = tmp_path / storage.stored_name("js/uploads.js")
    imported = re.findall(r'from "(.+?)";', made.read_text())
    assert imported
    for name in imported:
        assert re.fullmatch(r"\./[\w-]+\.[0-9a-f]{12}\.js", name)
        assert (made.parent / name).exists()
