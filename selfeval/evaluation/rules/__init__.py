"""Rules: one small generator function each, named for the defect it finds.

A rule takes a submission and one of its forms and yields findings; it is silent where the data it
needs is not there. The runner stamps name, level and form; a form may change the level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules import checks, facts, quotes, scores, targets, verdicts
from selfeval.evaluation.rules.figures import differs, sentence, twice
from selfeval.evaluation.rules.text import (
    attachment,
    cells,
    last_year,
    leftovers,
    measures,
    naming,
    numbering,
    privacy,
    punctuation,
    repetition,
    substance,
    wording,
    years,
)
from selfeval.form.form import Form
from selfeval.problem import Level, Place, Problem
from selfeval.quantity.fields import number
from selfeval.submission.submission import Submission
from selfeval.text.name import nearest

OPTIONS = frozenset({("over-completed-without-reason", "倍数")})
"""The options a form may set beside a rule's level; all are numbers."""


class Rule(NamedTuple):
    """Hold one rule: its usual level and its check."""

    level: Level
    check: Callable[[Submission, Form], Iterator[Finding]]


RULES: Mapping[str, Rule] = {
    "indicator-dropped": Rule(Level.ERROR, targets.indicator_dropped),
    "indicator-added": Rule(Level.ERROR, targets.indicator_added),
    "indicator-renamed": Rule(Level.ERROR, targets.indicator_renamed),
    "indicators-reordered": Rule(Level.WARNING, targets.indicators_reordered),
    "target-changed": Rule(Level.ERROR, targets.target_changed),
    "adjustment-incomplete": Rule(Level.ERROR, targets.adjustment_incomplete),
    "unmet-without-reason": Rule(Level.ERROR, verdicts.unmet_without_reason),
    "over-completed-without-reason": Rule(Level.WARNING, verdicts.over_completed_without_reason),
    "status-for-number": Rule(Level.ERROR, verdicts.status_for_number),
    "unit-differs": Rule(Level.WARNING, verdicts.unit_differs),
    "bound-as-actual": Rule(Level.WARNING, verdicts.bound_as_actual),
    "operator-copied": Rule(Level.WARNING, verdicts.operator_copied),
    "target-without-value": Rule(Level.WARNING, verdicts.target_without_value),
    "count-without-number": Rule(Level.WARNING, verdicts.count_without_number),
    "direction-contradicts-name": Rule(Level.WARNING, verdicts.direction_contradicts_name),
    "money-as-target": Rule(Level.WARNING, verdicts.money_as_target),
    "unit-missing": Rule(Level.WARNING, verdicts.unit_missing),
    "section-unchanged": Rule(Level.WARNING, last_year.compared(last_year.section_unchanged)),
    "sentence-unchanged": Rule(Level.WARNING, last_year.compared(last_year.sentence_unchanged)),
    "actuals-unchanged": Rule(Level.WARNING, last_year.compared(last_year.actuals_unchanged)),
    "parts-differ": Rule(Level.ERROR, facts.parts_differ),
    "part-exceeds-whole": Rule(Level.ERROR, facts.part_exceeds_whole),
    "rate-differs": Rule(Level.ERROR, facts.rate_differs),
    "impossible-rate": Rule(Level.ERROR, facts.impossible_rate),
    "growth-differs": Rule(Level.ERROR, facts.growth_differs),
    "unknown-part": Rule(Level.ERROR, facts.unknown_part),
    "section-points-differ": Rule(Level.ERROR, scores.section_points_differ),
    "total-points-differ": Rule(Level.ERROR, scores.total_points_differ),
    "score-over-points": Rule(Level.ERROR, scores.score_over_points),
    "score-without-actual": Rule(Level.ERROR, scores.score_without_actual),
    "score-out-of-band": Rule(Level.ERROR, scores.score_out_of_band),
    "score-too-high": Rule(Level.ERROR, scores.score_too_high),
    "score-lower-than-computed": Rule(Level.WARNING, scores.score_lower_than_computed),
    "full-score-missed": Rule(Level.WARNING, scores.full_score_missed),
    "lost-points-without-reason": Rule(Level.ERROR, scores.lost_points_without_reason),
    "conclusion-differs": Rule(Level.ERROR, scores.conclusion_differs),
    "unknown-profile": Rule(Level.ERROR, scores.unknown_profile),
    "plan-of-other-year": Rule(Level.WARNING, years.plan_of_other_year),
    "account-of-other-year": Rule(Level.WARNING, years.account_of_other_year),
    "deadline-before-year": Rule(Level.WARNING, years.deadline_before_year),
    "part-of-year": Rule(Level.HINT, years.part_of_year),
    "lone-first-item": Rule(Level.WARNING, numbering.lone_first_item),
    "gap-in-numbering": Rule(Level.WARNING, numbering.gap_in_numbering),
    "repeated-number": Rule(Level.WARNING, numbering.repeated_number),
    "missing-stop-before-number": Rule(Level.WARNING, numbering.missing_stop_before_number),
    "mixed-numbering-brackets": Rule(Level.HINT, numbering.mixed_numbering_brackets),
    "unbalanced-marks": Rule(Level.WARNING, punctuation.unbalanced_marks),
    "wrong-document-brackets": Rule(Level.WARNING, punctuation.wrong_document_brackets),
    "wrong-document-number": Rule(Level.WARNING, punctuation.wrong_document_number),
    "mark-between-titles": Rule(Level.HINT, punctuation.mark_between_titles),
    "doubled-marks": Rule(Level.WARNING, punctuation.doubled_marks),
    "unfinished-paragraph": Rule(Level.WARNING, punctuation.unfinished_paragraph),
    "halfwidth-marks": Rule(Level.HINT, punctuation.halfwidth_marks),
    "stopped-for-until": Rule(Level.WARNING, wording.stopped_for_until),
    "more-than-exact": Rule(Level.WARNING, wording.more_than_exact),
    "about-twice": Rule(Level.HINT, wording.about_twice),
    "misspelt-word": Rule(Level.WARNING, wording.misspelt_word),
    "prompt-left": Rule(Level.WARNING, leftovers.prompt_left),
    "empty-brackets": Rule(Level.WARNING, leftovers.empty_brackets),
    "missing-number": Rule(Level.WARNING, leftovers.missing_number),
    "department-misspelt": Rule(Level.WARNING, naming.department_misspelt),
    "project-for-department": Rule(Level.WARNING, naming.project_for_department),
    "stop-after-name": Rule(Level.HINT, naming.stop_after_name),
    "stop-after-value": Rule(Level.HINT, cells.stop_after_value),
    "label-repeated": Rule(Level.HINT, cells.label_repeated),
    "value-in-name": Rule(Level.HINT, cells.value_in_name),
    "two-in-one-name": Rule(Level.HINT, cells.two_in_one_name),
    "personal-phone": Rule(Level.WARNING, privacy.personal_phone),
    "identity-number": Rule(Level.ERROR, privacy.identity_number),
    "no-problem-named": Rule(Level.WARNING, measures.no_problem_named),
    "no-measure-named": Rule(Level.WARNING, measures.no_measure_named),
    "fewer-measures": Rule(Level.HINT, measures.fewer_measures),
    "goal-without-measure": Rule(Level.HINT, substance.goal_without_measure),
    "result-without-figure": Rule(Level.HINT, substance.result_without_figure),
    "problem-without-substance": Rule(Level.HINT, substance.problem_without_substance),
    "goal-as-result": Rule(Level.WARNING, repetition.goal_as_result),
    "content-as-goal": Rule(Level.HINT, repetition.content_as_goal),
    "period-same-as-year": Rule(Level.HINT, repetition.period_same_as_year),
    "repeated-clause": Rule(Level.HINT, repetition.repeated_clause),
    "repeated-sentence": Rule(Level.HINT, repetition.repeated_sentence),
    "nearly-same-sentence": Rule(Level.HINT, repetition.nearly_same_sentence),
    "missing-attachment": Rule(Level.WARNING, attachment.missing_attachment),
    "figure-differs": Rule(Level.WARNING, differs.figure_differs),
    "typed-rate-differs": Rule(Level.WARNING, sentence.typed_rate_differs),
    "typed-rate-impossible": Rule(Level.WARNING, sentence.typed_rate_impossible),
    "typed-parts-differ": Rule(Level.WARNING, sentence.typed_parts_differ),
    "typed-growth-differs": Rule(Level.WARNING, sentence.typed_growth_differs),
    "figure-typed-twice": Rule(Level.HINT, twice.figure_typed_twice),
}


def misdeclared(form: Form) -> Iterator[Problem]:
    """Yield the rules a form sets that do not exist, and options that are not what they should be."""
    place = Place(f"{form.folder.parent.name}/{form.slug}/form.yaml", 1, 1, 1)
    known = {*RULES, *(check.rule for check in form.checks)}
    for name in {*form.rule_levels, *form.rule_options} - known:
        near = nearest(name, known)
        message = f"“规则”里的“{name}”不是规则的代码" + (f"，是不是“{near}”？" if near else "")
        yield Problem(place, "bad-declaration", Level.ERROR, message, forms=frozenset({form.slug}))
    for name, options in form.rule_options.items():
        for word, value in options.items():
            if (name, word) not in OPTIONS or number(value).value is None:
                message = f"规则“{name}”的“{word}: {value}”不认识；倍数写成 1.3 这样的数"
                yield Problem(place, "bad-declaration", Level.ERROR, message, forms=frozenset({form.slug}))


@lru_cache(maxsize=64)
def _misdeclared(form: Form) -> tuple[Problem, ...]:
    return tuple(misdeclared(form))


def judge(submission: Submission, form: Form) -> Iterator[Problem]:
    """Yield what every rule, declared check and quote of one form has to say."""
    forms = frozenset({form.slug})
    wrong = _misdeclared(form)
    yield from wrong
    if wrong:
        return
    for name, rule in RULES.items():
        level = form.rule_levels.get(name, rule.level)
        if level is not None:
            for found in rule.check(submission, form):
                yield Problem(found.place, name, level, found.message, found.fix, found.where, forms)
    yield from checks.check(submission, form)
    yield from quotes.check(submission, form)
