"""Say how a value is read, and whether an actual meets its target, to whoever tries a way of writing."""

from __future__ import annotations

from selfeval.quantity.judge import judge
from selfeval.quantity.read import read
from selfeval.quantity.values import describe, write


def explain(value: str, target: str | None, name: str) -> dict[str, object]:
    """Return how a value is read and, where a target is given, the verdict, ready for JSON."""
    answer: dict[str, object] = {"value": describe(read(value))}
    if target is not None:
        verdict = judge(target, value, name)
        answer["target"] = describe(read(target))
        answer["verdict"] = {
            "outcome": verdict.outcome.value,
            "code": verdict.code.value,
            "reason": verdict.reason,
            "ratio": None if verdict.ratio is None else str(verdict.ratio),
            "notes": [note.value for note in verdict.notes],
        }
    return answer


def explain_in_words(value: str, target: str | None, name: str, *, quiet: bool) -> list[str]:
    """Return the same for a person, a line each; quiet leaves the verdict alone where there is one."""
    typed = [("实际", value), *([] if target is None else [("目标", target)])]
    shown = [f"{what}：{write(read(text))}" for what, text in typed]
    verdict = None if target is None else judge(target, value, name)
    said = [f"{verdict.outcome.value}：{verdict.reason}"] if verdict else []
    return (said or shown) if quiet else shown + said
