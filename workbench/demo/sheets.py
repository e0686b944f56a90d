"""Writes the semicolon files of a demo as a stream: nothing is kept but open files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import IO

from workbench.demo.model import Assistant, Calendar, Employer, Household, Row, SickCase, Uppdrag
from workbench.demo.names import STREETS
from workbench.domain.time import clock, iso_day, iso_month, month_days

HEADERS = {
    "brukare": "personnummer;namn;namnd;skyddad;formyndare;konto;ivo_anmald;"
    "arbetsgivare_registrerad",
    "anordnare": "orgnr;namn;kommunal;tillstand_fran;tillstand_till;brukare_underrattad;konto",
    "assistenter": "personnummer;namn;bosatt_land;bosatt_fran;sjukersattning_procent;"
    "sjukersattning_fran;sjukersattning_till",
    "uppdrag": "assistent;brukare;arbetsgivare;fran;till;anmald;anstalld_fran;narstaende;"
    "hushallsgemenskap;arbetstid;tillsyn;period_start;period_langd;timmar_per_vecka;extra_overtid",
    "beslut": "beslutsnummer;brukare;fran;till;timmar;beslutsdatum;period_manader;"
    "hojning_procent;eget_timbelopp;dubbel_timmar;utbetalas_till;mottagare;forskott;"
    "andringsforbehall",
    "mottagare": "brukare;slag;nummer;namn;fran;till;konto;adress;begaran_datum;avtal_datum;"
    "avtal_fran;undertecknat;vardnadshavare_undertecknat;beslut_11",
    "redovisning": "brukare;manad;lon;assistansomkostnader;utbildning;arbetsmiljo;"
    "personalomkostnader;administration",
    "vistelser": "brukare;slag;fran;till",
    "fkbeslut": "brukare;beslutsdatum;utfall;fran;till;timmar_per_vecka;retroaktivt_fran",
    "sjukfall": "arende;brukare;assistent;arbetsgivare;forsta_sjukdag;sista_sjukdag;ansokt;timlon;"
    "veckolon;betald_sjuklon;begart_belopp;sokande;lakarintyg_fran;handlingar",
    "sjukpass": "arende;datum;start;slut;vikarie;slag",
}
REPORT_HEADER = "brukare;assistent;arbetsgivare;datum;start;slut;slag"
STRIDE = 251
"""Rows of a batch that once stood together end up this far apart."""


def yes(value: bool) -> str:
    """Return ``ja`` or ``nej``."""
    return "ja" if value else "nej"


def day_or_empty(day: int | None) -> str:
    """Return the date, or nothing when it is not known."""
    return "" if day is None else iso_day(day)


def decimal(hundredths: int | None) -> str:
    """Return hundredths as a Swedish decimal without needless zeros."""
    if hundredths is None:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)


class Sheets:
    """One open file per kind and per month of reports."""

    def __init__(self, folder: Path, calendar: Calendar, rng: Random) -> None:
        self._folder = folder
        self._rng = rng
        self._stack = ExitStack()
        self._months = [month_days(month) for month in calendar.months]
        self._days = {day: iso_day(day) for day in range(calendar.first - 1, calendar.last + 2)}
        self.counts = dict.fromkeys((*HEADERS, "tidrapporter"), 0)
        self.files: list[Path] = []
        self._sheets = {kind: self._open(f"{kind}.csv", header) for kind, header in HEADERS.items()}
        self._reports = [
            self._open(f"tidrapporter-{iso_month(month)}.csv", REPORT_HEADER)
            for month in calendar.months
        ]

    def __enter__(self) -> Sheets:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _open(self, name: str, header: str) -> IO[str]:
        path = self._folder / name
        file = self._stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
        file.write(f"{header}\n")
        self.files.append(path)
        return file

    def _write(self, kind: str, *values: str) -> None:
        self._sheets[kind].write(f"{';'.join(values)}\n")
        self.counts[kind] += 1

    def employer(self, one: Employer) -> None:
        """Write an anordnare, a line per permit spell."""
        spells: list[tuple[int | None, int | None, int | None]] = [*one.spells]
        for fran, till, told in spells or [(None, None, None)]:
            self._write(
                "anordnare",
                one.orgnr,
                one.name,
                yes(one.kommunal),
                day_or_empty(fran),
                day_or_empty(till),
                day_or_empty(told),
                one.konto,
            )

    def household(self, home: Household, accounts: Sequence[tuple[int, list[int]]]) -> None:
        """Write a brukare and everything filed about them, but the rows."""
        self._write(
            "brukare",
            home.number,
            home.name,
            home.namnd,
            yes(home.protected),
            home.guardian,
            home.konto,
            day_or_empty(home.ivo),
            day_or_empty(home.registered),
        )
        for uppdrag in home.uppdrag:
            if not uppdrag.assistant.written:
                self._assistant(uppdrag.assistant)
            self._uppdrag(uppdrag)
        self._papers(home)
        for slag, first, start, last, end in home.stays:
            fran, till = (f"{iso_day(d)}T{clock(m)}" for d, m in ((first, start), (last, end)))
            self._write("vistelser", home.number, slag, fran, till)
        for one in home.fk:
            fran, till = iso_day(one.fran), iso_day(one.till)
            days = iso_day(one.beslutsdatum), "beviljat", fran, till
            self._write("fkbeslut", home.number, *days, decimal(one.timmar), fran)
        for month, costs in accounts:
            self._write("redovisning", home.number, iso_month(month), *map(str, costs))
        for case in home.sick:
            self._sick(case)

    def _assistant(self, who: Assistant) -> None:
        who.written = True
        spells = [(str(percent), fran, till) for percent, fran, till in who.sick]
        for index in range(max(1, len(who.land), len(spells))):
            land, since = who.land[index] if index < len(who.land) else ("", None)
            percent, fran, till = spells[index] if index < len(spells) else ("", None, None)
            self._write(
                "assistenter",
                who.number,
                who.name,
                land,
                day_or_empty(since),
                percent,
                day_or_empty(fran),
                day_or_empty(till),
            )

    def _uppdrag(self, one: Uppdrag) -> None:
        facts = one.arrangement
        self._write(
            "uppdrag",
            one.assistant.number,
            one.brukare,
            one.employer,
            iso_day(one.fran),
            day_or_empty(one.till),
            day_or_empty(one.anmald),
            day_or_empty(one.anstalld),
            yes(one.narstaende),
            yes(one.hushall),
            facts.arbetstid,
            facts.tillsyn,
            day_or_empty(facts.period_start),
            facts.period_langd,
            facts.timmar_per_vecka,
            facts.extra_overtid,
        )

    def _papers(self, home: Household) -> None:
        for beslut in home.beslut:
            self._write(
                "beslut",
                beslut.number,
                home.number,
                iso_day(beslut.fran),
                day_or_empty(beslut.till),
                decimal(beslut.timmar),
                iso_day(beslut.beslutsdatum),
                str(beslut.period),
                decimal(beslut.hojning),
                decimal(beslut.eget),
                decimal(beslut.dubbel),
                beslut.utbetalas_till,
                beslut.mottagare,
                yes(beslut.forskott),
                yes(beslut.forbehall),
            )
        for payee in home.payees:
            signed = payee.avtal is not None
            self._write(
                "mottagare",
                home.number,
                payee.slag,
                payee.nummer,
                payee.namn,
                iso_day(payee.fran),
                "",
                payee.konto,
                f"{self._rng.choice(STREETS)} {self._rng.randrange(1, 90)}",
                day_or_empty(payee.avtal),
                day_or_empty(payee.avtal),
                day_or_empty(payee.fran if signed else None),
                yes(True) if signed else "",
                yes(True) if signed and payee.guardians else "",
                day_or_empty(payee.decided),
            )

    def _sick(self, case: SickCase) -> None:
        work = case.uppdrag
        self._write(
            "sjukfall",
            case.arende,
            work.brukare,
            work.assistant.number,
            work.employer,
            iso_day(case.first),
            day_or_empty(case.last),
            iso_day(case.ansokt),
            *map(decimal, (case.timlon, case.veckolon, case.betald, case.begart)),
            case.sokande,
            day_or_empty(case.intyg),
            ",".join(case.handlingar),
        )
        for one in case.passes:
            clocks = clock(one.start), clock(one.end)
            self._write("sjukpass", case.arende, iso_day(one.day), *clocks, one.vikarie, one.slag)

    def rows(self, rows: Sequence[Row]) -> None:
        """Write a batch's rows, each in its month's file, mixed as they arrive."""
        days = self._days
        for (first, after), file in zip(self._months, self._reports, strict=True):
            lines = [
                f"{who.prefix}{days[day]}{piece[4]}"
                for who, day, piece in rows
                if first <= day < after
            ]
            order = list(range(STRIDE))
            self._rng.shuffle(order)
            for start in order:
                file.write("".join(lines[start::STRIDE]))
            self.counts["tidrapporter"] += len(lines)
