"""Foreign XML made safe: no document type, no entities, only encodings that are looked through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from importers.base import FileProblem
from importers.catalogue import issue
from importers.csvfile import BOM
from importers.grammar import has_doctype

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENCODING = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENCODINGS = {"utf-8", "us-ascii", "iso-8859-1", "windows-1252"}


def parsed(data: bytes, name: str) -> _Element:
    """Return the root of XML that has no document type; the encoding is decided here.

    The parser is told the encoding, so that no exotic one can hide a document type from the
    search for it. Raises FileProblem for anything else.
    """
    from lxml import etree

    declared = _ENCODING.match(data.removeprefix(BOM)[:1000])
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding not in _ENCODINGS:
        raise FileProblem(issue("IM-101", name, kodning=encoding))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise FileProblem(issue("IM-090", name))
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data.removeprefix(BOM).lstrip(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        at = f"felet märks på rad {line}, tecken {column}"
        raise FileProblem(issue("IM-091", name, rad=line, orsak=at)) from error
    if has_doctype(root):
        raise FileProblem(issue("IM-090", name))
    return root
