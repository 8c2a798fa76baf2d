"""A document as one page of HTML that needs nothing besides itself: no script, no request.

The page is a Jinja template; a program may put its own beside its plans, by the name of the document.
"""

import re
from collections.abc import Mapping
from itertools import count
from typing import Any

from iopctl.errors import Refused
from iopctl.export.documents.svg import svg
from iopctl.render.clean import clean, one_line
from iopctl.render.document import Document, LineChart

# A word without end has places to break it: a PDF of one with 5,000 letters took minutes.
_ENDLESS = re.compile(r"\S{80}")
_LONG = re.compile(r"(?s).{1,40}")


def export(document: Document, templates: Mapping[str, str]) -> str:
    """The page, by the template of its kind. Raises Refused for a template that cannot be used."""
    from jinja2 import DictLoader, StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

    numbers = count(1)

    def drawn(chart: LineChart) -> Markup:
        return Markup(svg(chart, next(numbers)))  # noqa: S704  # its texts are escaped there

    environment = SandboxedEnvironment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"svg": drawn, "one_line": one_line}
    try:
        return environment.get_template(f"{document.kind}.html").render(document=document).strip()
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"{getattr(error, 'name', None) or document.kind + '.html'}{f':{line}' if line else ''}"
        raise Refused(f"template {where}: cannot be used: {type(error).__name__}. Mend it, or take it away.") from None


def _shown(value: Any) -> Any:
    """Text as it is read, line by line, whatever it holds."""
    from markupsafe import Markup, escape

    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return Markup("<br>").join(
        Markup("<wbr>").join(escape(part) for part in _LONG.findall(line)) if _ENDLESS.search(line) else escape(line)
        for line in clean(value).split("\n")
    )
