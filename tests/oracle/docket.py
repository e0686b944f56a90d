"""The books with the case of every claim: what runs do to cases, and cases to each other.

Rulebook section 8, as a test oracle; see `tests.oracle.money` and `tests.oracle.cases`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.oracle.cases import ENDED, PROPOSED, Case
from tests.oracle.money import Account, Books, Entry, Key, Net


class Docket(Books):
    """The books, with the case of every claim."""

    def __init__(self) -> None:
        super().__init__()
        self.cases: dict[int, Case] = {}

    def _raise(self, run: int, key: Key, ground: str, ore: int) -> None:
        super()._raise(run, key, ground, ore)
        claim = self.claims[-1]
        state = "skrivs-av-forslag" if ground == "egen" else "forslag"
        self.cases[claim.number] = Case(claim, state, ground)

    def _touched(self, run: int) -> list[tuple[Case, list[Entry]]]:
        """The cases that a run booked on without raising them, with its entries."""
        found = []
        for case in self.cases.values():
            own = [part for part in case.parts if part.raised_by != run]
            entries = [e for part in own for e in part.entries if e.run == run]
            if entries:
                found.append((case, entries))
        return found

    def attest(
        self,
        run: int,
        month: str,
        nets: Mapping[Account, Net],
        falls: Mapping[Account, Mapping[str, int]],
        new_advances: Mapping[str, int] | None = None,
    ) -> None:
        """As the books; a claim lowered to nothing ends: `betald` when something was repaid, else
        `nedlagd`."""
        super().attest(run, month, nets, falls, new_advances)
        for case, entries in self._touched(run):
            case.runs += 1
            if any(entry.outstanding < 0 for entry in entries) and not case.outstanding:
                case.end("betald" if case.repaid else "nedlagd", by_run=True)

    def refuses_annul(self, run: int) -> str | None:
        """Say why a run may not be annulled: its claims have left `forslag`.

        OPEN: or have been joined or had money in or dropped, which would be left without a claim.
        And a claim that the run lowered, and that was communicated or decided on the lower sum, is
        never raised again behind the person's back: more owed is always a new proposal.
        """
        raised = [claim for claim in self.claims if claim.raised_by == run]
        for claim in raised:
            case = next(c for c in self.cases.values() if any(p is claim for p in c.parts))
            if case.state not in PROPOSED:
                return "left"
            if claim.repaid or claim.dropped or claim.absorbed:
                return "money"
            if len(case.parts) > 1:
                return "joined"
        for case, entries in self._touched(run):
            before_joined = [entry for event in case.events for entry in event.had]
            if any(entry is own for entry in entries for own in before_joined):
                return "joined"
            if any(entry.outstanding < 0 for entry in entries):
                state = case.facts.open_state if case.state in ENDED else case.state
                if state == "kommunicerad" or run in (case.facts.decided_on or ()):
                    return "told"
        return None

    def annul(self, run: int, new_advances: Mapping[str, int] | None = None) -> None:
        """As the books; a claim that is owed again has again the state it had before it ended."""
        touched = self._touched(run)
        for claim in self.claims:
            if claim.raised_by == run:
                del self.cases[claim.number]
        super().annul(run, new_advances)
        for case, _ in touched:
            case.runs += 1
            if case.outstanding and case.state in ENDED:
                case.facts.state, case.facts.by_run = case.facts.open_state, False

    def join(self, cases: Sequence[Case], actor: str) -> Case:
        """Proposals of one debtor and ground become one case, as old as the oldest."""
        first, *others = sorted(cases, key=lambda case: case.number)
        had = [entry for other in others for part in other.parts for entry in part.entries]

        def act() -> None:
            for other in others:
                first.parts = [*first.parts, *other.parts]
                for part in other.parts:
                    part.age = first.number
                del self.cases[other.number]

        event = first.noted("join", act, actor)
        event.joined, event.had = others, had
        return first

    def refuses_join(self, cases: Sequence[Case]) -> str | None:
        """Proposals of one debtor and ground.

        OPEN: whose money has come in is no longer a mere proposal; the municipality's own mistakes
        and the others are decided on by themselves; a claim of sjuklön stays by its arende.
        """
        if len(cases) < 2:
            return "few"
        if any(case.state not in PROPOSED or case.repaid for case in cases):
            return "left"
        alike = {
            (
                *(case.parts[0].key[0], case.parts[0].key[2]),
                *(case.facts.ground, case.state, case.facts.civil, case.facts.debtors),
            )
            for case in cases
        }
        return "differ" if len(alike) > 1 else None

    def undo(self, case: Case) -> None:
        """Take back a case's latest step; what was joined stands by itself again."""
        last = case.undo()
        for other in last.joined:
            self.cases[other.number] = other
            case.parts = [part for part in case.parts if part not in other.parts]
            for part in other.parts:
                part.age = other.number
