"""The description of the doors (OpenAPI 3.1), made from the very table that serves them."""

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import msgspec

from queue_server.protocol.codec import encode
from queue_server.protocol.refusals import PROBLEMS
from queue_server.web.auth.caller import OPEN_ROLES
from queue_server.web.errors import PROBLEM_TYPE, ProblemView
from queue_server.web.handlers.commands import Press
from queue_server.web.live import VIEWS, View
from queue_server.web.routes import ROUTES
from queue_server.web.table.row import Query, Route

Json = dict[str, Any]

PACKAGE: Final = "one-stop-queue"
_REF = "#/components/schemas/{name}"
_EVERYWHERE: Final = ("internal_error", "storage_gone", "stopping")
_SIGNED: Final = ("not_signed_in", "not_allowed", "foreign_origin")
_WITH_BODY: Final = (
    "bad_json",
    "unknown_member",
    "too_large",
    "wrong_media_type",
    "wrong_value",
)
_WITH_KEY: Final = ("bad_header", "idempotency_mismatch")
_TAGS: Final = {
    "tickets": "Tickets (phiếu)",
    "counters": "Counters (quầy)",
    "centre": "The centre (trung tâm)",
    "reports": "Reports and dossiers (báo cáo, hồ sơ)",
    "people": "People and devices (tài khoản, thiết bị)",
    "live": "Live views by websocket (màn hình trực tiếp)",
}


def document() -> Json:
    """Return the whole description, as plain JSON."""
    # there and back: schemas come with tuples and structs as default values
    plain: Json = msgspec.json.decode(encode(_document()))
    return plain


def _document() -> Json:
    schemas = _schemas()
    paths: dict[str, Json] = {}
    for route in ROUTES:
        if not route.alias:
            paths.setdefault(route.address, {})[route.method.lower()] = _operation(route)
    for view in VIEWS:
        paths.setdefault(view.address, {})["get"] = _live(view)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "one-stop-queue",
            "version": _version(),
            "summary": "Tickets, queues and statistics for a one-stop public service centre.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": words} for name, words in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": _problems(),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of a session or of a paired device.",
                },
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "queue_session",
                    "description": "Set at sign-in; a change also needs our own `Origin` and the "
                    "header `X-Requested-With`. `__Host-session` where https is on.",
                },
            },
        },
    }


def _version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "0"


def _schemas() -> Json:
    """Return the schemas of all that is sent and answered."""
    words: list[type] = [ProblemView]
    for route in ROUTES:
        words += [word for word in (route.answers, route.body, _command(route)) if word is not None]
    words += [view.shows for view in VIEWS]
    _, schemas = msgspec.json.schema_components(list(dict.fromkeys(words)), ref_template=_REF)
    for route in ROUTES:
        if isinstance(route.handler, Press):
            _strip(schemas[route.handler.kind.__name__], route.handler.given)
    return schemas


def _command(route: Route) -> type | None:
    return route.handler.kind if isinstance(route.handler, Press) else None


def _strip(schema: Json, given: Iterable[str]) -> None:
    """Take out of a command's schema what the door gives, so that the body is left."""
    for name in (*given, "do"):
        schema["properties"].pop(name, None)
    required = [name for name in schema.pop("required", ()) if name in schema["properties"]]
    if required:
        schema["required"] = required


def _operation(route: Route) -> Json:
    described: Json = {
        "operationId": _name(route),
        "summary": route.en,
        "description": f"{route.vi}\n\n{_who(route.roles)}",
        "tags": [_tag(route.path)],
        "parameters": [*_path_parts(route.address), *map(_query, route.query), *_headers(route)],
        "responses": _responses(route),
        "security": _security(route.roles),
    }
    sent = _command(route) or route.body
    if sent is not None:
        described["requestBody"] = {
            "required": bool(_required(sent, route)),
            "content": {"application/json": {"schema": _ref(sent)}},
        }
    if route.sends:
        file = {"schema": {"type": "string", "format": "binary"}}
        described["requestBody"] = {"required": True, "content": {route.sends: file}}
    return described


def _required(sent: type, route: Route) -> list[str]:
    given = route.handler.given if isinstance(route.handler, Press) else frozenset()
    fields = msgspec.structs.fields(sent)
    return [f.encode_name for f in fields if f.required and f.encode_name not in given]


def _name(route: Route) -> str:
    words = [part.strip("{}") for part in route.path.removeprefix("/api/v1").split("/") if part]
    return "_".join([route.method.lower(), *words]) if words else f"{route.method.lower()}_centre"


def _who(roles: Iterable[str]) -> str:
    return "Who: " + ", ".join(sorted(roles)) + "."


def _tag(path: str) -> str:
    for name in ("tickets", "counters"):
        if path.startswith(f"/{name}"):
            return name
    if path.startswith(("/reports", "/filings", "/dossiers", "/posting")):
        return "reports"
    people = ("/accounts", "/devices", "/api/v1/session", "/api/v1/pair", "/api/v1/setup")
    return "people" if path.startswith(people) else "centre"


def _path_parts(address: str) -> list[Json]:
    return [
        {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
        for part in address.split("/")
        if part.startswith("{")
    ]


def _query(query: Query) -> Json:
    return {
        "name": query.name,
        "in": "query",
        "description": query.en,
        "schema": {"type": query.kind},
    }


def _headers(route: Route) -> list[Json]:
    if route.method == "POST" and route.of_centre:
        words = "Makes a repeated request harmless for 24 hours; 1 to 200 printable ASCII letters."
        return [_header("Idempotency-Key", words, required=False)]
    if "precondition_needed" in route.refusals:
        return [_header("If-Match", "The `ETag` of the plan that was changed.", required=True)]
    return []


def _header(name: str, words: str, *, required: bool) -> Json:
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": words,
        "schema": schema,
    }


def _security(roles: frozenset[Any]) -> list[Json]:
    signed: list[Json] = [{"bearer": []}, {"cookie": []}]
    return signed if OPEN_ROLES.isdisjoint(roles) else [{}, *signed]


def _responses(route: Route) -> Json:
    done: Json = {"description": "Done."}
    if route.answers is not None:
        done["content"] = {route.media: {"schema": _ref(route.answers)}}
    elif route.media.startswith(("audio/", "image/")):
        done["content"] = {route.media: {"schema": {"contentMediaType": route.media}}}
    if route.method == "POST" and route.of_centre:
        done["headers"] = {
            "Idempotency-Replayed": {
                "description": "`true` where this was answered before.",
                "schema": {"type": "string"},
            }
        }
    return {str(route.status): done, **_refusals(_codes(route))}


def _codes(route: Route) -> list[str]:
    codes = [*_EVERYWHERE, *route.refusals]
    if route.of_centre:
        codes.append("unknown_centre")
    if OPEN_ROLES.isdisjoint(route.roles):
        codes += _SIGNED
    if route.body is not None or _command(route) is not None:
        codes += _WITH_BODY
    if route.query:
        codes.append("wrong_value")
    if route.method == "POST" and route.of_centre:
        codes += _WITH_KEY
    return codes


def _refusals(codes: Iterable[str]) -> Json:
    """Return one answer a status, with the codes it may carry."""
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    return {
        str(status): {
            "description": "; ".join(f"`{code}`: {PROBLEMS[code].title}" for code in known),
            "content": {PROBLEM_TYPE: {"schema": _ref(ProblemView)}},
        }
        for status, known in sorted(by_status.items())
    }


def _problems() -> Json:
    """Return every refusal with its sentences, as an example each."""
    return {
        code: {
            "description": f"{known.title}. {known.sentence.en} / {known.sentence.vi}",
            "content": {PROBLEM_TYPE: {"schema": _ref(ProblemView)}},
        }
        for code, known in PROBLEMS.items()
    }


def _live(view: View) -> Json:
    codes = ("unknown_centre", "bad_header", "foreign_origin", *_EVERYWHERE)
    return {
        "operationId": f"live_{view.view}",
        "summary": view.en,
        "description": f"{view.vi}\n\n{_who(view.roles)} Text frames: "
        '`{"type":"view","serial":N,"at":TIME,"view":{...}}` at once and after each change, '
        '`{"type":"beat","at":TIME}` every 5 s. Closed with 4401 not signed in, 4403 not allowed, '
        "4404 nothing such, 4408 too slow, 1001 server stops.",
        "tags": ["live"],
        "parameters": _path_parts(view.address),
        "responses": {
            "101": {
                "description": "The websocket begins; the `view` of its frames is this.",
                "content": {"application/json": {"schema": _ref(view.shows)}},
            },
            **_refusals(codes),
        },
        "security": _security(view.roles),
    }


def _ref(word: type) -> Json:
    return {"$ref": _REF.format(name=word.__name__)}
