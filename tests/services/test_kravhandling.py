"""Documents of a claim: from the case, with the ledger's sums, fixed for good, without secrets."""

from __future__ import annotations

import io
import re
import sqlite3
from pathlib import Path
from typing import Any

import pypdf
import pytest

from db import Database, users
from db.claim_steps import Debtor
from tests.services import krav, town
from tests.services.forging import forged
from tests.services.krav import BELOPP, MONTH, move, seen
from workbench.domain.money import kronor
from workbench.services import kravhandling, kravparter, verifying
from workbench.services.chosen import NotSet
from workbench.services.errors import Refused
from workbench.services.kravhandling import Skriven
from workbench.services.law import set_policy

SETTINGS = {
    "betalare_namn": "Provby kommun",
    "betalare_orgnr": "212000-0142",
    "brev_svar_till": "Socialnämnden, Box 1, 123 45 Provby",
    "brev_fragor": "Ring 0123-45 67 89.",
    "brev_svar_dagar": "21",
    "krav_bankgiro": "5050-1055",
}
CHILD = town.person("2012-05-05", 236)
PARENTS = (town.person("1983-01-02", 117), town.person("1985-03-04", 126))


def chosen(base: Database) -> Database:
    for name, value in SETTINGS.items():
        set_policy(base, name, value, "2020-01-01", "prov", town.stamp())
    return base


def drafted(base: Database, slag: str, dag: str = town.TODAY, who: str = "karin") -> None:
    kravhandling.draft(base, "K1", slag, town.stamp(dag, who))


def fixed(base: Database, slag: str, dag: str = town.TODAY, who: str = "karin") -> str:
    """Fix a document and return its text on one line."""
    kravhandling.fix(base, "K1", slag, town.stamp(dag, who))
    return shown(base, slag, dag)


def shown(base: Database, slag: str, dag: str = town.TODAY) -> str:
    said = kravhandling.shown(base.read(), "K1", slag, town.stamp(dag))
    return " ".join(said.split())


def hinder(base: Database, slag: str, dag: str = town.TODAY, who: str = "karin") -> str:
    found = kravhandling.mojliga(base.read(), "K1", town.stamp(dag, who))
    return " ".join(next(one.hinder for one in found if one.slag == slag))


def written(base: Database, slag: str, folder: Path, **more: Any) -> Skriven:
    return kravhandling.write(base, "K1", slag, folder, town.stamp(), **more)


def lower(base: Database, path: Path) -> None:
    """Let an hour come in late that was right, and attest: what is owed falls by it."""
    town.bring(base, path / "sen", {"tidrapporter": [town.tid(f"{MONTH}-07", "08:00", "09:00")]})
    krav.attest(base)


def communicated(base: Database) -> None:
    """Bring K1 to be communicated the 2nd of September, to be answered by the 20th."""
    move(base, "utredning", "2026-09-01", grund="a")
    krav.assess(base)
    move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")


def test_letters_through_the_life_of_a_claim(tmp_path: Path) -> None:
    """Each letter in its state, with the ledger's sums; what was fixed stays as it was."""
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        letter = fixed(base, "kommunikation", "2026-09-02")
        assert "Svara senast: 20 september 2026" in letter
        assert "Belopp som utreds: 997,80 kr" in letter
        drafted(base, "beslut", "2026-09-03")
        move(base, "beslutad", "2026-10-01", "bo", motivering="Vistelsen var känd.")
        decision = fixed(base, "beslut", "2026-10-02", "bo")
        assert "Beslutsdag: 1 oktober 2026 Beslutat av: bo Handlagt av: karin" in decision
        assert "Anna Ek ska betala tillbaka 997,80 kr" in decision
        assert "Vistelsen var känd." in decision
        assert "svara till och med den 20 september 2026. Vi har inte fått något" in decision
        move(base, "delgiven", "2026-10-05")
        move(base, "laga-kraft", "2026-10-27")
        krav.pay_in(base, 10_000, "2026-11-01")
        reminder = fixed(base, "paminnelse", "2026-12-01")
        assert "Kvar att betala: 897,80 kr Betala senast: 31 december 2026" in reminder
        handed = fixed(base, "kronofogden", "2027-02-01")
        assert "Påminnelse 1: 1 december 2026." in handed
        assert f"{town.ANNA[:8]}-{town.ANNA[8:]}" in handed
        assert "Betalt 1 november 2026 -100,00 kr" in handed
        assert f"Kapital som återstår att betala {kronor(BELOPP - 10_000)} kr" in handed
        assert shown(base, "kommunikation") == letter
        assert shown(base, "beslut") == decision
        assert verifying.verify(base, town.stamp()).faults == []


def test_the_annex_has_the_letters_sums_and_comes_with_it(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        letter = fixed(base, "kommunikation", "2026-09-02")
        assert "Bilagan (K1, bilaga 1)" in letter
        made = written(base, "kommunikation", tmp_path / "ut")
        names = [path.name for path in made.filer]
        assert names == [
            f"B000001-aterkrav-K1-{kind}-1.{end}"
            for kind in ("kommunikation", "bilaga")
            for end in ("txt", "pdf")
        ]
        annex = made.filer[2].read_text(encoding="utf-8")
        assert "Kravets summa:    997,80 kr" in annex
        assert [path.stat().st_mode & 0o777 for path in made.filer] == [0o600] * 4
        move(base, "beslutad", "2026-10-01", "bo")
        assert "Bilagan (K1, bilaga 1)" in fixed(base, "beslut", "2026-10-01")
        assert "Bilaga till K1" in fixed(base, "bilaga", "2026-10-01"), "after the decision"
        with pytest.raises(Refused, match="inget har ändrats sedan dess"):
            fixed(base, "bilaga", "2026-10-01")


def test_a_run_amends_a_decided_claim_and_the_letter_tells_before_and_after(
    tmp_path: Path,
) -> None:
    """37 § FL: the decided sum changes openly, and the decision goes on saying what it said."""
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        fixed(base, "kommunikation", "2026-09-02")
        move(base, "beslutad", "2026-10-01", "bo")
        assert "Ingen körning har ändrat" in hinder(base, "andringsbeslut")
        lower(base, tmp_path)
        assert seen(base).krav.utestaende == BELOPP - 33_260
        assert "ska betala tillbaka 997,80 kr" in fixed(base, "beslut", "2026-10-02")
        amended = fixed(base, "andringsbeslut", "2026-11-02", "bo")
        assert "mars 2024 997,80 kr 665,20 kr -332,60 kr" in amended
        assert "Anna Ek ska betala tillbaka 665,20 kr i stället för 997,80 kr" in amended
        assert "Mars 2024: 332,60 kr mindre att betala tillbaka (1 timme)." in amended
        assert "Bilagan (K1, bilaga 2)" in amended
        assert "Ingen körning har ändrat" in hinder(base, "andringsbeslut"), "told once"
        move(base, "delgiven", "2026-11-05")
        assert "36 § FL" in hinder(base, "beslut")
        assert verifying.verify(base, town.stamp()).faults == []


def test_a_decision_whose_annex_was_never_fixed_in_time(tmp_path: Path) -> None:
    """No letter names an annex with other sums than its own."""
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        move(base, "beslutad", "2026-10-01", "bo")
        lower(base, tmp_path)
        with pytest.raises(Refused, match="ingen bilaga med beslutets belopp"):
            fixed(base, "beslut", "2026-10-02")
        assert kravhandling.handlingar(base.read(), "K1") == [], "nothing is left of it"
        assert "i stället för 997,80 kr" in fixed(base, "andringsbeslut", "2026-11-02", "bo")


def test_what_is_missing_is_named_at_once(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        assert "ett förslag" in hinder(base, "kommunikation")
        move(base, "utredning", "2026-09-01", grund="a")
        assert "Texten saknar: Det vi bygger på" in hinder(base, "kommunikation", "2026-09-02")
        krav.assess(base)
        with pytest.raises(NotSet) as error:
            fixed(base, "kommunikation", "2026-09-02")
        assert error.value.names == ("betalare_namn", "brev_svar_till", "brev_svar_dagar")
        move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
        drafted(base, "kommunikation", "2026-09-02")
        with pytest.raises(NotSet) as error:
            shown(base, "kommunikation", "2026-09-02")
        assert error.value.names == ("betalare_namn", "brev_svar_till")


def test_a_letter_fixed_before_the_move_binds_its_answer_day(tmp_path: Path) -> None:
    """25 § FL: a person who was told the 23rd is not cut off the 22nd."""
    with chosen(krav.claimed(tmp_path)) as base:
        move(base, "utredning", "2026-09-01", grund="a")
        krav.assess(base)
        assert "Svara senast: 23 september 2026" in fixed(base, "kommunikation", "2026-09-02")
        with pytest.raises(Refused, match="till och med 2026-09-23"):
            move(base, "kommunicerad", "2026-09-02", frist="2026-09-22")
        assert move(base, "kommunicerad", "2026-09-02", frist="2026-09-23") == "kommunicerad"
        assert move(base, "beslutad", "2026-09-24", "bo") == "beslutad"


def test_each_namnd_has_its_address(tmp_path: Path) -> None:
    """43 § FL: an appeal is sent to the nämnd that decided, not to another of the municipality."""
    with chosen(krav.claimed(tmp_path, namnd="Norra nämnden")) as base:
        communicated(base)
        for value, said in (
            ("Norra nämnden = Norra vägen 1; * = Torget 1", "till: Norra vägen 1 Skriv K1"),
            ("Södra nämnden = Södra vägen 1; * = Torget 1", "till: Torget 1 Skriv K1"),
        ):
            set_policy(base, "brev_svar_till", value, "2020-01-01", "prov", town.stamp())
            drafted(base, "kommunikation", "2026-09-02")
            assert said in shown(base, "kommunikation", "2026-09-02")
        only = "Södra nämnden = Södra vägen 1"
        set_policy(base, "brev_svar_till", only, "2020-01-01", "prov", town.stamp())
        with pytest.raises(Refused, match="Adress saknas för Norra nämnden"):
            shown(base, "kommunikation", "2026-09-02")


# -- the free text --------------------------------------------------------------------------------


def test_people_edit_the_text_and_the_program_owns_the_rest(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        stamp = town.stamp("2026-09-02")
        before = kravhandling.text(base.read(), "K1", "kommunikation")
        assert "997,80" in before, "the causes are written beforehand"
        kravhandling.edit(
            base, "K1", "kommunikation", before.replace("997,80 kr", "1,00 kr"), stamp
        )
        letter = shown(base, "kommunikation", "2026-09-02")
        assert letter.startswith("UTKAST")
        assert "Belopp som utreds: 997,80 kr" in letter
        assert "1,00 kr för mycket (3 timmar)." in letter, "what people wrote is theirs"
        with pytest.raises(kravhandling.InvalidText, match="Rubriker saknas"):
            kravhandling.edit(base, "K1", "kommunikation", "# Det vi bygger på\n\nx", stamp)
        with pytest.raises(Refused, match="ingen text att ändra"):
            kravhandling.edit(base, "K1", "bilaga", "x", stamp)
        events = base.read().execute(
            "SELECT handelse, aktor FROM journal WHERE objekt = 'aterkrav' AND handelse LIKE 'utk%'"
        )
        assert events.fetchall() == [("utkast", "karin"), ("utkast ändrat", "karin")]


def test_an_answer_that_came_after_the_draft_was_begun_is_in_it(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        drafted(base, "beslut", "2026-09-03")
        text = kravhandling.text(base.read(), "K1", "beslut")
        without = text.replace("Det gick att svara till och med den 20 september 2026.", "")
        without = without.replace("Vi har inte fått något svar.", "")
        kravhandling.edit(base, "K1", "beslut", without, town.stamp("2026-09-03"))
        kravparter.assess(base, "K1", "svar", "Anna ringde.", town.stamp("2026-09-10"))
        assert "Anna ringde." in shown(base, "beslut", "2026-09-11")


def test_only_one_draft_and_no_second_document_by_mistake(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        drafted(base, "kommunikation", "2026-09-02")
        drafted(base, "kommunikation", "2026-09-03")
        fixed(base, "kommunikation", "2026-09-03")
        assert "inget utkast" in hinder(base, "kommunikation", "2026-09-03")
        drafted(base, "kommunikation", "2026-09-04")
        fixed(base, "kommunikation", "2026-09-04")
        numbers = [
            item.nummer
            for item in kravhandling.handlingar(base.read(), "K1")
            if item.slag == "kommunikation"
        ]
        assert numbers == [1, 2]


# -- fixed for good -------------------------------------------------------------------------------


def test_what_is_fixed_never_changes(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        fixed(base, "kommunikation", "2026-09-02")
        first = written(base, "kommunikation", tmp_path / "ut")
        again = written(base, "kommunikation", tmp_path / "ut")
        other = written(base, "kommunikation", tmp_path / "ny")
        assert (first.nya, again.nya, other.nya) == (4, 0, 4)
        for left, right in zip(first.filer, other.filer, strict=True):
            assert left.read_bytes() == right.read_bytes()
        drafted(base, "kommunikation", "2026-09-03")
        for statement in FORBIDDEN:
            with base.write() as connection, pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
        assert verifying.verify(base, town.stamp()).faults == []


FORBIDDEN = (
    "UPDATE aterkrav_handling SET text = x'00' WHERE faststalld IS NOT NULL",
    "UPDATE aterkrav_handling SET utkast = '{}' WHERE faststalld IS NOT NULL",
    "UPDATE aterkrav_handling SET faststalld = NULL WHERE faststalld IS NOT NULL",
    "DELETE FROM aterkrav_handling WHERE faststalld IS NULL",
    "UPDATE OR REPLACE aterkrav_handling SET nummer = 1 WHERE faststalld IS NULL",
    """INSERT OR REPLACE INTO aterkrav_handling (aterkrav, slag, nummer, tid, aktor)
        VALUES (1, 'kommunikation', 1, '2026-01-01', 'x')""",
    "INSERT OR REPLACE INTO aterkrav_handling SELECT * FROM aterkrav_handling WHERE id = 1",
)


def test_verify_finds_a_changed_byte_and_a_missing_document(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        fixed(base, "kommunikation", "2026-09-02")
        forged(
            base.path,
            """UPDATE aterkrav_handling SET pdf = CAST(substr(pdf, 2) || x'20' AS BLOB)
               WHERE slag = 'kommunikation'""",
        )
        faults = verifying.verify(base, town.stamp()).faults
        assert [(one.var, one.vad) for one in faults] == [
            ("K1 kommunikation 1", "PDF-filen är inte den som fastställdes")
        ]
        with pytest.raises(Refused, match="har ändrats efter att handlingen fastställdes"):
            written(base, "kommunikation", tmp_path / "ut")
        drafted(base, "kommunikation", "2026-09-03")
        forged(base.path, "DELETE FROM aterkrav_handling WHERE nummer = 1")
        faults = verifying.verify(base, town.stamp()).faults
        assert ("K1 kommunikation", "1 av 2 handlingar saknas") in faults


def test_a_draft_is_marked_and_each_of_its_versions_has_a_file(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        for kind in ("beslut", "bilaga"):
            drafted(base, kind, "2026-09-03")
            made = written(base, kind, tmp_path / "ut")
            assert re.fullmatch(rf"B000001-aterkrav-K1-{kind}-1-utkast-\w{{8}}", made.filer[0].stem)
            pages = pypdf.PdfReader(io.BytesIO(made.filer[1].read_bytes())).pages
            assert all("UTKAST" in page.extract_text() for page in pages)
        text = kravhandling.text(base.read(), "K1", "beslut")
        kravhandling.edit(base, "K1", "beslut", text.replace("for", "för"), town.stamp())
        assert written(base, "beslut", tmp_path / "ut").nya == 2
        with pytest.raises(Refused, match="ingen handling paminnelse"):
            written(base, "paminnelse", tmp_path / "ut")


# -- who ------------------------------------------------------------------------------------------


def test_parents_get_one_letter_and_owe_jointly(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path, brukare=CHILD, formyndare=PARENTS[0])) as base:
        payees = [
            {
                "brukare": CHILD,
                "slag": "formyndare",
                "nummer": number,
                "namn": name,
                "fran": "2012-05-05",
                "adress": "Gömda gatan 2, 123 45 Orten",
            }
            for number, name in zip(PARENTS, ("Eva Ek", "Per Ek"), strict=True)
        ]
        town.bring(base, tmp_path / "parents", {"mottagare": payees})
        krav.attest(base)
        communicated(base)
        letter = fixed(base, "kommunikation", "2026-09-02")
        assert "Nämnden Eva Ek Per Ek Vi utreder om ni ska betala tillbaka" in letter
        assert "Eva Ek och Per Ek svarar solidariskt" in letter
        assert "Gömda" not in letter


def test_a_dodsbo_and_the_reason_for_it(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        estate = [Debtor(town.ANNA, "", "dodsbo")]
        kravparter.set_debtors(base, "K1", estate, "Anna Ek avled 2026-05-01.", town.stamp())
        communicated(base)
        letter = fixed(base, "kommunikation", "2026-09-02")
        assert "Dödsboet efter Anna Ek" in letter
        assert "Anna Ek avled 2026-05-01." in letter


def test_protected_people_are_masked_in_every_letter(tmp_path: Path) -> None:
    """Neither name, number nor address, not even to Kronofogden: it is given by other means."""
    with chosen(krav.claimed(tmp_path, skyddad="ja")) as base:
        payee = {
            "brukare": town.ANNA,
            "slag": "brukare",
            "nummer": town.ANNA,
            "namn": "Anna Ek",
            "fran": "2020-01-01",
            "adress": "Hemliga gatan 1, 123 45 Orten",
        }
        town.bring(base, tmp_path / "payee", {"mottagare": [payee]})
        krav.attest(base)
        written_out = f"Anna Ek, {town.ANNA[:8]}-{town.ANNA[8:]}, skrev på den."
        kravparter.assess(base, "K1", "bevis", written_out, town.stamp())
        communicated(base)
        said = [fixed(base, "kommunikation", "2026-09-02")]
        move(base, "beslutad", "2026-10-01", "bo")
        said.append(fixed(base, "beslut", "2026-10-01"))
        move(base, "delgiven", "2026-10-05")
        move(base, "laga-kraft", "2026-10-27")
        said += [fixed(base, kind, "2026-12-01") for kind in ("paminnelse", "kronofogden")]
        said += [fixed(base, kind, "2026-12-01") for kind in ("bilaga", "bilaga-sekretess")]
        assert "[skyddad uppgift], [skyddad uppgift], skrev på den." in said[0]
        for letter in said:
            assert "[skyddad] 1" in letter
            for secret in ("Anna Ek", town.ANNA, town.ANNA[8:], "Hemliga"):
                assert secret not in letter
        made = written(base, "beslut", tmp_path / "ut")
        assert all(town.ANNA not in path.name for path in made.filer)


def test_who_may_not_decide_may_not_fix_an_amendment(tmp_path: Path) -> None:
    with chosen(krav.claimed(tmp_path)) as base:
        communicated(base)
        move(base, "beslutad", "2026-10-01", "bo")
        lower(base, tmp_path)
        with base.write() as connection:
            users.set_user(connection, "sam", "system", False, town.stamp())
            users.set_user(connection, "rut", "revisor", False, town.stamp())
            users.set_user(connection, "bo", "attestant", False, town.stamp())
        assert "rollen att besluta" in hinder(base, "andringsbeslut", who="sam")
        assert "rollen att handlägga" in hinder(base, "paminnelse", who="rut")
        assert hinder(base, "andringsbeslut", who="bo") == ""


# -- a civil claim --------------------------------------------------------------------------------


def civil(base: Database) -> None:
    """Direct K1 at the firm under its undertaking, as FK's money."""
    with base.write() as connection:
        connection.execute("UPDATE aterkrav SET grund = 'fk' WHERE id = 1")
    firm = [Debtor(town.FIRMAN, "Firman", "anordnare")]
    undertaking = ("2024-01-10", "åtagande dnr 7")
    kravparter.set_debtors(base, "K1", firm, "undertecknat", town.stamp(), atagande=undertaking)


def test_a_civil_claim_has_a_letter_of_its_own(tmp_path: Path) -> None:
    """9.2.27: no beslut, no appeal, no Kronofogden without judgment."""
    with chosen(krav.claimed(tmp_path)) as base:
        civil(base)
        move(base, "utredning", "2026-09-01")
        krav.assess(base)
        move(base, "kommunicerad", "2026-09-02", frist="2026-09-30")
        letter = fixed(base, "kravbrev", "2026-09-02")
        assert "Provby kommun Nämnden Firman Krav på återbetalning enligt ert åtagande" in letter
        assert "åtagande dnr 7, undertecknat 10 januari 2024" in letter
        assert "Betala senast: 30 september 2026" in letter
        for word in ("överklag", "12 § LSS", "Kronofogden", "laga kraft"):
            assert word not in letter
        for kind in ("kommunikation", "beslut", "andringsbeslut"):
            with pytest.raises(Refused, match="civilrättsligt"):
                drafted(base, kind, "2026-09-02")
        assert "när det finns en dom" in hinder(base, "kronofogden", "2026-09-02")
        move(base, "laga-kraft", "2026-11-01", referens="Provby tingsrätt T 1-26")
        handed = fixed_contacts(base)
        assert "Provby tingsrätt T 1-26 (3 kap. 1 § utsökningsbalken)" in handed
        assert "12 § LSS" not in handed


def fixed_contacts(base: Database) -> str:
    """Fix the hand-over with what was done first."""
    text = kravhandling.text(base.read(), "K1", "kronofogden")
    written_to = f"{text.rstrip()}\n\nSamtal med Firman.\n"
    kravhandling.edit(base, "K1", "kronofogden", written_to, town.stamp())
    return fixed(base, "kronofogden")
