"""What documents say to an auditor: of the journal's chain, copies, samples and archives."""

from __future__ import annotations

from db.audit import KINDS
from tests.house.schema_words import (
    AMOUNT,
    COUNT,
    DAY,
    HASH,
    HOURS,
    MINUTES,
    MOMENT,
    MONTH,
    ORE,
    RUN,
    Schema,
    by_key,
    each,
    flag,
    maybe,
    number,
    obj,
    one_of,
    text,
)
from workbench.services.revision_stickprov import KINDS as POPULATIONS
from workbench.services.revision_stickprov import METHODS, RESULTS

ENTRY = number("the number of an entry in the journal, which is a chain", 0)
END = {
    "nummer": ENTRY,
    "hash": text("empty, with nummer 0: the chain has no end", r"^([0-9a-f]{64})?$"),
}
FAULTS = each(obj(var=text("where"), vad=text("what does not hold")))
BYTES = number("bytes", 0)

VERIFIED = obj(
    filer=number("received files read again", 0),
    olasta_filer=each(obj(var=text(), vad=text()), "files that the program no longer takes"),
    korningar=COUNT,
    omraknade=each(MONTH),
    andrade_sedan=each(MONTH, "facts have come since the attest"),
    journal=obj(
        poster=COUNT,
        gallrade=COUNT,
        kedjade_efterat=number("entries older than the chain", 0),
        huvud=obj(**END),
        tillkomna_poster=number("written by others while it was verified", 0),
    ),
    nya_regler=each(
        obj(
            manad=MONTH,
            korning=RUN,
            vad=each(text("a rule version or value that is not as then")),
            skillnader=FAULTS,
        ),
        "months that newer rules or values give another result; no break",
    ),
    brott=FAULTS,
)
HEAD: Schema = obj(
    slag=one_of("workbench-huvud"),
    version=number(least=1),
    databas=text("the database's identity"),
    **END,
    tid=text("when the entry was written; empty: the journal is"),
    skriven=MOMENT,
    aktor=text(),
    regelversion=number(least=1),
    program=text("the program's version"),
)
HEAD["properties"]["signatur"] = obj(slag=one_of("Ed25519"), nyckel=text(), varde=text())
"""Only with --sign, so it is not among what is required."""
CHECKED = obj(
    **END,
    nummer_nu=ENTRY,
    signerad_av=maybe(text(), "the key's fingerprint; null: no signature that holds"),
    ratt_nyckel=maybe(flag(), "null: no signature that holds, or no --public"),
    brott=FAULTS,
)
HOLDINGS = obj(
    brukare=COUNT,
    rader=COUNT,
    attesterade=number("attested runs", 0),
    forsta=maybe(MONTH, "the first month with a run"),
    sista=maybe(MONTH, "the last"),
)
DATABASE = obj(
    fil=text("the whole path"),
    byte=COUNT,
    schema=number(least=1),
    krypterad=flag(),
    identitet=text("the database's own name, which never changes"),
    skriver=maybe(text(), "who writes now; null: nobody"),
    huvud=obj(**END),
    innehall=HOLDINGS,
    kopior=each(
        obj(
            tid=MOMENT,
            aktor=text(),
            fil=text(),
            byte=maybe(COUNT, "null: it lies there no more"),
        ),
        "the copies that the journal tells of, the latest first",
    ),
)
LOOKED = obj(
    kopia=text(),
    schema=number(least=1),
    huvud=maybe(obj(**END), "null: the journal is older than the chain"),
    innehall=HOLDINGS,
)
BACKED_UP = obj(
    fil=text(),
    storlek=BYTES,
    krypterad=flag(),
    huvud=obj(**END),
    antecknad=flag("false: the database was locked, so its journal does not tell of the copy"),
)
RESTORED = obj(
    fil=text("the database"),
    kopia=text(),
    schema=number("of the copy", 1),
    huvud=maybe(obj(**END), "null: the copy is older than the chain"),
    tidigare=maybe(text(), "where the former database lies; null: there was none"),
    redan_aterstalld=flag("it was that copy already, and nothing has been written since"),
)
REMOVAL = obj(
    ar=number("the year of the list", 2000),
    gallring=maybe(number("its number", 1), "null: nothing has been removed"),
    installningar=by_key(obj(ar=number("years", 0), kalla=text()), about="by setting"),
    akter=each(
        obj(
            person=text("personnummer, or a mask when protected"),
            sista_anteckning=DAY,
            antal_poster=COUNT,
            rader_kvar=COUNT,
        )
    ),
    antal_poster=COUNT,
    antal_nycklar=COUNT,
    poster=each(
        obj(
            post=ENTRY,
            tid=MOMENT,
            handelse=text(),
            objekt=text(),
            nyckel_gallras=flag("the key goes too, not the content alone"),
        )
    ),
    kvar=obj(rader=COUNT, fynd=COUNT, korningar=COUNT, krav=COUNT, filer=COUNT),
)
OVERRIDES = obj(
    antal=COUNT,
    avsteg=each(
        obj(
            tid=MOMENT,
            aktor=text(),
            slag=one_of(*KINDS),
            id=text(),
            kod=maybe(text(), "null: not a finding"),
            manad=maybe(MONTH),
            person=text("personnummer, orgnr or a mask; empty: nobody"),
            namn=text(),
            assistent=text("name; empty: none"),
            vad=text(),
            motivering=text(),
            minuter=maybe(MINUTES, "null: nothing counted in minutes"),
            timmar=maybe(HOURS, "null: not of hours above a beslut"),
            belopp_ore=maybe(ORE, "null: nothing counted in money"),
            angrad=flag("taken back since"),
        )
    ),
)
OUTCOMES = each(
    obj(
        kod=text("docs/rules.md"),
        titel=text(),
        regelversion=number(least=1),
        rasta=COUNT,
        vantar=COUNT,
        uppratthallna=COUNT,
        overtagna=COUNT,
        upplysningar=COUNT,
        undanhallna_minuter=MINUTES,
        slappta_minuter=MINUTES,
        undanhallna_timmar=HOURS,
        slappta_timmar=HOURS,
        undanhallna_ore=AMOUNT,
        slappta_ore=AMOUNT,
    ),
    "by kod and regelversion; rasta is the sum of the four after it",
)
CHANGES = obj(
    antal=COUNT,
    andringar=each(
        obj(
            tid=MOMENT,
            aktor=text(),
            handelse=text(),
            register=text(),
            nyckel=text(),
            fore=text(),
            efter=text(),
            kalla=text("a file, or what was given as source"),
        )
    ),
    nya=each(
        obj(register=text(), fil=text(), tid=MOMENT, aktor=text(), antal=COUNT),
        "new rows by register and file",
    ),
)
_RESULT = one_of(*RESULTS)
_SAMPLE = {
    "id": number(least=1),
    "slag": one_of(*POPULATIONS),
    "metod": one_of(*METHODS),
    "fro": text("the seed"),
    "fran": MONTH,
    "till": MONTH,
    "antal": number("asked for", 1),
    "population": COUNT,
    "population_ore": ORE,
    "population_avtryck": HASH,
    "intervall_ore": maybe(AMOUNT, "null: not krona"),
    "tid": MOMENT,
    "aktor": text(),
    "antal_poster": COUNT,
    "ok": COUNT,
    "fel": COUNT,
    "oklart": COUNT,
}
_POST = obj(
    ordning=number(least=1),
    nyckel=text("B17, or the start of a file's SHA-256 and the row's place in it"),
    namn=text(),
    belopp_ore=ORE,
    skal=text(),
    utfall=maybe(_RESULT, "null: not looked at yet"),
    text=maybe(text()),
    tid=maybe(MOMENT),
    aktor=maybe(text()),
)
SAMPLE: Schema = {
    "oneOf": [
        obj(
            **_SAMPLE,
            metod_i_ord=text(),
            samma_om_det_dras_igen=flag(),
            poster=each(_POST),
        ),
        each(obj(**_SAMPLE)),
    ]
}
NOTES = each(obj(utfall=_RESULT, text=text(), tid=MOMENT, aktor=text()), "oldest first")
EXPORTED = obj(fil=text(), medlemmar=COUNT, storlek=BYTES, sha256=HASH)
ARCHIVE_VERIFIED = obj(
    medlemmar=COUNT,
    korningar=COUNT,
    omraknade=each(MONTH),
    anmarkningar=each(text(), "no breaks: other rules than the program's, changed since"),
    brott=FAULTS,
)
