"""How a claim may move: states, deadlines, and what each step needs. Pure.

12 § LSS; 25, 32, 37, 43-45 §§ FL; 2 § lag 1930:173; 3 kap. 1 § utsökningsbalken; rulebook
section 8. Days are day numbers, amounts öre. A civil claim, under an anordnare's signed undertaking
on FK's money, has no beslut and no appeal; it goes to Kronofogden on a judgment only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.domain.bankdagar import next_bank_day
from workbench.domain.kravlage import word
from workbench.domain.money import kronor
from workbench.domain.time import iso_day

LSS, CIVIL = "lss", "civilrattslig"
APPEAL_DAYS = 21
"""Three weeks from the day the person got the decision (44 § FL)."""
CLAIMABLE = ("a", "b", "fk")
"""Grounds that a claim can be communicated and decided on."""
PROPOSED = ("forslag", "skrivs-av-forslag")
COURT = ("faststalld", "andrad", "upphavd", "aterforvisad")
TRIED = ("delgiven", "overklagad", *COURT)
"""What follows of a decision although nothing is owed on it any more."""
FINAL = ("laga-kraft", "avbetalning", "kronofogden")
"""States in which the claim stands for good and only the money is left."""
ENDED = ("betald", "nedlagd", "eftergiven")
STATES = (
    *(*PROPOSED, "utredning", "kommunicerad", "beslutad", "delgiven", "overklagad"),
    *(*COURT, *FINAL, *ENDED),
)
"""Every state of a claim, in the order it comes to them; an annulled run's are gone."""
PREPARES = ("utredning", "kommunicerad")
"""States in which a claim is prepared: whoever did it can't decide it (four eyes)."""
ASSESSED = ("bevis", "for", "emot")
"""What must be written before a decision: the nämnd bears the burden of proof (9.2.25)."""

MOVES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    LSS: {
        "forslag": ("utredning", "nedlagd"),
        "skrivs-av-forslag": ("utredning", "nedlagd"),
        "utredning": ("kommunicerad", "nedlagd"),
        "kommunicerad": ("beslutad", "kommunicerad", "nedlagd"),
        "beslutad": ("delgiven", "eftergiven"),
        "delgiven": ("overklagad", "laga-kraft", "eftergiven"),
        "overklagad": COURT,
        "faststalld": ("overklagad", "laga-kraft"),
        "andrad": ("overklagad", "laga-kraft"),
        "upphavd": ("overklagad", "laga-kraft"),
        "aterforvisad": ("utredning",),
        "laga-kraft": ("avbetalning", "kronofogden", "eftergiven", "nedlagd"),
        "avbetalning": ("avbetalning", "kronofogden", "eftergiven", "nedlagd"),
        "kronofogden": ("avbetalning", "eftergiven", "nedlagd"),
    },
    CIVIL: {
        "forslag": ("utredning", "nedlagd"),
        "utredning": ("kommunicerad", "nedlagd"),
        "kommunicerad": ("avbetalning", "kommunicerad", "laga-kraft", "eftergiven", "nedlagd"),
        "avbetalning": ("avbetalning", "laga-kraft", "kronofogden", "eftergiven", "nedlagd"),
        "laga-kraft": ("avbetalning", "kronofogden", "eftergiven", "nedlagd"),
        "kronofogden": ("avbetalning", "eftergiven", "nedlagd"),
    },
}
"""What a person can move a claim to, by kind and state; ``betald`` follows from the money."""


class Del(NamedTuple):
    """An instalment: day and öre."""

    dag: int
    belopp: int


@dataclass(frozen=True, slots=True)
class Arende:
    """What is known of a claim when someone wants to move it.

    ``dagar`` is the last day each state was entered; ``frist`` the deadline of the latest step
    that set one; ``struket`` what courts have struck and no higher court given back;
    ``utredare`` those who have prepared it: moved it, chosen its ground or debtors, or written its
    assessment; ``oppna_fynd`` counts findings behind its rows that nobody has closed;
    ``omraknas`` tells that one of its months waits for a new run.
    """

    id: int
    slag: str
    status: str
    grund: str
    utestaende: int
    aterbetalt: int
    galdenarer: int
    bedomning: frozenset[str] = frozenset()
    dagar: Mapping[str, int] = field(default_factory=dict)
    sista_dag: int = 0
    """The day of the latest step; none can be earlier."""
    frist: int | None = None
    utredare: frozenset[str] = frozenset()
    oppna_fynd: int = 0
    omraknas: bool = False
    dom: bool = False
    """A judgment lets a civil claim be enforced."""
    struket: int = 0
    fore: str = ""
    """The state in which a run lowered it to nothing owed."""


@dataclass(frozen=True, slots=True)
class Steg:
    """A step that someone wants to take; ``belopp`` is what remains (andrad, and faststalld when a
    lower court has struck) or what is forgiven or written off (eftergiven, nedlagd; None = all)."""

    till: str
    dag: int
    idag: int
    aktor: str
    motivering: str = ""
    grund: str | None = None
    frist: int | None = None
    belopp: int | None = None
    referens: str = ""
    plan: Sequence[Del] = ()


def appeal_until(delivered: int) -> int:
    """Return the last day to appeal a decision that was delivered on a day (44 § FL).

    Three weeks on; a Saturday, Sunday, helgdag or eve gives the next day that is none of them (2 §
    lag 1930:173).
    """
    return next_bank_day(delivered + APPEAL_DAYS)


def allowed(slag: str, status: str, fore: str = "") -> tuple[str, ...]:
    """Return the states that a person can move a claim to.

    ``fore`` is the state of a claim that a run has lowered to nothing owed: it has ended, but what
    has been repaid on its decision may still be tried.
    """
    if status == "betald" and fore:
        return tuple(one for one in MOVES[slag].get(fore, ()) if one in TRIED)
    return MOVES[slag].get(status, ())


def hinders(case: Arende, step: Steg) -> list[str]:
    """Return, in Swedish, all that is in the way of a step; empty = it can be taken."""
    moves = allowed(case.slag, case.status, case.fore)
    if step.till not in moves:
        can = ", ".join(map(word, moves)) if moves else "inget mer steg"
        there = f"K{case.id} är {word(case.status)}"
        return [f"{there} och kan inte bli {word(step.till)} (möjligt: {can})."]
    return [*_every(case, step), *_ENTER[step.till](case, step)]


def _every(case: Arende, step: Steg) -> Iterator[str]:
    if step.dag > step.idag:
        yield f"Dagen {iso_day(step.dag)} har inte varit. Ange den dag då det hände."
    if step.dag < case.sista_dag:
        yield (
            f"Dagen {iso_day(step.dag)} är före kravets senaste steg ({iso_day(case.sista_dag)})."
        )
    if step.grund is not None and step.till not in PREPARES:
        yield "Grunden väljs innan kravet kommuniceras: den enskilde svarar på den (25 § FL)."
    elif step.grund is not None:
        yield from ground_hinders(case, step.grund)


def ground_hinders(case: Arende, grund: str) -> Iterator[str]:
    """Yield what is in the way of choosing a ground of 12 § LSS."""
    if grund not in CLAIMABLE:
        yield f"Grunden är a eller b (12 § LSS), inte {grund}."
    elif (grund == "fk") != (case.grund == "fk"):
        yield (
            "Ett krav på grund av Försäkringskassans beviljande behåller sin grund (fk)."
            if case.grund == "fk"
            else "Grunden fk har bara krav som kommer av Försäkringskassans beviljande."
        )
    elif case.oppna_fynd:
        yield (
            f"{case.oppna_fynd} fynd bakom kravets rader är inte avgjorda. Avgör dem först: hållen "
            "tid krävs inte tillbaka innan den har prövats."
        )


def _utredning(case: Arende, step: Steg) -> Iterator[str]:
    if case.grund == "egen" and step.grund is None:
        yield (
            "Kravet beror på kommunens eget fel. Välj grund a eller b och skriv varför, eller lägg "
            "ned det."
        )
    if step.grund is not None and not step.motivering.strip():
        yield "Skriv varför grunden är vald."


def _kommunicerad(case: Arende, step: Steg) -> Iterator[str]:
    grund = step.grund or case.grund
    if grund not in CLAIMABLE:
        yield f"Kravets grund är {grund}. Välj grund a eller b innan det kommuniceras (12 § LSS)."
    if case.oppna_fynd and step.grund is None:
        yield f"{case.oppna_fynd} fynd bakom kravets rader är inte avgjorda. Avgör dem först."
    yield from _rests_on_latest(case)
    if not case.galdenarer:
        yield (
            "Förmyndaren finns inte i registren. Ange gäldenär: förmyndaren, eller barnet om det "
            "finns särskilda skäl (12 § LSS)."
        )
    if case.status == "kommunicerad":
        yield from _motivated(step, "kommuniceras igen")
    if step.frist is None or step.frist <= step.dag:
        yield "Ange en svarsdag efter den dag då kravet kommuniceras (25 § FL)."


def _rests_on_latest(case: Arende) -> Iterator[str]:
    if case.omraknas:
        yield "En av kravets månader väntar på en ny körning. Räkna och attestera den först."
    if not case.utestaende:
        yield "Ingenting är utestående på kravet."


def _beslutad(case: Arende, step: Steg) -> Iterator[str]:
    yield from _motivated(step, "beslutas (32 § FL)")
    yield from _rests_on_latest(case)
    if case.frist is not None and step.dag <= case.frist and "svar" not in case.bedomning:
        yield (
            f"Svarstiden går ut {iso_day(case.frist)}. Vänta till dagen efter, eller skriv in "
            "svaret först (25 § FL)."
        )
    missing = [kind for kind in ASSESSED if kind not in case.bedomning]
    if missing:
        names = {"bevis": "bevisning", "for": "skäl för", "emot": "skäl emot"}
        yield (
            f"Bedömningen saknar: {', '.join(names[kind] for kind in missing)}. Nämnden har "
            "bevisbördan (9.2.25)."
        )
    if case.grund == "b" and "namnden" not in case.bedomning:
        yield (
            "Skriv vad nämnden har upplyst den enskilde om: grund b prövas mot både den enskildes "
            "och nämndens uppgifter (9.2.25)."
        )
    if step.aktor in case.utredare:
        yield f"{step.aktor} har utrett kravet; en annan person ska besluta."


def _motivated(step: Steg, what: str) -> Iterator[str]:
    if not step.motivering.strip():
        yield f"Skriv varför kravet {what}."


def _delgiven(case: Arende, step: Steg) -> Iterator[str]:
    last = appeal_until(step.dag)
    if step.frist is not None and step.frist < last:
        yield (
            f"Den sista dagen att överklaga är tidigast {iso_day(last)}: tre veckor från den dag "
            "då beslutet nådde den som får överklaga (44 § FL)."
        )


def _overklagad(case: Arende, step: Steg) -> Iterator[str]:
    if case.frist is not None and step.dag > case.frist:
        yield (
            f"Överklagandet kom {iso_day(step.dag)}, efter sista dagen {iso_day(case.frist)}. Ett "
            "för sent överklagande avvisas (45 § FL) och ändrar inte kravet."
        )


def _court(case: Arende, step: Steg) -> Iterator[str]:
    if not step.referens.strip():
        yield "Ange domstol och målnummer."
    yield from _delgiven(case, step)
    live = case.utestaende + case.aterbetalt
    whole = live + case.struket
    if step.till == "andrad" and (step.belopp is None or not 0 < step.belopp < whole):
        yield (
            f"Ange beloppet som domstolen bestämde, mellan 0 och {kronor(whole)} kr. Hela "
            "beloppet är faststalld, inget är upphavd."
        )
    if step.till == "faststalld":
        yield from _confirmed(case, step, live, whole)


def _confirmed(case: Arende, step: Steg, live: int, whole: int) -> Iterator[str]:
    """A higher court confirms the judgment that struck, or the decision that it struck from: the
    two differ by money, so whoever registers it says which."""
    if case.struket and step.belopp not in (live, whole):
        yield (
            f"En domstol har strukit {kronor(case.struket)} kr. Ange beloppet som gäller nu: "
            f"{kronor(live)} kr om den domen står fast, {kronor(whole)} kr om beslutet gör det."
        )
    elif not case.struket and step.belopp not in (None, whole):
        yield f"Det som står fast är {kronor(whole)} kr. Ett annat belopp är andrad."


def _laga_kraft(case: Arende, step: Steg) -> Iterator[str]:
    if case.slag == CIVIL:
        if not step.referens.strip():
            yield "Ett civilrättsligt krav behöver en dom eller ett utslag. Ange domstol och mål."
        return
    if case.frist is not None and step.dag <= case.frist:
        yield (
            f"Beslutet kan överklagas till och med {iso_day(case.frist)} och får laga kraft först "
            "dagen efter."
        )


def _avbetalning(case: Arende, step: Steg) -> Iterator[str]:
    days = [part.dag for part in step.plan]
    total = sum(part.belopp for part in step.plan)
    if not step.plan or total != case.utestaende:
        yield (
            f"Avbetalningarna är {kronor(total)} kr, men {kronor(case.utestaende)} kr är "
            "utestående. De ska vara lika."
        )
    if any(part.belopp <= 0 for part in step.plan):
        yield "Varje avbetalning ska vara mer än noll."
    if days != sorted(set(days)) or (days and days[0] < step.dag):
        yield "Avbetalningarnas dagar ska komma i ordning, ingen två gånger och ingen bakåt."


def _kronofogden(case: Arende, step: Steg) -> Iterator[str]:
    if not case.utestaende:
        yield "Ingenting är utestående på kravet."
    if case.slag == CIVIL and not case.dom:
        yield "Ett civilrättsligt krav lämnas till Kronofogden först när det finns en dom."
    if not step.motivering.strip():
        yield (
            "Skriv hur kontakt har tagits om frivillig betalning och vad den ledde till (9.2.25)."
        )


def _dropped(case: Arende, step: Steg) -> Iterator[str]:
    yield from _motivated(step, "läggs ned eller efterges")
    if step.till == "eftergiven" and not case.utestaende:
        yield "Ingenting är utestående på kravet."
    elif step.belopp is not None and not 0 < step.belopp <= case.utestaende:
        yield f"Beloppet ska vara mellan 0 och {kronor(case.utestaende)} kr, som är utestående."
    if step.till == "nedlagd" and step.belopp is not None and case.status not in FINAL:
        yield "Ett krav läggs ned helt. En del av det kan skrivas av först efter laga kraft."


_ENTER: Mapping[str, Callable[[Arende, Steg], Iterator[str]]] = {
    "utredning": _utredning,
    "kommunicerad": _kommunicerad,
    "beslutad": _beslutad,
    "delgiven": _delgiven,
    "overklagad": _overklagad,
    "faststalld": _court,
    "andrad": _court,
    "upphavd": _court,
    "aterforvisad": _court,
    "laga-kraft": _laga_kraft,
    "avbetalning": _avbetalning,
    "kronofogden": _kronofogden,
    "eftergiven": _dropped,
    "nedlagd": _dropped,
}
