"""What every HTML answer of the portal must be: nothing inline, and soundly nested."""

from collections import Counter
from html.parser import HTMLParser

from django.test import Client

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
VOID |= {"track", "wbr"}
# Elements whose end the standard lets a writer leave out.
OPEN_ENDED = {"html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup"}
OPEN_ENDED |= {"tr", "td", "th", "thead", "tbody", "tfoot"}
DATA_TYPES = {"application/json", "application/ld+json"}
NOT_OURS = ("/admin/",)


class Faults(HTMLParser):
    """Collects `found`, a sentence for each fault, over one document or fragment."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.stack, self.ids = [], [], Counter()

    def fault(self, sentence):
        line, _ = self.getpos()
        self.found.append(f"line {line}: {sentence}")

    def handle_starttag(self, tag, attrs):
        self.check_attributes(tag, attrs)
        if tag == "form" and "form" in self.stack:
            self.fault("a form inside a form")
        if tag in ("a", "button") and any(one in ("a", "button") for one in self.stack):
            self.fault(f"<{tag}> inside a link or button")
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.check_attributes(tag, attrs)

    def handle_endtag(self, tag):
        if tag in VOID:
            self.fault(f"</{tag}> of an element without content")
            return
        if tag not in self.stack:
            self.fault(f"</{tag}> closes nothing")
            return
        while (opened := self.stack.pop()) != tag:
            if opened not in OPEN_ENDED:
                self.fault(f"<{opened}> is still open at </{tag}>")

    def check_attributes(self, tag, attrs):
        names = Counter(name for name, _ in attrs)
        given = dict(attrs)
        for name, times in names.items():
            if times > 1:
                self.fault(f"<{tag}> has {name} {times} times")
            if name.startswith(("on", "hx-on", "data-hx-on")):
                self.fault(f"<{tag} {name}> is an inline handler")
            elif name.startswith("hx-"):
                self.fault(f"<{tag} {name}> is not HTML; data-{name} is")
        if "style" in given:
            self.fault(f'<{tag} style="{given["style"]}">')
        if tag == "style":
            self.fault("a style element")
        if tag == "script" and "src" not in given and given.get("type") not in DATA_TYPES:
            self.fault("a script without src")
        if tag == "img" and "alt" not in given:
            self.fault(f"<img src={given.get('src')!r}> without alt")
        for name in ("href", "src", "action", "formaction"):
            if (given.get(name) or "").strip().lower().startswith("javascript:"):
                self.fault(f"<{tag} {name}> runs JavaScript")
        if identity := given.get("id"):
            self.ids[identity] += 1

    def closed(self):
        self.close()
        for tag in self.stack:
            if tag not in OPEN_ENDED:
                self.fault(f"<{tag}> is never closed")
        self.found += [
            f'id="{name}" {count} times' for name, count in self.ids.items() if count > 1
        ]
        return self.found


def faults(markup):
    """Sentences for what is wrong with a document or fragment; empty when it is sound."""
    parser = Faults()
    parser.feed(markup)
    return parser.closed()


class CheckingClient(Client):
    """Django's test client, which refuses an answer whose HTML has a fault."""

    def request(self, **request):
        response = super().request(**request)
        path = request.get("PATH_INFO", "")
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        if is_html and not response.streaming and not path.startswith(NOT_OURS):
            found = faults(response.content.decode())
            assert not found, f"{path}: " + "; ".join(found)
        return response
