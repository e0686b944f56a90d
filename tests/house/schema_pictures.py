"""What documents say of pictures: the figures that the bars are drawn from."""

from __future__ import annotations

from tests.house.schema_words import (
    AMOUNT,
    COUNT,
    DAY,
    MINUTES,
    MONTH,
    PERSON,
    RUN,
    each,
    maybe,
    number,
    obj,
    one_of,
    text,
)
from workbench.services.pictures import BANDS

HUNDREDTHS = number("hundredths of hours", 0)
UNSETTLED = "null: not settled"
FIL = maybe(text("the SVG file written with --out"), "null: none")

MONTH_PICTURE = obj(
    month=MONTH,
    korning=maybe(RUN, UNSETTLED),
    brukare=COUNT,
    beviljat=HUNDREDTHS,
    redovisade_minuter=MINUTES,
    timmar=maybe(HUNDREDTHS, UNSETTLED),
    nekade_minuter=MINUTES,
    hallna_minuter=MINUTES,
    belopp_ore=maybe(AMOUNT, UNSETTLED),
    veckor=each(MINUTES, "reported per seven days from the first of the month"),
    anvant=obj(**{name: COUNT for name, _ in BANDS}),
    fil=FIL,
)
BRUKARE = obj(
    brukare=PERSON,
    namn=text(),
    month=MONTH,
    manader=each(
        obj(
            month=MONTH,
            beviljat=HUNDREDTHS,
            redovisade_minuter=MINUTES,
            timmar=maybe(HUNDREDTHS, UNSETTLED),
            nekade_minuter=MINUTES,
            hallna_minuter=MINUTES,
            belopp_ore=maybe(AMOUNT, UNSETTLED),
        )
    ),
    fil=FIL,
)
FINDINGS = obj(
    month=MONTH,
    koder=each(
        obj(
            kod=text("docs/rules.md"),
            titel=text(),
            effekt=one_of("nekad", "hallen"),
            antal=COUNT,
            minuter=MINUTES,
            timmar=HUNDREDTHS,
            belopp_ore=AMOUNT,
        )
    ),
    nekade_minuter=number("each minute of a row once", 0),
    hallna_minuter=number("each minute of a row once", 0),
    korningens_nekade=maybe(MINUTES, UNSETTLED),
    korningens_hallna=maybe(MINUTES, UNSETTLED),
    fil=FIL,
)
EMPLOYERS = obj(
    month=MONTH,
    antal=number("how many there are, of which the largest are given", 0),
    anordnare=each(
        obj(
            nummer=text("empty: several put together, or a masked person"),
            namn=text(),
            manader=each(
                obj(
                    month=MONTH,
                    minuter=MINUTES,
                    nekade_minuter=MINUTES,
                    belopp_ore=maybe(AMOUNT, UNSETTLED),
                )
            ),
        )
    ),
    fil=FIL,
)
PERIOD = obj(
    assistent=PERSON,
    namn=text(),
    month=MONTH,
    granser=each(
        obj(
            kod=text("docs/rules.md"),
            namn=text(),
            arbetsgivare=text("empty: of several employers"),
            fran=DAY,
            till=DAY,
            tillatna_minuter=MINUTES,
            arbetade_minuter=MINUTES,
            minuter_over=MINUTES,
            staplar=each(obj(fran=DAY, till=DAY, minuter=MINUTES, over=MINUTES)),
        )
    ),
    fil=FIL,
)
