"""What a browser without script sends of a form: the fields as they stand on the page, and what a person changes."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The form called ``form`` on a page: ``fields`` by name, as lists of texts; ``buttons`` as (name, text)."""

    def __init__(self, page):
        super().__init__()
        self.fields, self.buttons = {}, []
        self._inside, self._text, self._select, self._button = False, None, None, None
        self.feed(page)

    def put(self, name, value):
        if name:
            self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == "form"
        if not self._inside or "disabled" in given:
            return
        if tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.put(given.get("name"), given.get("value", ""))
        elif tag == "textarea":
            self._text = (given.get("name"), [])
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._select and "selected" in given:
            self.put(self._select, given.get("value", ""))
        elif tag == "button":
            self._button = [given.get("name", ""), ""]

    def handle_data(self, data):
        if self._text:
            self._text[1].append(data)
        if self._button:
            self._button[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            self.put(self._text[0], "".join(self._text[1]).removeprefix("\r").removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "button" and self._button:
            self.buttons.append(tuple(self._button))
            self._button = None
        elif tag == "form":
            self._inside = False


def form(answer):
    """The form of an answer."""
    return Form(answer.content.decode())


def send(client, address, **changed):
    """Open a page, change some of its form as a person would, and send it. ``None`` leaves a field away."""
    said = form(client.get(address)).fields | changed
    return client.post(address, {name: value for name, value in said.items() if value is not None})
