"""A person without a browser: opens pages, fills in their forms and sends them, over HTTP.

For `make bench` and `make storm`, which ask a running server many things at once.
"""

import http.client
import secrets
import time
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from django.conf import settings

HOST = "127.0.0.1"
TIMEOUT = 120


@dataclass
class Answer:
    """What came back. `seconds` is from the request to the last byte."""

    status: int
    headers: object
    body: bytes
    seconds: float

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def location(self):
        return urlsplit(self.headers.get("Location", "")).path

    def inputs(self):
        """{name: attributes} of every input of the page."""
        reader = _Forms("")
        reader.feed(self.text)
        return reader.inputs


@dataclass
class Form:
    """A form of a page: where it goes and what stands in it."""

    action: str
    fields: dict


class Visitor:
    """One person logged in by the session key `session` at the server on `port`."""

    def __init__(self, port, session):
        self.port = port
        self.cookies = {settings.SESSION_COOKIE_NAME: session}

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, fields, files=(), script=False):
        """Send `fields` (and `files`: [(name, file name, content)]); the CSRF token comes along."""
        fields = {"csrfmiddlewaretoken": self.cookies.get(settings.CSRF_COOKIE_NAME, ""), **fields}
        headers = {"X-Requested-With": "XMLHttpRequest"} if script else {}
        if files:
            body, kind = _multipart(fields, files)
        else:
            body, kind = urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded"
        return self._ask("POST", path, body, {"Content-Type": kind, **headers})

    def form(self, path, at=""):
        """(page, Form) of the form at `path` whose action ends with `at`, or the first that posts.

        LookupError when the page holds no such form.
        """
        page = self.get(path)
        reader = _Forms(path)
        reader.feed(page.text)
        for form in reader.found:
            if form.action.endswith(at):
                return page, form
        raise LookupError(f"{path} answered {page.status} and holds no form that goes to {at!r}")

    def _ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection(HOST, self.port, timeout=TIMEOUT)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        try:
            connection.request(method, path, body, {"Cookie": cookie, **dict(headers)})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        seconds = time.perf_counter() - began
        for header in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, response.headers, content, seconds)


def _multipart(fields, files):
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, filename, content in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"'
        parts.append(
            f"{head}\r\nContent-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n"
        )
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


class _Forms(HTMLParser):
    """Collects the forms that post, with what a browser would send unless somebody types.

    A field outside its form that names it (form="id") belongs to it; a button's formaction is a
    further form with the same fields.
    """

    def __init__(self, path):
        super().__init__()
        self.path, self.found, self.open, self.area = path, [], None, None
        self.by_id, self.choice, self.inputs = {}, None, {}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("name"):
            self.inputs[attrs["name"]] = attrs
        if tag == "form" and (attrs.get("method") or "").lower() == "post":
            self.open = Form(attrs.get("action") or self.path, {})
            self.found.append(self.open)
            if attrs.get("id"):
                self.by_id[attrs["id"]] = self.open
            return
        form = self.by_id.get(attrs.get("form"), self.open)
        if form is None:
            return
        name = attrs.get("name")
        if tag == "button" and attrs.get("formaction"):
            self.found.append(Form(attrs["formaction"], form.fields))
        elif tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in ("file", "submit", "button"):
                return
            if kind in ("checkbox", "radio") and "checked" not in attrs:
                return
            form.fields[name] = attrs.get("value", "on" if kind == "checkbox" else "")
        elif tag == "textarea" and name:
            self.area = (form, name)
            form.fields[name] = ""
        elif tag == "select" and name:
            self.choice = (form, name)
        elif tag == "option" and self.choice:
            form, name = self.choice
            if "selected" in attrs or name not in form.fields:
                form.fields[name] = attrs.get("value", "")

    def handle_data(self, data):
        if self.area:
            form, name = self.area
            form.fields[name] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            if self.area:
                form, name = self.area
                form.fields[name] = form.fields[name].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.choice = None
