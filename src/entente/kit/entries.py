"""A table written by hand in a template becomes a list that a phone shows as blocks, as those of registers are."""

import re
from html import unescape

from django.utils.html import escape, strip_tags

HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
PART = re.compile(r"<(table|thead|tbody|tr|th|td)(\s[^>]*)?>")
UNEVEN = re.compile(r"<tfoot\b|\s(?:col|row)span=|\srole=\"table\"")
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def labelled(html: str) -> str:
    """Give each cell its heading as a label, and the table the roles it loses where cells stand one under the other.

    The table has one row of headings; the heading of a row stands in its first cell. One with a foot or with cells that
    span others is left as it is: such a table is read across.
    """
    head = HEAD.search(html)
    if head is None or UNEVEN.search(html):
        return html
    headings = [" ".join(unescape(strip_tags(one)).split()) for one in HEADING.findall(head[0])]
    at = -1

    def opened(found: re.Match[str]) -> str:
        nonlocal at
        name, given = found[1], found[2] or ""
        at = -1 if name == "tr" else at + (name in ("th", "td"))
        role = ROLES.get(name) or ("columnheader" if found.start() < head.end() else "rowheader")
        said = f' role="{role}"'
        if name == "table":
            said += ' class="entries"'
        elif name == "td" and at and at < len(headings):
            said += f' data-label="{escape(headings[at])}"'
        return f"<{name}{said}{given}>"

    return PART.sub(opened, html)
