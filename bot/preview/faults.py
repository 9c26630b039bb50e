"""Faults: trouble on demand. Each rule says which calls it meets, how often, and what happens to them."""

from dataclasses import dataclass

from bot.preview.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Slow:
    """The answer comes `seconds` later; `taken` says whether the call was carried out before the wait or after it."""

    seconds: float
    taken: bool = True


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The connection is cut instead of an answer; `taken` says whether the call was carried out all the same."""

    taken: bool = True


@dataclass(kw_only=True)
class Fault:
    """Trouble for calls of `method` (None: any) about `chat_id` (None: any), after letting `spare` calls pass.

    `times` counts down; None stays until the rule is taken out of the list.
    """

    what: Refused | Slow | Cut
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    spare: int = 0


def trouble_for(faults: list[Fault], method: str, chat_id: int | None) -> Refused | Slow | Cut | None:
    """Return what the first matching rule wants, counting it down; used-up rules leave the list."""
    for fault in faults:
        if not _meets(fault, method, chat_id):
            continue
        if fault.spare:
            fault.spare -= 1
            continue
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                faults.remove(fault)
        return fault.what
    return None


def _meets(fault: Fault, method: str, chat_id: int | None) -> bool:
    right_method = fault.method is None or fault.method.lower() == method.lower()
    return right_method and (fault.chat_id is None or fault.chat_id == chat_id)
