"""The JSON schemas of ``docs/schemas``, one per command with ``--json``: written here, made there.

They say what a document always has. Keys may be added to it later, so they allow others; the
tests do not.
"""

from __future__ import annotations

from db.onfile import ROLES as ROLES_ON_FILE
from tests.house import schema_audit as audit
from tests.house import schema_pictures as pictures
from tests.house.schema_claims import CASE, CLAIM, MOVED, PAPERS, PROPOSED, SUGGESTED, TASK, TASKS
from tests.house.schema_words import (
    AMOUNT,
    BEFORE_AFTER,
    CLOCK,
    COUNT,
    DAY,
    DIALECT,
    GROUND,
    HASH,
    HOURS,
    KIND_MINUTES,
    LINE_KIND,
    MINUTES,
    MOMENT,
    MONTH,
    ORE,
    PAYMENT,
    PERSON,
    PLACE,
    RUN,
    RUN_STATUS,
    SINCE,
    SOMEONE,
    Schema,
    by_key,
    each,
    flag,
    given,
    maybe,
    number,
    obj,
    one_of,
    text,
)
from workbench.domain.roller import ROLLER, Ratt
from workbench.wording import ALLVAR, STATUS

FINDING = obj(
    id=text(pattern=r"^F\d+$"),
    kod=text("docs/rules.md"),
    lagrum=text(),
    allvar=one_of(*ALLVAR),
    status=one_of(*STATUS),
    brukare=PERSON,
    assistent=maybe(PERSON, "null: not about an assistant"),
    arbetsgivare=maybe(SOMEONE),
    fran=SINCE,
    till=SINCE,
    minuter=number("minutes inside the month; 0 for over-beslut", 0),
    timmar=maybe(HOURS, "over-beslut only"),
    rader=each(PLACE),
    forklaring=text(),
    manad=MONTH,
    beslut=maybe(text()),
    nytt_underlag=flag("minutes have come since it was decided"),
)
FINDINGS = obj(
    month=maybe(MONTH, "null: findings of all months"),
    findings=each(FINDING),
    sammanfattning=by_key(obj(antal=COUNT, minuter=MINUTES), about="by kod"),
)
LINE = obj(
    brukare=PERSON,
    beslut=maybe(text()),
    slag=LINE_KIND,
    arende=maybe(text(), "a sjuklön claim"),
    timbelopp_ore=AMOUNT,
    minuter=KIND_MINUTES,
    timmar=HOURS,
    belopp_ore=ORE,
    id=maybe(text(pattern=r"^L\d+$"), "null in a dry run"),
)
NET = obj(
    brukare=PERSON,
    arende=maybe(text(), "null: all assistans lines"),
    ratt_ore=ORE,
    betalt_ore=ORE,
    krav_ore=ORE,
    skillnad_ore=ORE,
    att_betala_ore=AMOUNT,
    aterkrav_ore=AMOUNT,
    mottagare=maybe(SOMEONE),
    sankta_krav_ore=AMOUNT,
    absorberat_ore=AMOUNT,
    aterstallt_ore=AMOUNT,
    forskott_ore=ORE,
    oredovisat_forskott_ore=AMOUNT,
)
DIFFERENCE = obj(
    brukare=PERSON,
    rad=maybe(PLACE, "null: no row of a file"),
    arende=maybe(text()),
    grund=maybe(GROUND, "null where nothing falls"),
    **BEFORE_AFTER,
)
DEED = obj(
    id=text(),
    slag=one_of("fynd", "krav", "stycke", "uppgift", "arende", "korning"),
    tid=MOMENT,
    vad=text(),
    vem=text("masked when protected"),
    varfor=text(),
    gar_att_angra=flag(),
    hinder=maybe(text(), "null: it can be taken back"),
    kommando=maybe(text(), "null: it can't be taken back"),
)
KEYS = obj(
    fil=text("the user's own file of keys"),
    finns=flag(),
    atgarder=each(
        obj(
            id=text(pattern=r"^[a-z]+\.[a-z_]+$"),
            var=text(),
            namn=text(),
            om=text(),
            tangenter=each(text(), "in force, as written in the file"),
            standard=each(text()),
        )
    ),
    fel=each(
        obj(
            rad=maybe(number(least=1), "null: the file as a whole"),
            atgard=maybe(text(), "null: the file as a whole"),
            fel=text(),
        )
    ),
)
SETTLEMENT = obj(
    month=MONTH,
    korning=maybe(RUN, "null in a dry run"),
    status=RUN_STATUS,
    lines=each(LINE, "by brukare, beslut, timbelopp"),
    brukare=each(NET),
    nekade_minuter=MINUTES,
    hallna_minuter=MINUTES,
    total_ore=ORE,
    att_betala_ore=AMOUNT,
    aterkrav_ore=AMOUNT,
    varningar=each(text()),
    andringar=each(
        obj(
            brukare=PERSON,
            beslut=maybe(text()),
            slag=LINE_KIND,
            arende=maybe(text()),
            timbelopp_ore=AMOUNT,
            timmar_fore=maybe(HOURS),
            timmar_efter=maybe(HOURS),
            belopp_fore_ore=maybe(ORE),
            belopp_efter_ore=maybe(ORE),
        ),
        "lines that are not as in the draft before",
    ),
    skillnader=each(DIFFERENCE, "what is not as in the month's attested run, row by row"),
    vantar=number("findings that wait for a person", 0),
)

ISSUE = obj(
    rad=maybe(number()),
    kolumn=maybe(text()),
    varde=maybe(text()),
    fel=text(),
    fil=text(),
    blad=maybe(text()),
    kod=text(),
)
IMPORTED = obj(
    files=each(
        obj(
            fil=text(),
            sha256=maybe(text(pattern=r"^([0-9a-f]{64})?$")),
            slag=text("the kind of file, or empty"),
            rader=COUNT,
            status=one_of("importerad", "redan-importerad", "fel"),
            fel=each(ISSUE),
            manader=by_key(COUNT, MONTH, "rows by month"),
            nya=by_key(COUNT, about="new facts by table"),
            andrade=by_key(COUNT, about="changed facts by table"),
            nya_personer=each(PERSON),
            timmar=each(
                obj(brukare=PERSON, rader=COUNT, minuter=KIND_MINUTES), "of a dry run: by brukare"
            ),
        )
    ),
    rader=COUNT,
    fel=COUNT,
    forhandsvisning=flag("true: nothing is stored"),
)
CHANGE = obj(
    id=text(),
    vad=text(),
    galler=text(),
    varden=each(obj(namn=text(), fore=maybe(text()), efter=maybe(text()))),
    aktor=text(),
    tid=MOMENT,
)
SHEET = obj(
    korning=RUN,
    month=MONTH,
    status=RUN_STATUS,
    att_betala_ore=AMOUNT,
    aterkrav_ore=AMOUNT,
    fore=maybe(RUN, "the attested run that changes are counted from"),
    andringar=each(CHANGE, "to tick off"),
    far_inte_attestera=each(obj(aktor=text(), orsak=text())),
)
ATTESTED = obj(
    korning=RUN,
    month=MONTH,
    status=one_of("attesterad"),
    att_betala_ore=AMOUNT,
    betalningar=COUNT,
    utan_konto=COUNT,
    aterkrav=COUNT,
    aterkrav_ore=AMOUNT,
)
RUNS = each(
    obj(
        korning=RUN,
        month=MONTH,
        status=RUN_STATUS,
        skapad=MOMENT,
        aktor=text(),
        attesterad=maybe(MOMENT),
        attestant=maybe(text()),
        makulerad=maybe(MOMENT),
        makulerad_av=maybe(text()),
        makulerad_skal=maybe(text()),
        att_betala_ore=AMOUNT,
        betalas_antal=COUNT,
        aterkrav_ore=AMOUNT,
        aterkrav_antal=COUNT,
        aterbetalas_ore=AMOUNT,
    )
)
PAID = obj(
    korning=RUN,
    fil=maybe(text(), "null: there was nothing to write"),
    meddelande=maybe(text(), "the message's id: the same file has the same"),
    sha256=maybe(HASH),
    antal=COUNT,
    belopp_ore=AMOUNT,
    betalningsdag=maybe(DAY),
    skapad=maybe(MOMENT),
    ny=flag("false: the same file as before"),
    fler_vantar=flag("run again with another file"),
    utelamnade=each(obj(id=PAYMENT, mottagare=text(), belopp_ore=AMOUNT, varfor=text())),
    anmarkningar=each(obj(betalning=text(), mottagare=text(), vad=text())),
)
BANK = obj(
    fil=text(),
    sha256=HASH,
    slag=text(),
    status=one_of("inläst", "redan-inläst"),
    mottagna=each(PAYMENT),
    betalda=each(PAYMENT),
    avvisade=each(obj(id=PAYMENT, korning=RUN, belopp_ore=AMOUNT, skal=text())),
    okanda=each(obj(id=text(), rad=number(), belopp_ore=maybe(AMOUNT), status=text())),
    avvikelser=each(obj(id=text(), rad=number(), vad=text())),
    ovriga=each(
        obj(
            slag=one_of("debet", "kredit", "retur"),
            belopp_ore=maybe(AMOUNT),
            dag=maybe(DAY),
            referens=text(),
            rad=number(),
        )
    ),
    saknas=each(obj(id=PAYMENT, korning=RUN, belopp_ore=AMOUNT)),
)
BOOKED = obj(
    korning=maybe(RUN, "null: claims (--events)"),
    fil=maybe(text(), "null: there was nothing to book"),
    meddelande=maybe(text()),
    sha256=maybe(HASH),
    verifikationer=COUNT,
    omslutning_ore=AMOUNT,
    ar=maybe(text(pattern=r"^\d{4}$"), "räkenskapsår"),
    ny=flag("false: the same file as before"),
    fler_vantar=number("files that wait to be written", 0),
    varningar=each(text()),
)
SPECIFIED = obj(
    korning=RUN,
    mapp=text(),
    specifikationer=COUNT,
    skrivna_filer=COUNT,
    betalas_ore=AMOUNT,
    nya=flag(),
)
ADVANCES = obj(
    month=MONTH,
    korning=maybe(RUN, "null in a dry run"),
    forskott=each(
        obj(
            brukare=PERSON,
            rader=each(obj(beslut=text(), timmar=HOURS, timbelopp_ore=AMOUNT, belopp_ore=AMOUNT)),
            far_forskott=flag(),
            hinder=each(text()),
            forskott_ore=AMOUNT,
            nytt_ore=ORE,
            redovisat_ore=maybe(AMOUNT, "null: not accounted yet"),
            ratt_ore=ORE,
            beraknat_ore=ORE,
            overskott_ore=AMOUNT,
            brist_ore=AMOUNT,
            oredovisat_ore=AMOUNT,
            ej_anvant_ore=AMOUNT,
        )
    ),
    nytt_ore=ORE,
    overskott_ore=AMOUNT,
    brist_ore=AMOUNT,
    oredovisat_ore=AMOUNT,
)
PAYEES = each(
    obj(
        brukare=PERSON,
        brukare_namn=text(),
        beslut=text(),
        betalas_till=SOMEONE,
        namn=text(),
        slag=text(),
        konto=text("empty: none"),
        hinder=text("why not as the beslut says"),
        stopp=text("since when; empty: none"),
        registrerade=each(obj(slag=text(), nummer=SOMEONE, saknas=each(text()))),
    )
)
ACCOUNTS = each(
    obj(
        id=number(least=1),
        slag=text(),
        nummer=SOMEONE,
        namn=text(),
        galler=text(),
        fore=text(),
        efter=text(),
        fil=text(),
        rad=maybe(number()),
        aktor=text(),
        tid=MOMENT,
    )
)
TRACE: Schema = obj(
    vad=text(),
    varde=text(),
    lagrum=maybe(text()),
    kalla=maybe(text()),
    delar=each({"$ref": "#"}),
)
SICK_ROW = obj(
    arende=text(),
    manad=MONTH,
    brukare=PERSON,
    assistent=PERSON,
    forsta_sjukdag=DAY,
    sista_sjukdag=maybe(DAY),
    status=one_of("oppen", "komplettering", "beviljad", "avslagen"),
    begart_ore=AMOUNT,
    ersattning_ore=AMOUNT,
    vantar=number("findings that wait for a person", 0),
)
SICK_CASE = obj(
    arende=text(),
    brukare=PERSON,
    assistent=PERSON,
    **{
        "pass": each(
            obj(
                datum=DAY,
                start=CLOCK,
                slut=CLOCK,
                dag=maybe(number("day of the sick spell")),
                minuter=MINUTES,
                tackta_minuter=MINUTES,
                betalbara_minuter=MINUTES,
                kod=each(text()),
            )
        )
    },
    forlorad_lon_ore=AMOUNT,
    sjuklon_ore=AMOUNT,
    karensavdrag_ore=AMOUNT,
    netto_ore=AMOUNT,
    semester_ore=AMOUNT,
    avgifter_ore=AMOUNT,
    avtal_ore=AMOUNT,
    ersattning_ore=AMOUNT,
    begart_ore=AMOUNT,
    status=one_of("oppen", "komplettering", "beviljad", "avslagen"),
    findings=each(FINDING),
    manad=MONTH,
    saknade_handlingar=each(text()),
)
WAITING = each(
    obj(
        id=number(least=1),
        slag=one_of("varde", "installning"),
        namn=text(),
        fran=DAY,
        varde=text(),
        kalla=text(),
        verifierad={"enum": [0, 1]},
        aktor=text(),
        tid=MOMENT,
        status=text(),
        bekraftad_av=maybe(text()),
        bekraftad_tid=maybe(MOMENT),
    )
)
FK_SUMS = {"fakturerat_ore": AMOUNT, "ratt_ore": AMOUNT, "skillnad_ore": ORE}
FK_ROW = obj(
    brukare=PERSON,
    manad=MONTH,
    dagar=COUNT,
    fakturerade_timmar=maybe(HOURS, "null: not billed"),
    fakturerat_timbelopp_ore=maybe(AMOUNT),
    ratt_timmar=HOURS,
    ratt_timbelopp_ore=AMOUNT,
    **FK_SUMS,
    varfor=each(text()),
    kalla=maybe(text()),
)
FK20: Schema = {
    "oneOf": [
        obj(month=MONTH, rader=each(FK_ROW), **FK_SUMS),
        obj(
            ar=number(),
            brukare=each(obj(brukare=PERSON, **FK_SUMS, manader=each(FK_ROW))),
            **FK_SUMS,
            att_fa_tillbaka_ore=AMOUNT,
            att_betala_ore=AMOUNT,
        ),
    ]
}
DEMO = obj(
    databas=text(),
    manader=each(MONTH),
    antal=by_key(COUNT),
    korningar=each(obj(month=MONTH, korning=RUN, total_ore=ORE)),
    fynd=each(obj(kod=text(), month=MONTH, brukare=PERSON, assistent=maybe(PERSON), vad=text())),
)

USER = obj(login=text(), roll=one_of(*ROLLER), ser_skyddade={"enum": [0, 1]})

SCHEMAS: dict[str, tuple[str, Schema]] = {
    "demo": ("The made-up months and where to look for each kind of finding.", DEMO),
    "import": ("What became of each file.", IMPORTED),
    "check": ("The month's findings.", FINDINGS),
    "flags": ("The findings of a filter.", FINDINGS),
    "decide": (
        "Findings moved.",
        obj(omgang=number("what undo takes", 1), fynd=each(text()), status=one_of(*STATUS)),
    ),
    "settle": ("A month's settlement.", SETTLEMENT),
    "settle-list-marked": (
        "settle --list-marked: months that need a new run.",
        each(obj(month=MONTH, orsak=text())),
    ),
    "attest": ("The run as attested.", ATTESTED),
    "attest-changes": (
        "attest --changes, and attest that is refused for changes not ticked off.",
        SHEET,
    ),
    "annul": ("", obj(korning=RUN, status=one_of("makulerad"), motivering=text())),
    "runs": ("", RUNS),
    "runs-show": ("What there is to tick off before the attest.", SHEET),
    "pay": ("The file to the bank.", PAID),
    "bank": ("What the bank says of the payments.", BANK),
    "forskott": ("The month's advances.", ADVANCES),
    "mottagare": ("Who is paid for each brukare.", PAYEES),
    "mottagare-accounts": ("Accounts that wait for a second person.", ACCOUNTS),
    "book": ("The file to the ledger.", BOOKED),
    "spec": ("The specifications written.", SPECIFIED),
    "pictures-month": ("A month's hours against its beslut.", pictures.MONTH_PICTURE),
    "pictures-brukare": ("One brukare's months.", pictures.BRUKARE),
    "pictures-findings": ("What a month's findings withhold, by kod.", pictures.FINDINGS),
    "pictures-anordnare": ("Employers over the months.", pictures.EMPLOYERS),
    "pictures-period": ("An assistant's limits of working time.", pictures.PERIOD),
    "explain": ("A tree: what, its value, the provision, the source, and its parts.", TRACE),
    "aterkrav-list": ("", each(obj(**CLAIM))),
    "aterkrav-show": ("A claim with its case.", obj(**CASE)),
    "aterkrav-propose": ("What waits; with --join the claim they became.", PROPOSED),
    "aterkrav-move": ("The claim as it then stands.", MOVED),
    "aterkrav-payment": ("The claim as it then stands.", MOVED),
    "aterkrav-undo": ("The claim as it then stands.", MOVED),
    "aterkrav-assess": ("assess --suggest: what is stored already.", SUGGESTED),
    "aterkrav-letter": ("A document of a claim; with --list those there are and may be.", PAPERS),
    "sjuklon-list": ("", each(SICK_ROW)),
    "sjuklon-show": ("", SICK_CASE),
    "sjuklon-letter": (
        "",
        obj(
            arende=text(),
            slag=one_of("komplettering", "beslut"),
            filer=each(text()),
            skrivna_filer=COUNT,
        ),
    ),
    "rates": (
        "",
        each(obj(fran=DAY, timbelopp_ore=AMOUNT, kalla=text(), verifierad=flag())),
    ),
    "rates-waiting": ("Values that wait for a second person.", WAITING),
    "settings": (
        "",
        each(
            obj(
                namn=text(),
                fran=text("empty: since ever", r"^(\d{4}-\d{2}-\d{2})?$"),
                varde=text(),
                kalla=text(),
                aktor=text(),
                titel=text(),
            )
        ),
    ),
    "settings-waiting": ("Values that wait for a second person.", WAITING),
    "tasks": ("", TASKS),
    "tasks-show": ("", obj(**TASK, om=by_key(text(), about="what the screen tells of it"))),
    "tasks-print": ("", obj(id=text(), filer=each(text()), skrivna_filer=COUNT)),
    "fk20": ("A month's bill, or a year's.", FK20),
    "lookup": (
        "Who is in the registers, by name; at most 1000.",
        obj(
            antal=COUNT,
            rader=each(
                obj(
                    nummer=SOMEONE,
                    namn=text(),
                    roller=each(one_of(*ROLES_ON_FILE)),
                    skyddad=flag("protected; masked unless shown"),
                )
            ),
        ),
    ),
    "lookup-of": ("A tree, as of explain: each register's rows with file and row.", TRACE),
    "rules": (
        "In the order they run, and the versions that stored runs were made with.",
        obj(
            version=number(least=1),
            regler=each(
                obj(
                    kod=text(),
                    titel=text(),
                    lagrum=text(),
                    allvar=one_of(*ALLVAR),
                    lagen=text("what the provision says"),
                    fyndet=text("what a finding says, with its facts in braces"),
                    installningar=each(text("a policy that it asks")),
                )
            ),
            versioner=each(
                obj(version=number(least=1), korningar=COUNT, forsta=MONTH, sista=MONTH)
            ),
        ),
    ),
    "users": ("", each(USER)),
    "users-list": ("", each(USER)),
    "users-add": ("", USER),
    "users-remove": ("", obj(login=text(), borttagen={"const": True})),
    "users-roles": (
        "What each right lets one do, in Swedish, and which roles have it.",
        each(obj(ratt=one_of(*Ratt), betyder=text(), roller=each(one_of(*ROLLER)))),
    ),
    "verify": ("The chain and the attested runs, computed anew.", audit.VERIFIED),
    "audit-head": ("The chain's end, as written to the file.", audit.HEAD),
    "audit-check": ("A head kept elsewhere, held to this chain.", audit.CHECKED),
    "audit-gallring": ("What may be removed; with --carry-out what was.", audit.REMOVAL),
    "audit-follow": ("A tree, as of explain: a payment's rows, or a row's payments.", TRACE),
    "audit-overrides": ("Latest first, or as --sort says.", audit.OVERRIDES),
    "audit-outcomes": ("", audit.OUTCOMES),
    "audit-changes": ("Oldest first.", audit.CHANGES),
    "audit-sample": ("One sample; without number and --month a list of them.", audit.SAMPLE),
    "audit-note": ("All notes of the item.", audit.NOTES),
    "audit-export": ("The archive as written.", audit.EXPORTED),
    "audit-verify": ("An archive, held to its manifest and computed anew.", audit.ARCHIVE_VERIFIED),
    "database": ("What the database is, and the copies that have been made of it.", audit.DATABASE),
    "backup": ("The copy as written and read through.", audit.BACKED_UP),
    "restore": ("", audit.RESTORED),
    "restore-look": ("What a copy holds; nothing is replaced.", audit.LOOKED),
    "undo": ("With --list: what the user has done lately, newest first.", each(DEED)),
    "keys": ("The keys in force; fel is what is wrong in the user's own file.", KEYS),
}
"""File -> (what the document is, its schema). A file is named as its command, with hyphens."""


VARIANTS = {
    "settle-list-marked": "settle --list-marked",
    "attest-changes": "attest --changes",
    "lookup-of": "lookup --of",
    "restore-look": "restore --look",
}
"""Files that are an option's, not a command's."""


def schema(name: str) -> Schema:
    """Return a whole schema."""
    about, body = SCHEMAS[name]
    return {
        "$schema": DIALECT,
        "$id": f"{name}.json",
        "title": f"workbench {VARIANTS.get(name, name.replace('-', ' '))} --json",
        **given(description=about),
        **body,
    }
