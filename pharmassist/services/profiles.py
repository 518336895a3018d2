"""Import profiles: those shipped and those the pharmacy taught, recognised by their whole header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pharmassist.domain.contents import guess_contents
from pharmassist.domain.headers import ColumnGuess, fold, guess, is_forbidden
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.imports import Field, ImportKind
from pharmassist.domain.mapping import Profile, column_name, missing_fields, place_columns, profile_toml
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.column_sums import column_sums
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.files import Source, TableReader, TableShape
from pharmassist.services.ports.register import Register, Transaction


class Profiles:
    """The dialects of lists that are known here."""

    def __init__(
        self, register: Register, reader: TableReader, catalogue: Catalogue, changes: Changes
    ) -> None:
        self._register, self._reader = register, reader
        self._catalogue, self._changes = catalogue, changes

    def list(self) -> tuple[Profile, ...]:
        """Return the pharmacy's own profiles, then the shipped ones."""
        with self._register.read() as tx:
            return self.within(tx)

    def within(self, tx: Transaction) -> tuple[Profile, ...]:
        """Return the profiles inside a transaction; an own one hides the shipped one of its id."""
        own = tuple(self._catalogue.profile_from_text(text) for text in tx.imports.profiles().values())
        hidden = {profile.id for profile in own}
        return (*own, *(p for p in self._catalogue.profiles() if p.id not in hidden))

    def get(self, profile_id: str) -> Profile:
        """Return one; raises ``Problem("profile_unknown")``."""
        for profile in self.list():
            if profile.id == profile_id:
                return profile
        raise Problem("profile_unknown", {"profile": profile_id[:40]})

    def recognised(self, header: Sequence[str]) -> Profile | None:
        """Return the profile whose titles are those of a table, own ones first."""
        return next((profile for profile in self.list() if profile.recognises(header)), None)

    def look(self, path: Source, sheet: str = "") -> tuple[TableShape, tuple[ColumnGuess, ...]]:
        """Open a file and guess its columns, for the mapping page."""
        table = self._reader.open(path, sheet)
        sample = [cells for _pair, (_line, cells) in zip(range(20), table.rows(), strict=False)]
        return table.shape, guess_contents(guess(table.shape.header, sample), sample)

    def sums(
        self, path: Source, sheet: str, guesses: Sequence[ColumnGuess], stop: Stop, progress: Progress
    ) -> dict[int, Money]:
        """Return the sum of each column of amounts, in cents."""
        return column_sums(self._reader, path, sheet, guesses, stop, progress)

    def own(self) -> frozenset[str]:
        """Return the ids of the pharmacy's own profiles."""
        with self._register.read() as tx:
            return frozenset(tx.imports.profiles())

    def remove(self, who: str, profile_id: str) -> None:
        """Forget an own profile; a shipped one of that id is back. Raises ``profile_unknown``."""
        with self._register.write(who) as tx:
            if profile_id not in tx.imports.profiles():
                raise Problem("profile_unknown", {"profile": profile_id[:40]})
            tx.imports.remove_profile(profile_id)
            tx.journal.record("profiles.removed", profile_id)
        self._changes.post(Kind.IMPORTS)

    def learn(
        self,
        who: str,
        path: Source,
        columns: Mapping[Field, str],
        name: str,
        *,
        kind: ImportKind | None = None,
        sheet: str = "",
    ) -> Profile:
        """Save a mapping of a file as a profile, so that its dialect is never asked again.

        Raises ``column_unknown``, ``column_forbidden``, ``mapping_incomplete`` and
        ``name_missing``, and ``nir_refused`` for a name or a title.
        """
        return self.save(who, self._reader.open(path, sheet).shape.header, columns, name, kind)

    def save(
        self,
        who: str,
        header: Sequence[str],
        columns: Mapping[Field, str],
        name: str,
        kind: ImportKind | None = None,
    ) -> Profile:
        """Save a mapping of a header; raises as ``learn``."""
        profile_id = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60]
        if not profile_id:
            raise Problem("name_missing")
        places = place_columns(columns, header)
        if missing := missing_fields(tuple(places)):
            raise Problem("mapping_incomplete", {"fields": ", ".join(f.value for f in missing)})
        named = tuple((field, column_name(header, index)) for field, index in places.items())
        profile = Profile(profile_id, name.strip(), named, tuple(header), kind)
        self.keep(who, profile)
        return profile

    def export(self, profile_id: str) -> str:
        """Return a profile as TOML text, to give it to another pharmacy."""
        return profile_toml(self.get(profile_id))

    def add_text(self, who: str, text: str) -> Profile:
        """Keep a profile received as text; raises ``catalogue_broken`` and ``nir_refused``."""
        profile = self._catalogue.profile_from_text(text)
        if any(is_forbidden(title) for _field, title in profile.columns):
            raise Problem("column_forbidden", {"column": profile.id})
        self.keep(who, profile)
        return profile

    def keep(self, who: str, profile: Profile) -> None:
        """Keep a profile of the pharmacy, in the place of its own one of that id; raises ``nir_refused``."""
        text = profile_toml(profile)
        refuse_nir(text)
        with self._register.write(who) as tx:
            tx.imports.save_profile(profile.id, text)
            tx.journal.record("profiles.saved", profile.id, {"columns": len(profile.columns)})
        self._changes.post(Kind.IMPORTS)
