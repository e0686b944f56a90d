"""The law cases as a booklet in Swedish, for a lawyer to affirm or deny.

Run with ``python -m tests.law.booklet``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.law.cases import NAMES, PATTERNS, TAGS, Case, CaseFile, load
from workbench.rules.registry import KODER
from workbench.wording import LAGRUM_TEXT, LAGRUM_TEXT_SHARED


def booklet(files: Iterable[CaseFile]) -> str:
    """Return every case as text."""
    parts = [
        "RÄTTSFALL SOM PROGRAMMET PRÖVAS MOT",
        "Det som inte sägs är i sin ordning: Kim är assistent hos Anna och anställd av Firman, "
        "som har tillstånd; uppdraget är anmält, beslutet ger 744 timmar i månaden och raderna "
        "kom in i tid. Bo är en annan brukare, Lea och Ida andra assistenter, Bolaget en annan "
        "anordnare; Maja är inget av detta.",
        "Kontrollmönster, vila och rapportens egna uppgifter om arbetstid visas bara i sina egna "
        f"avsnitt ({', '.join(sorted(PATTERNS))}); annars skulle de stå vid nästan varje fall.",
    ]
    for file in files:
        parts.append("\n".join(_heading(file)))
        parts += ["\n".join(_case(number, case)) for number, case in enumerate(file.cases, 1)]
    return "\n\n".join(parts) + "\n"


def _heading(file: CaseFile) -> Iterator[str]:
    yield f"{file.title} ({file.name})"
    yield "=" * len(f"{file.title} ({file.name})")
    if file.name in KODER:
        kod = KODER[file.name]
        yield f"{kod.lagrum}, {kod.allvar.value}"
        yield LAGRUM_TEXT[LAGRUM_TEXT_SHARED.get(file.name, file.name)]


def _case(number: int, case: Case) -> Iterator[str]:
    yield f"{number}. {case.name}"
    yield f"   Källa: {case.source}. ({', '.join(TAGS[tag] for tag in case.tags)})"
    yield from (f"   {text}" for text in _facts(case))
    for text in case.series:
        first, last, days, *rest = text.split()
        yield f"   Pass {days} {first} - {last}: {' '.join(rest)}"
    for text in case.passes:
        yield f"   Pass: {text}"
    if case.avraknat_fore:
        yield f"   Därefter avräknas {', '.join(case.avraknat_fore)}."
    for text in case.later_passes:
        yield f"   Pass som kommer in senare: {text}"
    if case.fel:
        yield f"   Svar: felet \u201d{case.fel}\u201d"
        return
    for text in case.findings:
        yield f"   Svar: {_answer(text)}"
    if not case.findings:
        yield "   Svar: inget fynd"
    if case.omraknas is not None:
        yield f"   Räknas om: {', '.join(case.omraknas) or 'ingen månad'}"
    for line in case.lines or ():
        told = ", ".join(f"{name} {value}" for name, value in line.items())
        yield f"   Betalas: {told}"


def _answer(text: str) -> str:
    """Return a finding in words: minutes, hours, or minutes of a row or a month."""
    kod, *rest = text.split()
    match rest:
        case [amount, "rad" | "manad" as what, which]:
            return f"{kod} {amount} minuter, {what.replace('manad', 'månad')} {which}"
        case [amount]:
            return f"{kod} {amount} minuter"
        case _:
            return text


def _facts(case: Case) -> Iterator[str]:
    for name, day in case.fodd.items():
        yield f"{NAMES[name]} är född {day}."
    for name, lands in case.bosatt.items():
        yield f"{NAMES[name]} är bosatt: {'; därefter '.join(lands) or 'okänt'}."
    for label, texts in (
        ("Sjukersättning", case.sjukersattning),
        ("Anteckning", case.anteckning),
        ("Tillstånd", case.tillstand),
        ("Uppdrag", case.uppdrag),
        ("Beslut", case.beslut),
        ("Senare version av beslutet", case.senare_beslut),
        ("Vistelse", case.vistelser),
        ("Försäkringskassans beslut", case.fkbeslut),
        ("Försäkringskassans beslut som kommer in senare", case.senare_fkbeslut),
        ("Betalningsmottagare", case.mottagare),
        ("Passen har redovisats i FK:s tidredovisning, som uppger", case.fk_redovisning),
    ):
        if texts is not None and (texts or label in ("Tillstånd", "Uppdrag", "Beslut")):
            yield f"{label}: {'; '.join(texts) or 'inget'}."
    if case.kommunal:
        yield "Anordnaren är kommunal."
    if case.ivo_anmald:
        yield f"Anmälan till IVO: {case.ivo_anmald}."
    for name in case.okand:
        yield f"{NAMES[name]} finns inte i registren."
    for name, account in case.konto.items():
        yield f"{NAMES[name]} har konto {account}."
    for name, value in case.policy.items():
        yield f"Kommunens inställning {name}: {value.replace(' ', ' från ')}."
    for kod, status in case.avgor.items():
        yield f"Avgjort: {kod} {status}."
    for label, day in (("Dagens datum", case.idag), ("Raderna kom in", case.inkom)):
        if day:
            yield f"{label}: {day}."


if __name__ == "__main__":
    print(booklet(load()), end="")
