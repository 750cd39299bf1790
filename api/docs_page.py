"""The page /docs: the OpenAPI document as plain HTML that needs no script and no other host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Refdesk: HTTP interface</title>
<link rel="icon" href="/static/mark.svg">
<link rel="stylesheet" href="/static/tokens.css">
<link rel="stylesheet" href="/static/site.css">
</head>
<body class="docs">
<main>
"""
_LINKS = (
    '<p><a href="/openapi.json">openapi.json</a> is the whole description for programs. '
    '<a href="/">Back to the desk</a>.</p>'
)


def render_docs(document: Mapping[str, Any], disclaimer: str) -> str:
    """Return the page for an OpenAPI document.

    Args:
        document: OpenAPI 3.1.
        disclaimer: Text shown at the top.
    """
    info = document["info"]
    parts = [
        _HEAD,
        f"<h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>",
        f'<p class="disclaimer" role="note">{escape(disclaimer)}</p>',
        _LINKS,
        f'<p class="verbatim">{escape(info["description"])}</p>',
        *_routes(document["paths"]),
        "<h2>Shapes</h2>",
        *_schemas(document["components"]["schemas"]),
        "</main></body></html>\n",
    ]
    return "\n".join(parts)


def _routes(paths: Mapping[str, Any]) -> Iterator[str]:
    for path, operations in paths.items():
        for method, operation in operations.items():
            yield '<section class="route">'
            yield f"<h2><code>{method.upper()} {escape(path)}</code></h2>"
            yield f"<p>{escape(operation.get('description', operation['summary']))}</p>"
            yield from _parameters(operation.get("parameters", []))
            yield from _body(operation)
            codes = ", ".join(escape(code) for code in operation["responses"])
            yield f"<p>Answers {_reply_shape(operation)} Statuses: {codes}.</p></section>"


def _parameters(parameters: list[Mapping[str, Any]]) -> Iterator[str]:
    if not parameters:
        return
    yield "<table><thead><tr><th>Parameter</th><th>Type</th><th>Meaning</th></tr></thead><tbody>"
    for entry in parameters:
        name, where = escape(entry["name"]), escape(entry["in"])
        meaning = escape(entry.get("description", ""))
        kind = _type(entry["schema"])
        yield f"<tr><td><code>{name}</code> ({where})</td><td>{kind}</td><td>{meaning}</td></tr>"
    yield "</tbody></table>"


def _body(operation: Mapping[str, Any]) -> Iterator[str]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield f"<p>Body: {_type(content['schema'])}</p>"


def _reply_shape(operation: Mapping[str, Any]) -> str:
    for content in operation["responses"].get("200", {}).get("content", {}).values():
        if "itemSchema" in content:
            return "Events: " + ", ".join(map(_event, content["itemSchema"]["oneOf"])) + "."
        return _type(content["schema"]) + "."
    return ""


def _event(schema: Mapping[str, Any]) -> str:
    """Return one server-sent event's name and the shape of its data."""
    parts = schema["properties"]
    name = escape(str(parts["event"]["const"]))
    return f"<code>{name}</code> ({_type(parts['data']['contentSchema'])})"


def _schemas(schemas: Mapping[str, Any]) -> Iterator[str]:
    for name, schema in schemas.items():
        yield f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>'
        yield f"<p>{escape(schema.get('description', ''))}</p><table><tbody>"
        required = schema.get("required", [])
        for field, entry in schema.get("properties", {}).items():
            mark = "" if field in required else " <em>optional</em>"
            meaning = escape(entry.get("description", ""))
            yield (
                f"<tr><td><code>{escape(field)}</code>{mark}</td>"
                f"<td>{_type(entry)}</td><td>{meaning}</td></tr>"
            )
        yield "</tbody></table></details>"


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(str(schema["$ref"]).rsplit("/", 1)[-1])
        return f'<a href="#{name}"><code>{name}</code></a>'
    if "anyOf" in schema:
        return " or ".join(_type(entry) for entry in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(f"<code>{escape(str(name))}</code>" for name in schema["enum"])
    if schema.get("type") == "array":
        return "list of " + _type(schema.get("items", {}))
    return escape(str(schema.get("type", "any")))
