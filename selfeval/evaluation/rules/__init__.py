"""Rules: one small generator function each, named for the defect it finds.

A rule on texts takes the dossier of a department and runs once, whichever forms print the texts; a rule
on verdicts, scores or indicators takes the case of one form. Either yields findings, and is silent where
the data it needs is not there. The runner stamps name and level; a form may change the level for its
own documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from selfeval.evaluation.case import Case
from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules import facts, scores, targets, verdicts
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
from selfeval.problem import Level

OPTIONS = frozenset({("over-completed-without-reason", "倍数")})
"""The options a form may set beside a rule's level; all are numbers."""


class TextRule(NamedTuple):
    """Hold a rule on texts: its usual level, and its check, which looks once at all that a department prints."""

    level: Level
    check: Callable[[Dossier], Iterator[Finding]]


class CaseRule(NamedTuple):
    """Hold a rule on verdicts, scores or indicators: its usual level, and its check, which looks at one form."""

    level: Level
    check: Callable[[Case], Iterator[Finding]]


RULES: Mapping[str, TextRule | CaseRule] = {
    "indicator-dropped": CaseRule(Level.ERROR, targets.indicator_dropped),
    "indicator-added": CaseRule(Level.ERROR, targets.indicator_added),
    "indicator-renamed": CaseRule(Level.ERROR, targets.indicator_renamed),
    "indicators-reordered": CaseRule(Level.WARNING, targets.indicators_reordered),
    "target-changed": CaseRule(Level.ERROR, targets.target_changed),
    "adjustment-incomplete": CaseRule(Level.ERROR, targets.adjustment_incomplete),
    "unmet-without-reason": CaseRule(Level.ERROR, verdicts.unmet_without_reason),
    "over-completed-without-reason": CaseRule(Level.WARNING, verdicts.over_completed_without_reason),
    "status-for-number": CaseRule(Level.ERROR, verdicts.status_for_number),
    "unit-differs": CaseRule(Level.WARNING, verdicts.unit_differs),
    "bound-as-actual": CaseRule(Level.WARNING, verdicts.bound_as_actual),
    "operator-copied": CaseRule(Level.WARNING, verdicts.operator_copied),
    "target-without-value": CaseRule(Level.WARNING, verdicts.target_without_value),
    "count-without-number": CaseRule(Level.WARNING, verdicts.count_without_number),
    "direction-contradicts-name": CaseRule(Level.WARNING, verdicts.direction_contradicts_name),
    "money-as-target": CaseRule(Level.WARNING, verdicts.money_as_target),
    "unit-missing": CaseRule(Level.WARNING, verdicts.unit_missing),
    "section-unchanged": TextRule(Level.WARNING, last_year.section_unchanged),
    "sentence-unchanged": TextRule(Level.WARNING, last_year.sentence_unchanged),
    "actuals-unchanged": CaseRule(Level.WARNING, last_year.actuals_unchanged),
    "parts-differ": CaseRule(Level.ERROR, facts.parts_differ),
    "part-exceeds-whole": CaseRule(Level.ERROR, facts.part_exceeds_whole),
    "rate-differs": CaseRule(Level.ERROR, facts.rate_differs),
    "impossible-rate": CaseRule(Level.ERROR, facts.impossible_rate),
    "growth-differs": CaseRule(Level.ERROR, facts.growth_differs),
    "unknown-part": CaseRule(Level.ERROR, facts.unknown_part),
    "section-points-differ": CaseRule(Level.ERROR, scores.section_points_differ),
    "total-points-differ": CaseRule(Level.ERROR, scores.total_points_differ),
    "score-over-points": CaseRule(Level.ERROR, scores.score_over_points),
    "score-without-actual": CaseRule(Level.ERROR, scores.score_without_actual),
    "score-out-of-band": CaseRule(Level.ERROR, scores.score_out_of_band),
    "score-too-high": CaseRule(Level.ERROR, scores.score_too_high),
    "score-lower-than-computed": CaseRule(Level.WARNING, scores.score_lower_than_computed),
    "full-score-missed": CaseRule(Level.WARNING, scores.full_score_missed),
    "lost-points-without-reason": CaseRule(Level.ERROR, scores.lost_points_without_reason),
    "conclusion-differs": CaseRule(Level.ERROR, scores.conclusion_differs),
    "unknown-profile": CaseRule(Level.ERROR, scores.unknown_profile),
    "plan-of-other-year": TextRule(Level.WARNING, years.plan_of_other_year),
    "account-of-other-year": TextRule(Level.WARNING, years.account_of_other_year),
    "deadline-before-year": TextRule(Level.WARNING, years.deadline_before_year),
    "part-of-year": TextRule(Level.HINT, years.part_of_year),
    "lone-first-item": TextRule(Level.WARNING, numbering.lone_first_item),
    "gap-in-numbering": TextRule(Level.WARNING, numbering.gap_in_numbering),
    "repeated-number": TextRule(Level.WARNING, numbering.repeated_number),
    "missing-stop-before-number": TextRule(Level.WARNING, numbering.missing_stop_before_number),
    "mixed-numbering-brackets": TextRule(Level.HINT, numbering.mixed_numbering_brackets),
    "unbalanced-marks": TextRule(Level.WARNING, punctuation.unbalanced_marks),
    "wrong-document-brackets": TextRule(Level.WARNING, punctuation.wrong_document_brackets),
    "wrong-document-number": TextRule(Level.WARNING, punctuation.wrong_document_number),
    "mark-between-titles": TextRule(Level.HINT, punctuation.mark_between_titles),
    "doubled-marks": TextRule(Level.WARNING, punctuation.doubled_marks),
    "unfinished-paragraph": TextRule(Level.WARNING, punctuation.unfinished_paragraph),
    "halfwidth-marks": TextRule(Level.HINT, punctuation.halfwidth_marks),
    "stopped-for-until": TextRule(Level.WARNING, wording.stopped_for_until),
    "more-than-exact": TextRule(Level.WARNING, wording.more_than_exact),
    "about-twice": TextRule(Level.HINT, wording.about_twice),
    "misspelt-word": TextRule(Level.WARNING, wording.misspelt_word),
    "prompt-left": TextRule(Level.WARNING, leftovers.prompt_left),
    "empty-brackets": TextRule(Level.WARNING, leftovers.empty_brackets),
    "missing-number": TextRule(Level.WARNING, leftovers.missing_number),
    "department-misspelt": TextRule(Level.WARNING, naming.department_misspelt),
    "project-for-department": TextRule(Level.WARNING, naming.project_for_department),
    "stop-after-name": TextRule(Level.HINT, naming.stop_after_name),
    "stop-after-value": TextRule(Level.HINT, cells.stop_after_value),
    "label-repeated": CaseRule(Level.HINT, cells.label_repeated),
    "value-in-name": CaseRule(Level.HINT, cells.value_in_name),
    "two-in-one-name": CaseRule(Level.HINT, cells.two_in_one_name),
    "personal-phone": TextRule(Level.WARNING, privacy.personal_phone),
    "identity-number": TextRule(Level.ERROR, privacy.identity_number),
    "no-problem-named": TextRule(Level.WARNING, measures.no_problem_named),
    "no-measure-named": TextRule(Level.WARNING, measures.no_measure_named),
    "fewer-measures": TextRule(Level.HINT, measures.fewer_measures),
    "goal-without-measure": TextRule(Level.HINT, substance.goal_without_measure),
    "result-without-figure": TextRule(Level.HINT, substance.result_without_figure),
    "problem-without-substance": TextRule(Level.HINT, substance.problem_without_substance),
    "goal-as-result": TextRule(Level.WARNING, repetition.goal_as_result),
    "content-as-goal": TextRule(Level.HINT, repetition.content_as_goal),
    "period-same-as-year": CaseRule(Level.HINT, repetition.period_same_as_year),
    "repeated-clause": TextRule(Level.HINT, repetition.repeated_clause),
    "repeated-sentence": TextRule(Level.HINT, repetition.repeated_sentence),
    "nearly-same-sentence": TextRule(Level.HINT, repetition.nearly_same_sentence),
    "missing-attachment": TextRule(Level.WARNING, attachment.missing_attachment),
    "figure-differs": TextRule(Level.WARNING, differs.figure_differs),
    "typed-rate-differs": TextRule(Level.WARNING, sentence.typed_rate_differs),
    "typed-rate-impossible": TextRule(Level.WARNING, sentence.typed_rate_impossible),
    "typed-parts-differ": TextRule(Level.WARNING, sentence.typed_parts_differ),
    "typed-growth-differs": TextRule(Level.WARNING, sentence.typed_growth_differs),
    "figure-typed-twice": TextRule(Level.HINT, twice.figure_typed_twice),
}
