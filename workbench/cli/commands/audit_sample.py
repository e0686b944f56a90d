"""``workbench audit sample|note``: samples an auditor draws, and what he notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import MonthType, json_option, protected_option, session

if TYPE_CHECKING:
    from db.audit_samples import Sample


@click.command("sample")
@click.argument("number", type=int, required=False)
@click.option("--month", type=MonthType(), help="Draw: the month, or the first of them.")
@click.option("--to", "till", type=MonthType(), help="Draw: the last month.")
@click.option(
    "--of",
    "slag",
    type=click.Choice(("betalning", "rad")),
    default="betalning",
    help="Payments or reported rows.",
)
@click.option(
    "--method",
    type=click.Choice(("slump", "storst", "krona", "avvikelse")),
    default="slump",
    help="Chance, largest, monetary-unit, or control patterns.",
)
@click.option("--count", "antal", type=int, default=25, help="How many.")
@click.option("--seed", default="", help="Draw: any text; the same text gives the same sample.")
@json_option
@protected_option
def sample(
    number: int | None,
    month: int | None,
    till: int | None,
    slag: str,
    method: str,
    antal: int,
    seed: str,
    as_json: bool,
    show_protected: bool,
) -> int:
    """Draw a sample with --month and --seed; show one by its number; without either list them.

    A sample is kept with its method, seed and the fingerprint of what it was drawn from: the same
    seed and population give the same sample.

    Example: workbench audit sample --month 2026-03 --method krona --count 40 --seed 2026-revision

    Exit codes: 0 done; 5 nothing to draw from, no seed, no such sample, or not for your role.
    """  # fmt: skip
    from workbench.cli import audit_documents as documents
    from workbench.cli.progress import clear, watched
    from workbench.services import revision_stickprov as stickprov
    from workbench.services.viewing import viewer

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    if number is not None and month is not None:
        raise click.UsageError(
            "Ange ett nummer för att visa, eller --month för att dra. Inte båda."
        )
    if month is not None:
        wanted = stickprov.Wanted(slag, method, antal, seed, (month, till or month))
        number = stickprov.draw(database, wanted, stamp, watched())
        clear()
    looking = viewer(database, stamp, protected=show_protected, what=f"audit sample {number or ''}")
    connection = database.read()
    if number is None:
        _list(stickprov.samples(connection), as_json)
        return 0
    kept = stickprov.sample(connection, number)
    items = stickprov.items(connection, number, looking)
    again = month is not None or stickprov.redrawn(connection, number)
    if as_json:
        output.document(documents.whole_sample(kept, items, again))
        return 0
    output.line(f"Stickprov {kept.id}: {stickprov.method(kept)}")
    output.line("Dras det igen blir det samma." if again else "Materialet är ett annat nu.")
    output.table(
        ("Post", "Nyckel", "Gäller", "Kronor", "Därför", "Utfall", "Notering"),
        [
            (
                item.ordning, item.nyckel, item.namn, _kr(item.belopp), item.skal, item.utfall,
                item.text,
            )
            for item in items
        ],
        right="Post Kronor",
    )  # fmt: skip
    return 0


def _kr(ore: int) -> str:
    from workbench.domain.money import kronor

    return kronor(ore)


def _list(found: list[Sample], as_json: bool) -> None:
    from workbench.cli import audit_documents as documents
    from workbench.domain.time import iso_month

    if as_json:
        output.document([documents.sample(item) for item in found])
        return
    output.table(
        ("Nr", "Av", "Månad", "Till", "Metod", "Frö", "Poster", "Ok", "Fel", "Oklart", "När",
         "Vem"),
        [
            (
                s.id, s.slag, iso_month(s.fran), iso_month(s.till), s.metod, s.fro, s.poster, s.ok,
                s.fel, s.oklart, s.tid[:16], s.aktor,
            )
            for s in found
        ],
        right="Nr Poster Ok Fel Oklart",
    )  # fmt: skip


@click.command("note")
@click.argument("number", type=int)
@click.argument("post", type=int)
@click.option("--result", type=click.Choice(("ok", "fel", "oklart")), required=True)
@click.option("--text", default="", help="What was seen; needed unless ok.")
@json_option
def note(number: int, post: int, result: str, text: str, as_json: bool) -> int:
    """Note what an item of a sample showed. An earlier note stays beside it.

    Example: workbench audit note 1 3 --result fel --text "Raden saknar underskrift."

    Exit codes: 0 done; 5 no such item, no text, or not for your role.
    """
    from workbench.services import revision_stickprov as stickprov

    chosen = session()
    database = chosen.database()
    stickprov.note(database, number, post, result, text, chosen.stamp())
    if as_json:
        told = stickprov.notes(database.read(), number, post)
        output.document([item._asdict() for item in told])
    else:
        output.line(f"Stickprov {number} post {post}: {result}.")
    return 0


COMMANDS = (sample, note)
