"""The forms of Drift: what they say, ask for, and what is in the way. Pure."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.text import Text

from db.backup import Examined
from workbench.services import copies, files, gallring, keys
from workbench.services.databas import Databas
from workbench.services.errors import Refused
from workbench.services.gallring import Removal
from workbench.tui.screens.sheet import Field, Form, Values
from workbench.tui.words import count, plain

KEY = "Krypteringsnyckel"
OPTIONAL = "får vara tom"
SIGNING, ENCRYPTION = "signering", "kryptering"


def path_of(text: str) -> Path:
    """Return the path that has been written; a name alone lies where the program was started."""
    return Path.cwd() / Path(text).expanduser()


def _said(*sentences: str) -> Text:
    return Text(plain(" ".join(sentences)))


def _where() -> str:
    return f"Ett namn utan mapp läggs i {Path.cwd()}."


def _form(
    key: str,
    title: str,
    said: Text,
    fields: Sequence[Field],
    yes: str,
    hinders: Callable[[Values], None],
    problem: Callable[[Values], str] | None = None,
    *,
    tall: bool = False,
) -> Form:
    """Return a form; ``hinders`` raises what is in the way when the button is pressed."""

    def lacks(values: Values) -> str:
        for item in fields:
            if item.hint != OPTIONAL and not values[item.id]:
                return f"Skriv {item.label.lower()}."
        return problem(values) if problem else ""

    def in_the_way(_connection: sqlite3.Connection, values: Values) -> list[str]:
        try:
            hinders(values)
        except (Refused, files.NotWritten) as error:
            return [plain(str(error))]
        return []

    return Form(
        f"drift {key}",
        title,
        said,
        fields,
        yes,
        lacks,
        hinders=in_the_way,
        help_id="drift-sheet",
        tall=tall,
    )


def _new(values: Values) -> None:
    files.may_write(path_of(values["fil"]))


def _there(path: Path) -> None:
    if not path.is_file():
        raise Refused(f"{path} finns inte, eller är ingen fil.")


def _secret(values: Values) -> str | None:
    return keys.read_secret(path_of(values["nyckel"])) if values.get("nyckel") else None


def _key_field(found: Databas) -> tuple[Field, ...]:
    return (Field("nyckel", KEY, hint=OPTIONAL, path=True),) if found.kan_kryptera else ()


def secret_of(values: Values) -> str | None:
    """Return the key that a form names, None without. Raises KeyProblem."""
    return _secret(values)


def backup(found: Databas, dag: str) -> Form:
    """Return the form that copies the database."""
    if not found.kan_kryptera:
        how = "Den krypteras inte: tillägget krypterad är inte installerat."
    elif found.krypterad:
        how = "Den krypteras med databasens nyckel, om ingen annan anges."
    else:
        how = "Anges en krypteringsnyckel (n gör en) blir den krypterad, annars inte."

    def hinders(values: Values) -> None:
        _new(values)
        _secret(values)

    return _form(
        "kopia",
        "Säkerhetskopia",
        _said(
            "Databasen kopieras som den är nu, också medan den används. Kopian läses igenom och "
            "antecknas i journalen. Lägg den på en annan disk än databasen.",
            how,
            _where(),
        ),
        (Field("fil", "Ny fil", f"kopia-{dag}.db", path=True), *_key_field(found)),
        "Skriv kopian",
        hinders,
    )


def choose_copy(found: Databas, copy: Path | None) -> Form:
    """Return the form that names a copy to put in the database's place."""

    def hinders(values: Values) -> None:
        _there(path_of(values["fil"]))
        _secret(values)

    return _form(
        "återställ",
        "Återställning: vilken kopia?",
        _said(
            "Kopian läses igenom och det som finns i den visas. Ingenting ersätts förrän du har "
            "bekräftat det."
        ),
        (Field("fil", "Kopia", str(copy or ""), path=True), *_key_field(found)),
        "Läs igenom kopian",
        hinders,
    )


def replace(found: Databas, copy: Path, examined: Examined) -> Form:
    """Return the form that puts a copy in the database's place, confirmed by its last entry."""
    head = examined.huvud
    number = str(head.nummer) if head else copy.name
    said = Text("\n".join(map(plain, copies.held(copy, examined))))
    said.append(
        f"\nDatabasen nu: {found.innehall.rader} rader, journalen till post "
        f"{found.huvud.nummer} ({found.huvud.tid[:16]}). Den läggs bredvid och finns kvar; det "
        "som är gjort efter kopian finns sedan bara där. Ingen annan får ha den öppen.",
        style="bold",
    )

    def problem(values: Values) -> str:
        if values["post"] == number:
            return ""
        return f"Skriv {plain(number)} för att bekräfta."

    def hinders(_values: Values) -> None:
        _there(copy)

    return _form(
        f"ersätt {copy}",
        f"Ersätta databasen med {plain(copy.name)}?",
        said,
        (Field("post", "Kopians sista post" if head else "Kopians namn"),),
        "Ersätt databasen",
        hinders,
        problem,
        tall=True,
    )


def head(dag: str) -> Form:
    """Return the form that writes the journal's head."""

    def hinders(values: Values) -> None:
        _new(values)
        if values["nyckel"]:
            keys.private_to_owner(path_of(values["nyckel"]))

    return _form(
        "huvud",
        "Journalens huvud",
        _said(
            "Kedjan räknas om och dess sista post skrivs till en fil. Den som har filen kan senare "
            "visa att ingenting före den är ändrat: förvara den på en annan dator. Med en privat "
            "nyckel (n gör en) signeras den.",
            _where(),
        ),
        (
            Field("fil", "Ny fil", f"huvud-{dag}.json", path=True),
            Field("nyckel", "Privat nyckel", hint=OPTIONAL, path=True),
        ),
        "Skriv huvudet",
        hinders,
    )


def check_head() -> Form:
    """Return the form that holds a head against the chain."""

    def hinders(values: Values) -> None:
        _there(path_of(values["fil"]))
        if values["nyckel"]:
            keys.public_key(path_of(values["nyckel"]))

    return _form(
        "pröva",
        "Ligger huvudet kvar i kedjan?",
        _said(
            "Kedjan räknas om, och posten som huvudet nämner ska vara den som den var. Anges den "
            "publika nyckeln ska huvudet vara signerat med den."
        ),
        (
            Field("fil", "Huvud", path=True),
            Field("nyckel", "Publik nyckel", hint=OPTIONAL, path=True),
        ),
        "Pröva huvudet",
        hinders,
    )


def make_key(kind: str) -> Form:
    """Return the form that makes keys to sign with, or one to encrypt with."""
    said = (
        "En hemlig nyckel och en publik bredvid den (.pub). Den hemliga signerar huvuden: förvara "
        "den inte bredvid databasen. Den publika lämnas till revisorn."
        if kind == SIGNING
        else "En nyckel att kryptera kopior med. Utan den kan ingen läsa dem: förvara en kopia av "
        "nyckeln på ett annat ställe än databasen och kopiorna."
    )
    return _form(
        kind,
        f"Ny nyckel för {kind}",
        _said(said, _where()),
        (Field("fil", "Ny fil", f"nyckel-{kind}", path=True),),
        "Gör nyckeln",
        _new,
    )


def year(now: int) -> Form:
    """Return the form that asks for a year to list what may be removed in."""

    def problem(values: Values) -> str:
        text = values["ar"]
        if len(text) == 4 and text.isdecimal() and 2000 <= int(text) <= now:
            return ""
        return f"Skriv ett år, 2000-{now}."

    return _form(
        "år",
        "Gallringslista",
        _said(
            "Vad som är personligt i journalen om akter som är avslutade sedan länge (21 c § "
            "LSS). Ingenting tas bort av att listan tas fram. Inställningarna gallring_akt_ar och "
            "gallring_rakenskap_ar säger hur länge det ska ligga kvar."
        ),
        (Field("ar", "År", str(now), restrict="[0-9]*"),),
        "Ta fram listan",
        lambda _values: None,
        problem,
    )


def write_list(found: Removal) -> Form:
    """Return the form that writes a list of what may be removed."""
    return _form(
        "lista",
        f"Gallringslista {found.ar}",
        _said("Listan skrivs till en fil. Ingenting tas bort.", _where()),
        (Field("fil", "Ny fil", f"gallring-{found.ar}.json", path=True),),
        "Skriv listan",
        _new,
    )


def remove(found: Removal) -> Form:
    """Return the form that carries a list out, confirmed by how many entries it has."""
    many = len(found.poster)

    def problem(values: Values) -> str:
        if values["antal"] != str(many):
            return f"Skriv {many} för att bekräfta att så många poster gallras."
        return ""

    return _form(
        "gallra",
        f"Gallra {count(many, 'post', 'poster')}?",
        Text(plain(" ".join((*gallring.told(found), gallring.OLD_COPIES)))).append(
            " Det går inte att ångra.", style="bold"
        ),
        (
            Field("fil", "Ny fil, listan", f"gallring-{found.ar}.json", path=True),
            Field("motivering", "Motivering"),
            Field("antal", "Antal poster", restrict="[0-9]*"),
        ),
        "Gallra",
        _new,
        problem,
        tall=True,
    )


def archive(dag: str) -> Form:
    """Return the form that writes an auditor's archive."""
    return _form(
        "arkiv",
        "Revisionsarkiv",
        _said(
            "En fil med allt som svaren vilar på: inlästa filer, register, regler med värden, "
            "avgöranden, körningar, krav, journal och en kopia av databasen. Den har riktiga "
            "uppgifter, och skrivs bara av den som får se skyddade personer om någon är det.",
            _where(),
        ),
        (Field("fil", "Ny fil", f"revision-{dag}.zip", path=True),),
        "Skriv arkivet",
        _new,
    )


def check_archive() -> Form:
    """Return the form that names an archive to verify."""
    return _form(
        "kontrollera arkiv",
        "Kontrollera ett revisionsarkiv",
        _said(
            "Varje fil i arkivet hålls mot manifestet, det läsbara mot kopian av databasen, och "
            "varje attesterad körning räknas om. Databasen här läses inte."
        ),
        (Field("fil", "Arkiv", path=True),),
        "Kontrollera arkivet",
        lambda values: _there(path_of(values["fil"])),
    )
