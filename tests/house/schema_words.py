"""What the schemas of documents are written with: a few words, and the values they share."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def text(about: str = "", pattern: str = "") -> Schema:
    """A string."""
    return {"type": "string", **given(description=about, pattern=pattern)}


def number(about: str = "", least: int | None = None) -> Schema:
    """A whole number; there are no others in a document."""
    return {"type": "integer", **given(description=about, minimum=least)}


def flag(about: str = "") -> Schema:
    """True or false."""
    return {"type": "boolean", **given(description=about)}


def one_of(*values: str) -> Schema:
    """One of some words."""
    return {"enum": list(values)}


def maybe(schema: Schema, when: str = "") -> Schema:
    """The same, or null; ``when`` says what null means."""
    also = given(description=when)
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None], **also}
    return {**schema, "type": [schema["type"], "null"], **also}


def each(items: Schema, about: str = "") -> Schema:
    """A list."""
    return {"type": "array", "items": items, **given(description=about)}


def obj(**properties: Schema) -> Schema:
    """An object with all of these keys."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def by_key(values: Schema, keys: Schema | None = None, about: str = "") -> Schema:
    """An object whose keys are data."""
    named = {"propertyNames": keys} if keys else {}
    return {
        "type": "object",
        **named,
        "additionalProperties": values,
        **given(description=about),
    }


def given(**keys: Any) -> Schema:
    return {name: value for name, value in keys.items() if value not in ("", None)}


MONTH = text(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
DAY = text(pattern=r"^\d{4}-\d{2}-\d{2}$")
SINCE = text("local time, or a day", r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$")
MOMENT = text(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([+-]\d{2}:\d{2}|Z)?)?$")
CLOCK = text(pattern=r"^([01]\d|2[0-4]):[0-5]\d$")
HOURS = text("hours, two decimals", r"^-?\d+\.\d{2}$")
ORE = number("öre")
AMOUNT = number("öre", 0)
COUNT = number(least=0)
MINUTES = number("minutes", 0)
HASH = text(pattern=r"^[0-9a-f]{64}$")
PERSON = text("personnummer, or a mask when protected", r"^(\d{12}|\[skyddad\] \d+)$")
SOMEONE = text("personnummer or orgnr, or a mask", r"^(\d{12}|\d{10}|\[skyddad\] \d+)$")
PAYMENT = text(pattern=r"^B\d+$")
PLACE = obj(fil=text(), rad=number())
KIND_MINUTES = obj(assistans=MINUTES, vantetid=MINUTES, beredskap=MINUTES)
RUN = number("the run's number", 1)
RUN_STATUS = one_of("utkast", "attesterad", "exporterad", "makulerad")
LINE_KIND = one_of("assistans", "sjuklon", "forskott")
GROUND = one_of("a", "b", "fk", "utredning", "egen")
BEFORE_AFTER = {
    "beslut": maybe(text()),
    "slag": LINE_KIND,
    "minuter_fore": MINUTES,
    "minuter_efter": MINUTES,
    "timbelopp_fore_ore": maybe(AMOUNT, "null: not paid then"),
    "timbelopp_efter_ore": maybe(AMOUNT, "null: not paid now"),
    "orsak": text(),
    "belopp_ore": ORE,
}
