"""Blocks of other playbooks put into a running case, and taken out again."""

from __future__ import annotations

from pharmassist.domain.guiding import inserted_id
from pharmassist.domain.incidents import CaseView, InsertedBlock
from pharmassist.domain.problems import Problem
from pharmassist.services.cases import Cases, subject_of
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.register import Register


class CaseBlocks:
    """The blocks that a case has beside those of its playbook."""

    def __init__(self, register: Register, catalogue: Catalogue, changes: Changes, cases: Cases) -> None:
        self._register, self._catalogue = register, catalogue
        self._changes, self._cases = changes, cases

    def put_in(self, case_id: int, playbook_id: str, block_id: str, who: str) -> CaseView:
        """Put a block into a running case, before the moment under way: its first step opens.

        Raises ``playbook_unknown``, ``block_unknown``, ``block_there``.
        """
        source = self._catalogue.playbook(playbook_id)
        block = source.block(block_id)
        if block is None:
            raise Problem("block_unknown", {"block": block_id[:60], "playbook": source.title})
        with self._register.write(who) as tx:
            view = self._cases.view(tx, self._cases.open(tx, case_id))
            name = inserted_id(source.id, block.id)
            if view.playbook.block(name) is not None:
                raise Problem("block_there", {"block": block.title})
            before = view.next.block if view.next is not None else ""
            put_in = InsertedBlock(source.id, block.id, before, tx.now, who, source.text)
            tx.incidents.insert_block(case_id, put_in)
            facts = {"playbook": source.id, "block": block.id, "title": block.title}
            tx.journal.record("incident.block", subject_of(case_id), facts)
            result = self._cases.view(tx, view.case)
        self._changes.post(Kind.INCIDENTS)
        return result

    def take_out(self, case_id: int, playbook_id: str, block_id: str, who: str) -> CaseView:
        """Take a block that was put in by mistake out again, while nothing was said of its steps.

        Raises ``block_unknown`` and ``changed_meanwhile``.
        """
        with self._register.write(who) as tx:
            case = self._cases.open(tx, case_id)
            view = self._cases.view(tx, case)
            block = view.playbook.block(inserted_id(playbook_id, block_id))
            if block is None:
                raise Problem("block_unknown", {"block": block_id[:60], "playbook": view.playbook.title})
            steps = {step.id for step in block.steps}
            proved = {step for _number, step, _name, _digest in tx.incidents.attachments(case_id)}
            if steps & (tx.incidents.records(case_id).keys() | proved):
                raise Problem("changed_meanwhile", {"what": block.title})
            tx.incidents.remove_block(case_id, playbook_id, block_id)
            facts = {"playbook": playbook_id, "block": block_id, "title": block.title}
            tx.journal.record("incident.block_taken_out", subject_of(case_id), facts)
            result = self._cases.view(tx, case)
        self._changes.post(Kind.INCIDENTS)
        return result
