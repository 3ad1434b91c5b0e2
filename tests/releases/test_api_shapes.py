"""Whatever is sent, drawn from the OpenAPI document and then bent: an answer that the document names, no defect."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.engagement.exchanges.models import Release
from entente.releases.api.urls import document
from tests.engagement.exchanges import factories
from tests.engagement.exchanges.conftest import cmaa, desk, exchange_in  # noqa: F401 - fixtures

from .machine import Machine

DRAWN = document()
SHAPES = DRAWN["components"]["schemas"]
OPERATIONS = sorted((path, method) for path, methods in DRAWN["paths"].items() for method in methods)
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.floats(allow_nan=False),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.sampled_from(["", "\x00", "é" * 400, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", 10**30]),
)  # fmt: skip
KNOWN = {
    "partner": ["jp", "nobody"], "agreement": ["REAL", "nothing"], "unit": ["branch", "nowhere"],
    "at": ["2026-11-20T10:00:00Z", "2009-06-01T00:00:00-05:00"], "received_at": ["2026-11-20T10:00:00Z"],
}  # fmt: skip
"""Values that exist, so that more than the form is tried."""


def fitting(shape: dict[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Values that a shape of the document allows."""
    if "$ref" in shape:
        return fitting(SHAPES[shape["$ref"].rpartition("/")[2]], name)
    if name in KNOWN:
        return st.sampled_from(KNOWN[name])
    if "anyOf" in shape:
        return st.one_of(*(fitting(one, name) for one in shape["anyOf"]))
    if "enum" in shape or "const" in shape:
        return st.sampled_from(shape.get("enum") or [shape["const"]])
    kind = shape.get("type")
    if kind == "object" and "properties" in shape:
        needed = {key: st.one_of(fitting(one, key), JUNK) for key, one in shape["properties"].items()}
        right = {key: fitting(one, key) for key, one in shape["properties"].items()}
        must = set(shape.get("required", ()))
        return st.one_of(_object(right, must), _object(right, must), _object(needed, must), _object(needed, set()))
    if kind == "object":
        keys = fitting(shape["propertyNames"]) if "propertyNames" in shape else st.text(max_size=5)
        return st.dictionaries(keys, fitting(shape["additionalProperties"]), min_size=shape.get("minProperties", 0))
    if kind == "array":
        return st.lists(fitting(shape["items"]), min_size=shape.get("minItems", 0), max_size=3)
    most = shape.get("maximum", 10**6)
    return {
        "integer": st.integers(shape.get("minimum", 0), most),
        "boolean": st.booleans(),
        "null": st.none(),
    }.get(kind, st.text("abc é'%", max_size=min(shape.get("maxLength", 10), 10)))


def _object(parts: dict[str, st.SearchStrategy[Any]], must: set[str]) -> st.SearchStrategy[Any]:
    left = {key: one for key, one in parts.items() if key not in must}
    return st.fixed_dictionaries({key: one for key, one in parts.items() if key in must}, optional=left)


@st.composite
def requests(draw: Any) -> tuple[str, str, dict[str, Any], Any]:
    path, method = draw(st.sampled_from(OPERATIONS))
    one = DRAWN["paths"][path][method]
    query = {each["name"]: fitting(each["schema"], each["name"]) for each in one["parameters"] if each["in"] == "query"}
    must = {each["name"] for each in one["parameters"] if each["in"] == "query" and each["required"]}
    asked = draw(st.one_of(_object(query, must), _object(dict.fromkeys(query, JUNK), set())))
    body = None
    if "requestBody" in one:
        body = draw(st.one_of(fitting(one["requestBody"]["content"]["application/json"]["schema"]), JUNK))
    steps = draw(st.sampled_from(["complete", "test-purpose", "assess-risk", "release"]))
    key = draw(st.sampled_from(["REAL", "nothing", "a b"]))
    return method, path.replace("{step}", steps).replace("{key}", key), asked, body


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(sent=requests())
def test_whatever_is_sent_is_answered_as_the_document_says(desk, exchange_in, cmaa, settings, sent):  # noqa: F811
    settings.ENTENTE_API_RATE = 10**6
    if not desk.officer.delegations_held.exists():
        factories.delegated(desk.vice, desk.officer)
    exchange = exchange_in("recorded")
    method, path, query, body = sent
    machine = Machine(desk.officer)
    body = _real(body, cmaa.key)
    query = {key: _real(value, cmaa.key) for key, value in query.items() if value is not None}
    flat = {key: value if isinstance(value, list) else str(value) for key, value in query.items()}
    address = path.replace("REAL", exchange.key)

    if method == "get":
        answer = machine.client.get(address, flat)
    else:
        answer = machine.client.post(address, body, content_type="application/json", query_params=flat)

    assert answer.status_code in (200, 201, 401, 403, 404, 409, 422)
    said = answer.json()
    if answer.status_code > 201:
        assert said["errors"]
        assert all(set(one) == {"code", "message", "field"} and one["message"] for one in said["errors"])
    assert all(one.exchange.agreement_id == cmaa.pk for one in Release.objects.all())


def _real(value: Any, key: str) -> Any:
    """The instrument that stands, where the document's example says so."""
    if isinstance(value, dict):
        return {name: _real(one, key) for name, one in value.items()}
    return key if value == "REAL" else value
