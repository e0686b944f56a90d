"""What documents say of claims (återkrav), their papers, and tasks."""

from __future__ import annotations

from tests.house.schema_words import (
    AMOUNT,
    BEFORE_AFTER,
    COUNT,
    DAY,
    GROUND,
    HASH,
    MOMENT,
    MONTH,
    ORE,
    PAYMENT,
    PERSON,
    RUN,
    SOMEONE,
    Schema,
    each,
    flag,
    maybe,
    number,
    obj,
    one_of,
    text,
)
from workbench.wording import BEDOMNING, GALDENAR, KRAV

CLAIM_ID = text(pattern=r"^K\d+$")
CLAIM_STATUS = one_of(*KRAV)
CLAIM = {
    "id": CLAIM_ID,
    "brukare": PERSON,
    "arende": maybe(text()),
    "galdenarer": each(SOMEONE),
    "manader": each(MONTH),
    "belopp_ore": ORE,
    "betalt_ore": ORE,
    "grund": GROUND,
    "status": CLAIM_STATUS,
    "rader": each(
        obj(manad=MONTH, fil=maybe(text()), rad=maybe(number()), **BEFORE_AFTER),
        "their öre add up to belopp_ore",
    ),
    "utestaende_ore": ORE,
    "nedlagt_ore": ORE,
    "slag": one_of("lss", "civilrattslig"),
    "alder_dagar": COUNT,
    "frist": maybe(DAY, "the day that the state waits for"),
    "forfallen": flag("that day has passed"),
    "andrad_av": each(RUN, "runs since the person was told"),
}
CASE = CLAIM | {
    "galdenarer_slag": each(obj(nummer=SOMEONE, namn=text(), slag=one_of(*GALDENAR))),
    "flyttas_till": each(CLAIM_STATUS, "states that a person can move it to"),
    "vantar": each(text(), "what is missing before it can go on"),
    "samlade": each(CLAIM_ID, "claims joined into it"),
    "plan": each(obj(dag=DAY, belopp_ore=AMOUNT, betalt_ore=AMOUNT)),
    "bedomning": each(
        obj(
            id=number(least=1),
            slag=one_of(*BEDOMNING),
            text=text(),
            kalla=text(),
            tid=MOMENT,
            aktor=text(),
        )
    ),
    "steg": each(
        obj(
            id=number(least=1),
            handelse=text(),
            fran_status=CLAIM_STATUS,
            till_status=CLAIM_STATUS,
            dag=DAY,
            frist=maybe(DAY),
            belopp_ore=maybe(ORE),
            referens=maybe(text()),
            motivering=text(),
            angrar=maybe(number("the step it took back", 1)),
            angrad=flag("a later step took it back"),
            tid=MOMENT,
            aktor=text(),
        )
    ),
    "andringar": each(
        obj(
            korning=RUN,
            dag=DAY,
            utestaende_ore=ORE,
            nedlagt_ore=ORE,
            absorberat_ore=ORE,
            tid=MOMENT,
            aktor=text(),
        ),
        "what runs have changed of it",
    ),
    "handlingar": each(
        obj(
            slag=text(),
            nummer=number(least=1),
            faststalld=maybe(MOMENT),
            faststalld_av=maybe(text()),
            sha256_text=maybe(HASH),
            sha256_pdf=maybe(HASH),
        )
    ),
}
MOVED = obj(
    **CASE,
    aterbetalning=maybe(
        obj(id=PAYMENT, belopp_ore=AMOUNT, korning=RUN), "a payment back of what is too much"
    ),
)
PROPOSED: Schema = {
    "oneOf": [
        obj(
            forslag=each(obj(**CLAIM)),
            utkast=each(
                obj(
                    korning=RUN,
                    manad=MONTH,
                    brukare=PERSON,
                    arende=maybe(text()),
                    aterkrav_ore=AMOUNT,
                )
            ),
        ),
        MOVED,
    ]
}
SUGGESTED = each(
    obj(
        nummer=number("what --take takes", 1),
        slag=one_of(*BEDOMNING),
        text=text(),
        kalla=text(),
        tagen=flag(),
    )
)
TASK_STATUS = one_of("oppen", "gjord", "avskriven")
TASK = {
    "id": text(),
    "plikt": text("which duty, as 15-9"),
    "uppgift": text(),
    "mottagare": text("whom it is owed to"),
    "lagrum": text(),
    "brukare": text(),
    "brukare_namn": text(),
    "galler": text(),
    "handelse": text(),
    "frist": text("its last day; empty: none", r"^(\d{4}-\d{2}-\d{2})?$"),
    "forfallen": flag("open, and the last day has passed"),
    "kalla": text("the finding, claim or beslut behind it"),
    "fakta": each(each(text(), "name and value")),
    "skyddad": flag(),
    "status": TASK_STATUS,
    "motivering": text(),
    "tid": text(),
    "aktor": text(),
}
TASKS = obj(
    uppgifter=each(obj(**TASK)),
    bevakning=each(
        obj(dag=DAY, slag=text(), uppgift=text(), brukare=text(), galler=text(), lagrum=text())
    ),
)
PAPER = {
    "krav": text(pattern=r"^K\d+$"),
    "slag": text(),
    "nummer": number(least=1),
    "status": one_of("utkast", "faststalld"),
    "faststalld": maybe(MOMENT),
    "faststalld_av": maybe(text()),
    "sha256_text": maybe(HASH),
    "sha256_pdf": maybe(HASH),
    "bilaga": maybe(number("the annex it came with")),
}
PAPERS: Schema = {
    "oneOf": [
        obj(**PAPER, filer=each(text()), skrivna_filer=COUNT, att_veta=each(text())),
        obj(
            handlingar=each(obj(**PAPER)),
            mojliga=each(
                obj(
                    slag=text(),
                    utkast=flag("there is a draft"),
                    hinder_utkast=each(text()),
                    hinder=each(text()),
                    att_veta=each(text()),
                )
            ),
        ),
    ]
}
