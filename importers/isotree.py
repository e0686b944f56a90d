"""One ISO 20022 message as a tree: elements by name, amounts, days, statuses, complaints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from importers.bankwords import REASONS, BankStatus
from importers.base import FileProblem
from importers.catalogue import issue
from importers.grammar import line_of, text_of
from workbench.domain.time import parse_day

if TYPE_CHECKING:
    from lxml.etree import _Element

_AMOUNT = re.compile(r"(\d{1,16})(?:\.(\d{1,2})0{0,3})?", re.ASCII)


class IsoTree:
    """Looks for elements of one namespace, and complains in the file's name."""

    def __init__(self, name: str, namespace: str) -> None:
        self._name = name
        self._namespace = namespace
        self._paths: dict[str, str] = {}

    def path(self, path: str) -> str:
        """Return ``A/B`` with the namespace."""
        if path not in self._paths:
            parts = (f"{{{self._namespace}}}{name}" for name in path.split("/"))
            self._paths[path] = "/".join(parts)
        return self._paths[path]

    def all(self, parent: _Element, path: str) -> list[_Element]:
        """Return the elements at a path."""
        return parent.findall(self.path(path))

    def get(self, parent: _Element, *paths: str) -> str:
        """Return the text at the first of some paths that has one, empty when none has."""
        for path in paths:
            element = parent.find(self.path(path))
            if element is not None and text_of(element):
                return text_of(element)
        return ""

    def element(self, parent: _Element, path: str) -> _Element:
        """Return the element at a path, or complain that it lacks."""
        element = parent.find(self.path(path))
        if element is None:
            raise self.lacking(parent, path)
        return element

    def need(self, parent: _Element, path: str) -> str:
        """Return the text at a path, or complain that it lacks."""
        text = self.get(parent, path)
        if not text:
            raise self.lacking(parent, path)
        return text

    def lacking(self, parent: _Element, path: str) -> FileProblem:
        """Return the complaint that an element lacks."""
        where = str(parent.tag).rpartition("}")[2]
        about = issue("IM-111", self._name, rad=line_of(parent), element=path, i=where)
        return FileProblem(about)

    def wrong(self, kod: str, element: _Element, value: str, **facts: object) -> FileProblem:
        """Return a complaint about the text of an element."""
        local = str(element.tag).rpartition("}")[2]
        return FileProblem(
            issue(
                kod,
                self._name,
                rad=line_of(element),
                kolumn=local,
                varde=value,
                facts={"element": local, **facts},
            )
        )

    def ore(self, parent: _Element, *paths: str) -> int | None:
        """Return the amount at the first of some paths that is there, in öre."""
        for path in paths:
            element = parent.find(self.path(path))
            if element is not None:
                return self._ore(element)
        return None

    def _ore(self, element: _Element) -> int:
        text = text_of(element)
        currency = str(element.get("Ccy") or "")
        found = _AMOUNT.fullmatch(text)
        if found is None:
            raise self.wrong("IM-112", element, text)
        if currency != "SEK":
            raise self.wrong("IM-113", element, text, valuta=currency or "okänd valuta")
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))

    def day(self, parent: _Element, *paths: str) -> str | None:
        """Return the day at the first of some paths; a date-time counts as its day."""
        for path in paths:
            element = parent.find(self.path(path))
            if element is None or not text_of(element):
                continue
            day = text_of(element)[:10]
            try:
                parse_day(day)
            except ValueError as error:
                raise self.wrong("IM-115", element, text_of(element)) from error
            return day
        return None

    def status(
        self, parent: _Element, path: str, words: dict[str, BankStatus]
    ) -> BankStatus | None:
        """Return the status at a path, None when there is none; complains about an unknown."""
        element = parent.find(self.path(path))
        if element is None or not text_of(element):
            return None
        if text_of(element) not in words:
            raise self.wrong("IM-114", element, text_of(element), status=text_of(element))
        return words[text_of(element)]

    def reason(self, parent: _Element, path: str) -> tuple[str, str]:
        """Return code and text of the reasons at a path; the first code, all texts."""
        code, texts = "", []
        for element in self.all(parent, path):
            own = self.get(element, "Rsn/Cd", "Rsn/Prtry")
            said = " ".join(text_of(line) for line in self.all(element, "AddtlInf"))
            code = code or own
            texts.append(said or REASONS.get(own, ""))
        return code, " ".join(filter(None, texts))
