"""A restore in words: what is here again, what must be typed again on this computer."""

from __future__ import annotations

from pharmassist.services.moving import Restored
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.services.texts import translate_plural


def restored_words(restored: Restored) -> tuple[str, ...]:
    """Return one sentence for the key and for the passwords, the truth about each."""
    lines = list[str]()
    if restored.vault_problem is not None:
        lines.append(describe(restored.vault_problem).sentence)
    if restored.kept_in:
        words = _("The key is in {vault}: the register opens on this PC without its sheet.")
        lines.append(words.format(vault=restored.kept_in))
    else:
        lines.append(_("The key is not in the keyring of this PC: the register opens with its sheet only."))
    if restored.here:
        count = len(restored.here)
        words = translate_plural(
            "{count} password was found in the keyring of this PC.",
            "{count} passwords were found in the keyring of this PC.",
            count,
        )
        lines.append(words.format(count=count))
    if restored.missing:
        words = _("No backup holds a password. To be typed again or renewed on this PC: {logins}.")
        lines.append(words.format(logins=", ".join(restored.missing)))
    return tuple(lines)
