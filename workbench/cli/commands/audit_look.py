"""``workbench audit follow|overrides|outcomes|changes``: what an auditor looks at."""

from __future__ import annotations

import click

from workbench.cli import output
from workbench.cli.context import DayType, MonthType, json_option, protected_option, session


@click.command("follow")
@click.argument("identity", metavar="ID", required=False)
@click.option("--amount", help="Kronor of a payment, as 1234,50.")
@click.option("--file", "fil", help="A received file, by name or the start of its SHA-256.")
@click.option("--row", type=int, help="The row of --file.")
@click.option("--person", help="A personnummer; with --day.")
@click.option("--day", type=DayType(), help="The day, of --person or of --amount.")
@json_option
@protected_option
def follow(
    identity: str | None,
    amount: str | None,
    fil: str | None,
    row: int | None,
    person: str | None,
    day: str | None,
    as_json: bool,
    show_protected: bool,
) -> int:
    """Follow a payment to its rows, or a row to its payments.

    ID is a payment (B17), an EndToEndId, the message id of a file for the bank, or what explain
    takes. Else by --amount (and --day), by --file and --row, or by --person and --day.

    Example: workbench audit follow --person 198005052384 --day 2026-03-04

    Exit codes: 0 done; 2 nothing like that, or not one of the four ways.
    """
    from workbench.domain.money import parse_scaled
    from workbench.services import revision_sok
    from workbench.services.tracing import lines
    from workbench.services.viewing import viewer

    try:
        ore = None if amount is None else parse_scaled(amount.replace(" ", ""))
    except ValueError as error:
        raise click.UsageError(f"{amount!r} är inget belopp. Skriv kronor, 1234,50.") from error
    sought = revision_sok.Sought(identity or "", ore, day, fil or "", row, person or "")
    if sought.ways != 1:
        raise click.UsageError(
            "Ange ett id, --amount (och --day), --file med --row, eller --person med --day."
        )
    chosen = session()
    database = chosen.database()
    looking = viewer(
        database, chosen.stamp(), protected=show_protected, what=f"audit follow {sought.told}"
    )
    trace = revision_sok.follow(database.read(), sought, looking)
    if as_json:
        output.document(trace.document())
    else:
        for text in lines(trace):
            output.line(text)
    return 0


@click.command("overrides")
@click.option("--from", "fran", type=DayType(), help="First day.")
@click.option("--to", "till", type=DayType(), help="Last day.")
@click.option("--kod", help="Only findings of a code.")
@click.option("--person", help="Only of a person, by personnummer.")
@click.option(
    "--kind",
    type=click.Choice(
        ("fynd", "sjuklon", "aterkrav", "korning", "varde", "konto", "stopp", "anvandare")
    ),
    help="Only of a kind.",
)
@click.option("--sort", type=click.Choice(("time", "kronor", "who")), default="time")
@json_option
@protected_option
def overrides(
    fran: str | None,
    till: str | None,
    kod: str | None,
    person: str | None,
    kind: str | None,
    sort: str,
    as_json: bool,
    show_protected: bool,
) -> int:
    """List what people decided against or beside the rules: who, when, why, and how much.

    Findings released or refused, sjuklön decided, claims dropped or changed, runs annulled,
    values and settings, accounts, stops, users.

    Example: workbench audit overrides --from 2026-03-01 --to 2026-03-31

    Exit codes: 0 done; 5 nobody has that personnummer.
    """
    from workbench.cli import audit_documents as documents
    from workbench.cli.diagnostics import say
    from workbench.domain.money import clock_hours, hours
    from workbench.services import revision_avsteg as avsteg
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what="audit overrides")
    connection = database.read()
    wanted = avsteg.chosen(connection, fran=fran, till=till, kod=kod, person=person, slag=kind)
    found = avsteg.overrides(connection, wanted, looking, limit=-1)
    rows = avsteg.ordered(found.rader, sort)
    if as_json:
        output.document({"antal": found.antal, "avsteg": [documents.override(row) for row in rows]})
        return 0
    output.table(
        ("När", "Vem", "Slag", "Id", "Kod", "Person", "Vad", "Tid", "Kronor", "Varför"),
        [
            (
                row.tid[:16],
                row.aktor,
                avsteg.KIND_WORDS[row.slag],
                row.id,
                row.kod,
                row.namn,
                row.vad + (" (ångrat)" if row.angrad else ""),
                hours(row.timmar)
                if row.timmar is not None
                else ""
                if row.minuter is None
                else clock_hours(row.minuter),
                row.kronor(),
                row.motivering,
            )
            for row in rows
        ],
        right="Tid Kronor",
    )
    say(f"{found.antal} avsteg.")
    return 0


@click.command("outcomes")
@click.option("--month", type=MonthType(), required=True, help="The month, or the first of them.")
@click.option("--to", "till", type=MonthType(), help="The last month.")
@click.option("--kod", help="Only one code.")
@json_option
def outcomes(month: int, till: int | None, kod: str | None, as_json: bool) -> int:
    """Show what came of each rule: raised, open, upheld, overridden, minutes and kronor.

    The same minute may stand in findings of several codes: sums over codes are the most it can be.

    Example: workbench audit outcomes --month 2026-01 --to 2026-03

    Exit codes: 0 done.
    """
    from workbench.cli import audit_documents as documents
    from workbench.domain.money import clock_hours, hours, kronor
    from workbench.services.revision_utfall import outcomes as found

    rows = found(session().database().read(), (month, till or month), kod)
    if as_json:
        output.document([documents.outcome(row) for row in rows])
        return 0
    output.table(
        ("Kod", "Regler", "Resta", "Väntar", "Står fast", "Släppta", "Upplysning",
         "Undanhållet", "Kronor", "Släppt", "Släppta kronor"),
        [
            (
                row.kod,
                row.regelversion,
                row.rasta,
                row.vantar,
                row.uppratthallna,
                row.overtagna,
                row.upplysningar,
                hours(row.timmar_undanhallna)
                if row.timmar_undanhallna
                else clock_hours(row.minuter_undanhallna),
                kronor(row.ore_undanhallna),
                hours(row.timmar_slappta)
                if row.timmar_slappta
                else clock_hours(row.minuter_slappta),
                kronor(row.ore_slappta),
            )
            for row in rows
        ],
        right="Regler Resta Väntar Släppta Upplysning Undanhållet Kronor Släppt",
    )  # fmt: skip
    return 0


@click.command("changes")
@click.option("--from", "fran", type=DayType(), required=True, help="First day.")
@click.option("--to", "till", type=DayType(), required=True, help="Last day.")
@click.option("--register", help="Only one register, with its new rows one by one.")
@json_option
@protected_option
def changes(fran: str, till: str, register: str | None, as_json: bool, show_protected: bool) -> int:
    """Show what changed in fixed data between two days: before, after, who, and the source.

    People, beslut, uppdrag, payees, accounts, anordnare, rates, settings and users. New rows are
    counted by register and file; with --register each is listed.

    Example: workbench audit changes --from 2026-03-01 --to 2026-03-31 --register mottagare

    Exit codes: 0 done; 5 the days come in the wrong order.
    """
    from workbench.cli import audit_documents as documents
    from workbench.cli.diagnostics import say
    from workbench.services import revision_andringar
    from workbench.services.viewing import viewer

    chosen = session()
    database = chosen.database()
    looking = viewer(database, chosen.stamp(), protected=show_protected, what="audit changes")
    found = revision_andringar.changes(database.read(), fran, till, looking, register)
    if as_json:
        output.document(documents.changes(found))
        return 0
    output.table(
        ("När", "Vem", "Vad", "Register", "Gäller", "Före", "Efter", "Källa"),
        [
            (
                row.tid[:16], row.aktor, row.handelse, row.register, row.nyckel, row.fore,
                row.efter, row.kalla,
            )
            for row in found.rader
        ],
    )  # fmt: skip
    output.line()
    output.table(
        ("Register", "Nya rader", "Fil", "När", "Vem"),
        [(n.tabell, n.antal, n.fil, n.tid[:16], n.aktor) for n in found.nya],
        right="Nya",
    )
    say(f"{found.antal} ändringar.")
    return 0


COMMANDS = (follow, overrides, outcomes, changes)
