"""Which right each action needs: what a key says when the user's role lets it do nothing."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from db import Database
from workbench.domain.roller import Ratt
from workbench.tui.actions import ACTIONS
from workbench.tui.session import Session

if TYPE_CHECKING:
    from workbench.tui.actions import Action

NEEDS: dict[str, Ratt] = {
    "month.settle": Ratt.KONTROLLERA,
    "review.approve": Ratt.AVGORA,
    "review.refuse": Ratt.AVGORA,
    "review.ask": Ratt.AVGORA,
    "review.undo": Ratt.AVGORA,
    "import.store": Ratt.REGISTRERA,
    "settle.settle": Ratt.KONTROLLERA,
    "settle.attest": Ratt.ATTESTERA,
    "settle.annul": Ratt.ATTESTERA,
    "payments.pay": Ratt.LAMNA_UT,
    "payments.answer": Ratt.LAMNA_UT,
    "payments.book": Ratt.LAMNA_UT,
    "payments.spec": Ratt.LAMNA_UT,
    "payments.events": Ratt.LAMNA_UT,
    "sjuklon.new": Ratt.REGISTRERA,
    "sjukfall.grant": Ratt.AVGORA,
    "sjukfall.papers": Ratt.AVGORA,
    "sjukfall.reject": Ratt.AVGORA,
    "sjukfall.approve": Ratt.AVGORA,
    "sjukfall.refuse": Ratt.AVGORA,
    "sjukfall.ask": Ratt.AVGORA,
    "sjukfall.write": Ratt.LAMNA_UT,
    "sjukfall.correct": Ratt.REGISTRERA,
    "sjukfall.check": Ratt.KONTROLLERA,
    "sjukfall.undo": Ratt.AVGORA,
    "sjukform.save": Ratt.REGISTRERA,
    "tasks.do": Ratt.UPPGIFTER,
    "tasks.drop": Ratt.UPPGIFTER,
    "tasks.print": Ratt.UPPGIFTER,
    "tasks.undo": Ratt.UPPGIFTER,
    "aterkrav.join": Ratt.KRAV,
    "aterkrav.undo": Ratt.KRAV,
    "krav.move": Ratt.KRAV,
    "krav.pay": Ratt.KRAV,
    "krav.assess": Ratt.KRAV,
    "krav.debtors": Ratt.KRAV,
    "krav.ground": Ratt.KRAV,
    "krav.undo": Ratt.KRAV,
    "krav.remove": Ratt.KRAV,
    "bilaga.write": Ratt.KRAV,
    "brev.edit": Ratt.KRAV,
    "brev.fix": Ratt.KRAV,
    "brev.write": Ratt.KRAV,
    "brevtext.save": Ratt.KRAV,
    "revision.note": Ratt.STICKPROV,
    "underlag.stop": Ratt.REGISTRERA,
    "underlag.confirm": Ratt.BEKRAFTA,
    "underlag.reject": Ratt.BEKRAFTA,
    "underlag.reckon": Ratt.KONTROLLERA,
    "underlag.remove": Ratt.ANVANDARE,
    "revision.draw": Ratt.STICKPROV,
    "bilder.save": Ratt.LASA,
    "drift.backup": Ratt.KOPIERA,
    "drift.restore": Ratt.ATERSTALLA,
    "drift.remove": Ratt.GALLRING,
}
"""Action -> the right it needs. An action that is not here only looks."""

BY_LIST = frozenset({"underlag.new", "underlag.edit"})
"""Actions whose right depends on the list they are done in: their screen asks ``hinder_of``."""

_BY_METHOD = {(action.scope, action.method): action for action in ACTIONS}


def action_of(scope: str, method: str) -> Action | None:
    """Return the action of a scope that runs an action string, if any."""
    return _BY_METHOD.get((scope, method))


def hinder(session: Session, action: Action) -> str:
    """Return, in Swedish, why the user's role does not let an action do anything; "" = it does."""
    ratt = NEEDS.get(action.id)
    return "" if ratt is None else hinder_of(session, ratt)


def hinder_of(session: Session, ratt: Ratt) -> str:
    """Return, in Swedish, why the user may not do something; "" = may."""
    from workbench.services import roles

    with closing(Database(session.path).new_reader()) as connection:
        return roles.hinder(connection, session.aktor, ratt)


def hinder_of_protected(session: Session) -> str:
    """Return, in Swedish, why the user may not see protected people; "" = may."""
    from db import users
    from workbench.services.viewing import NotAllowed

    with closing(Database(session.path).new_reader()) as connection:
        allowed = users.may_see_protected(connection, session.aktor)
    return "" if allowed else str(NotAllowed(session.aktor))
