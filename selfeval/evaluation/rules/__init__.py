"""Rules: one small generator function each, named for the defect it finds.

A rule on texts takes the dossier of a department and runs once, whichever forms print the texts; a rule
on verdicts, scores or indicators takes the case of one form. Either yields findings, and is silent where
the data it needs is not there. The runner stamps name and level: the level of its row
in `problem.codes`, unless a form changes it for its own documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from selfeval.evaluation.case import Case
from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.reading import Sentence
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules import (
    amounts,
    checks,
    computed,
    earlier,
    facts,
    forecast,
    indicators,
    score_basis,
    scores,
    targets,
    terms,
    verdicts,
)
from selfeval.evaluation.rules.figures import (
    averages,
    budget,
    dates,
    differs,
    exchanged,
    formula,
    gaps,
    goals,
    grade,
    growth,
    lists,
    money,
    parts,
    products,
    rates,
    shares,
    table,
    tallies,
    twice,
)
from selfeval.evaluation.rules.figures import (
    scores as typed_scores,
)
from selfeval.evaluation.rules.text import (
    attachment,
    cells,
    cut,
    doubled,
    last_year,
    leftovers,
    measures,
    months,
    naming,
    numbering,
    overdue,
    own_words,
    privacy,
    punctuation,
    repetition,
    substance,
    wording,
    years,
)

OPTIONS = frozenset({("over-completed-without-reason", "倍数")})
"""The options a form may set beside a rule's level; all are numbers."""


class TextRule(NamedTuple):
    """Hold a rule on texts: its check, which looks once at all that a department prints."""

    check: Callable[[Dossier], Iterator[Finding]]


class CaseRule(NamedTuple):
    """Hold a rule on verdicts, scores or indicators: its check, which looks at one form."""

    check: Callable[[Case], Iterator[Finding]]


def _of_passages(check: Callable[[Sequence[Sentence]], Iterator[Finding]]) -> TextRule:
    """Return the rule that a check of the figures of one text makes for all texts of a department."""
    return TextRule(lambda dossier: (found for passage in dossier.reckoned for found in check(passage)))


RULES: Mapping[str, TextRule | CaseRule] = {
    "indicator-dropped": CaseRule(targets.indicator_dropped),
    "indicator-added": CaseRule(targets.indicator_added),
    "indicator-renamed": CaseRule(targets.indicator_renamed),
    "indicators-reordered": CaseRule(targets.indicators_reordered),
    "target-changed": CaseRule(targets.target_changed),
    "adjustment-unchanged": CaseRule(targets.adjustment_unchanged),
    "adjustment-incomplete": CaseRule(targets.adjustment_incomplete),
    "unmet-without-reason": CaseRule(verdicts.unmet_without_reason),
    "over-completed-without-reason": CaseRule(verdicts.over_completed_without_reason),
    "status-for-number": CaseRule(verdicts.status_for_number),
    "number-not-read": CaseRule(verdicts.number_not_read),
    "name-as-result": CaseRule(verdicts.name_as_result),
    "percent-over-hundred": CaseRule(verdicts.rate_over_hundred),
    "days-over-year": CaseRule(verdicts.days_over_year),
    "unit-differs": CaseRule(verdicts.unit_differs),
    "bound-as-actual": CaseRule(verdicts.bound_as_actual),
    "remark-in-value": CaseRule(verdicts.remark_in_value),
    "operator-copied": CaseRule(verdicts.operator_copied),
    "target-without-value": CaseRule(verdicts.target_without_value),
    "count-without-number": CaseRule(verdicts.count_without_number),
    "direction-contradicts-name": CaseRule(verdicts.direction_contradicts_name),
    "money-as-target": CaseRule(verdicts.money_as_target),
    "unit-missing": CaseRule(verdicts.unit_missing),
    "number-as-name": CaseRule(indicators.number_as_name),
    "name-contradicts-target": CaseRule(indicators.name_contradicts_target),
    "name-in-many-categories": CaseRule(indicators.name_in_many_categories),
    "category-contradicts-name": CaseRule(indicators.category_contradicts_name),
    "actuals-same-as-targets": CaseRule(indicators.actuals_same_as_targets),
    "indicator-parts-differ": CaseRule(indicators.indicator_parts_differ),
    "wrong-money-unit": TextRule(amounts.wrong_money_unit),
    "tenfold-of-earlier-year": TextRule(earlier.tenfold_of_earlier_year),
    "basis-differs": TextRule(amounts.basis_differs),
    "task-over-budget": TextRule(amounts.task_over_budget),
    "nothing-spent": CaseRule(amounts.nothing_spent),
    "end-before-start": TextRule(terms.end_before_start),
    "term-differs": TextRule(terms.term_differs),
    "year-outside-term": TextRule(terms.year_outside_term),
    "step-outside-term": TextRule(terms.step_outside_term),
    "section-unchanged": TextRule(last_year.section_unchanged),
    "sentence-unchanged": TextRule(last_year.sentence_unchanged),
    "actuals-unchanged": CaseRule(last_year.actuals_unchanged),
    "amounts-unchanged": TextRule(last_year.amounts_unchanged),
    "parts-differ": CaseRule(facts.parts_differ),
    "part-exceeds-whole": CaseRule(facts.part_exceeds_whole),
    "low-rate-without-reason": CaseRule(checks.low_rate_without_reason),
    "divided-by-zero": CaseRule(checks.divided_by_zero),
    "rate-differs": CaseRule(facts.rate_differs),
    "impossible-rate": CaseRule(facts.impossible_rate),
    "growth-differs": CaseRule(facts.growth_differs),
    "unknown-part": CaseRule(facts.unknown_part),
    "forecast-below-done": CaseRule(forecast.forecast_below_done),
    "chance-contradicts-forecast": CaseRule(forecast.chance_contradicts_forecast),
    "chance-without-reason": CaseRule(forecast.chance_without_reason),
    "section-points-differ": CaseRule(scores.section_points_differ),
    "total-points-differ": CaseRule(scores.total_points_differ),
    "score-over-points": CaseRule(scores.score_over_points),
    "score-without-actual": CaseRule(scores.score_without_actual),
    "score-out-of-band": CaseRule(scores.score_out_of_band),
    "score-too-high": CaseRule(scores.score_too_high),
    "score-lower-than-computed": CaseRule(scores.score_lower_than_computed),
    "score-basis-differs": CaseRule(score_basis.score_basis_differs),
    "full-score-missed": CaseRule(scores.full_score_missed),
    "score-missing": CaseRule(scores.score_missing),
    "lost-points-without-reason": CaseRule(scores.lost_points_without_reason),
    "reason-without-loss": CaseRule(scores.reason_without_loss),
    "computed-differs": CaseRule(computed.computed_differs),
    "conclusion-differs": CaseRule(scores.conclusion_differs),
    "plan-of-other-year": TextRule(years.plan_of_other_year),
    "account-of-other-year": TextRule(years.account_of_other_year),
    "deadline-before-year": TextRule(years.deadline_before_year),
    "measure-overdue": TextRule(overdue.measure_overdue),
    "plan-as-result": TextRule(years.plan_as_result),
    "result-as-plan": TextRule(years.result_as_plan),
    "filing-date-doubtful": TextRule(years.filing_date_doubtful),
    "month-contradicts-date": TextRule(months.month_contradicts_date),
    "part-of-year": TextRule(years.part_of_year),
    "lone-first-item": TextRule(numbering.lone_first_item),
    "gap-in-numbering": TextRule(numbering.gap_in_numbering),
    "repeated-number": TextRule(numbering.repeated_number),
    "missing-stop-before-number": TextRule(numbering.missing_stop_before_number),
    "mixed-numbering-brackets": TextRule(numbering.mixed_numbering_brackets),
    "unbalanced-marks": TextRule(punctuation.unbalanced_marks),
    "wrong-document-brackets": TextRule(punctuation.wrong_document_brackets),
    "wrong-document-number": TextRule(punctuation.wrong_document_number),
    "mark-between-titles": TextRule(punctuation.mark_between_titles),
    "doubled-marks": TextRule(punctuation.doubled_marks),
    "unfinished-paragraph": TextRule(cut.unfinished_paragraph),
    "halfwidth-marks": TextRule(punctuation.halfwidth_marks),
    "stopped-for-until": TextRule(wording.stopped_for_until),
    "more-than-exact": TextRule(wording.more_than_exact),
    "about-twice": TextRule(wording.about_twice),
    "misspelt-word": TextRule(wording.misspelt_word),
    "prompt-left": TextRule(leftovers.prompt_left),
    "markdown-residue": TextRule(leftovers.markdown_left),
    "empty-brackets": TextRule(leftovers.empty_brackets),
    "missing-number": TextRule(leftovers.missing_number),
    "not-placed": TextRule(leftovers.not_placed),
    "department-misspelt": TextRule(naming.department_misspelt),
    "area-contradicts-name": TextRule(naming.area_contradicts_name),
    "own-word-contradicts-name": TextRule(own_words.own_word_contradicts_name),
    "project-for-department": TextRule(naming.project_for_department),
    "stop-after-name": TextRule(naming.stop_after_name),
    "number-typed": CaseRule(doubled.number_typed),
    "printed-twice": CaseRule(doubled.printed_twice),
    "stop-after-value": TextRule(cells.stop_after_value),
    "wrong-digit-count": TextRule(cells.wrong_digit_count),
    "label-repeated": CaseRule(cells.label_repeated),
    "value-in-name": CaseRule(cells.value_in_name),
    "two-in-one-name": CaseRule(cells.two_in_one_name),
    "long-paragraph": TextRule(substance.long_paragraph),
    "personal-phone": TextRule(privacy.personal_phone),
    "identity-number": TextRule(privacy.identity_number),
    "personal-data": TextRule(privacy.personal_data),
    "no-problem-named": TextRule(measures.no_problem_named),
    "no-measure-named": TextRule(measures.no_measure_named),
    "fewer-measures": TextRule(measures.fewer_measures),
    "goal-without-measure": TextRule(substance.goal_without_measure),
    "result-without-figure": TextRule(substance.result_without_figure),
    "problem-without-substance": TextRule(substance.problem_without_substance),
    "goal-as-result": TextRule(repetition.goal_as_result),
    "content-as-goal": TextRule(repetition.content_as_goal),
    "target-over-term": CaseRule(indicators.target_over_term),
    "period-same-as-year": CaseRule(repetition.period_same_as_year),
    "repeated-clause": TextRule(repetition.repeated_clause),
    "repeated-sentence": TextRule(repetition.repeated_sentence),
    "nearly-same-sentence": TextRule(repetition.nearly_same_sentence),
    "missing-attachment": TextRule(attachment.missing_attachment),
    "figure-differs": TextRule(differs.figure_differs),
    "typed-rate-differs": TextRule(table.rates_differ),
    "typed-rate-impossible": _of_passages(rates.typed_rate_impossible),
    "typed-share-differs": _of_passages(shares.typed_share_differs),
    "typed-shares-incomplete": _of_passages(shares.typed_shares_incomplete),
    "typed-parts-differ": _of_passages(parts.typed_parts_differ),
    "typed-sum-differs": _of_passages(exchanged.typed_sums_differ),
    "typed-growth-differs": _of_passages(growth.typed_growth_differs),
    "typed-average-differs": _of_passages(averages.typed_average_differs),
    "typed-budget-differs": _of_passages(budget.typed_budget_differs),
    "typed-score-differs": TextRule(typed_scores.typed_score_differs),
    "typed-money-differs": _of_passages(money.typed_money_differs),
    "typed-period-differs": TextRule(dates.typed_period_differs),
    "typed-formula-differs": TextRule(formula.typed_formula_differs),
    "typed-grade-differs": TextRule(grade.typed_grade_differs),
    "unit-cost-differs": TextRule(products.unit_cost_differs),
    "result-below-goal": TextRule(goals.result_below_goal),
    "target-gap-differs": TextRule(gaps.target_gap_differs),
    "indicator-count-differs": TextRule(tallies.indicator_count_differs),
    "adjustment-without-reason": TextRule(goals.adjustment_without_reason),
    "list-count-differs": TextRule(lists.list_count_differs),
    "figure-typed-twice": TextRule(twice.figure_typed_twice),
}
