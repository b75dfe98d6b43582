"""What changed in a document, value by value and item by item: gathered, each with what is to be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from selfeval.authoring.revise.added import Beside, add_item
from selfeval.authoring.revise.changes import Changes, Rename, Surroundings
from selfeval.authoring.revise.items import rename_quotes, rename_results
from selfeval.authoring.revise.order import move_rows
from selfeval.authoring.revise.paired import pair_items
from selfeval.authoring.revise.retype import differences
from selfeval.authoring.revise.revision import ConflictKind, Edited, apart, in_short
from selfeval.authoring.revise.values import bring_back
from selfeval.documents.read.found import ReadItem, Value, same, unchanged
from selfeval.form.expression import KeyPath
from selfeval.submission.quotes import is_taken_for_quote
from selfeval.text.name import fold


def compare(changes: Changes, edited: Edited) -> None:
    """Gather every change of a document."""
    base, theirs = edited.base, edited.theirs
    _compare_entries(changes, base.entry, theirs.entry, Surroundings())
    told = {conflict.place for conflict in changes.conflicts if conflict.kind is ConflictKind.GONE}
    texts = {fold(each.text) for found in (base, edited.now) for each in (*found.unplaced, *found.altered)}
    for each in theirs.altered:
        if fold(each.text) not in texts:
            said = f"“{in_short(each.text)}”：{each.why}，是固定的字；要改请改表样"
            changes.refuse(ConflictKind.FIXED_TEXT, "", each.place, said)
    for each in theirs.unplaced:
        if fold(each.text) not in texts and each.place not in told:
            why = f"：{each.why}，没有带回来" if each.why else "在表样里没有地方填，不会带回来"
            changes.refuse(ConflictKind.FIXED_TEXT, "", each.place, f"“{in_short(each.text)}”{why}")


def _compare_entries(changes: Changes, base: ReadItem, theirs: ReadItem, around: Surroundings) -> None:
    """Gather what changed in an item, or in the document itself."""
    for path in dict.fromkeys((*base.values, *theirs.values)):
        key = f"{around.above}{'.'.join(path[around.depth :])}"
        _compare_values(changes, key, base.values.get(path), theirs.values.get(path), around.chain)
    for path in dict.fromkeys((*base.lists, *theirs.lists)):
        inner = around._replace(above=f"{around.above}{'.'.join(path[around.depth :])}.")
        _compare_lists(changes, path, base.lists.get(path, []), theirs.lists.get(path, []), inner)


def _compare_lists(
    changes: Changes, path: KeyPath, old: Sequence[ReadItem], new: Sequence[ReadItem], around: Surroundings
) -> None:
    """Gather what changed in a list: items are paired by their names, renamed ones by what else they say."""
    above, chain = around.above, around.chain
    pairs = pair_items(old, new)
    for number, item in enumerate(old):
        mate = pairs.get(number)
        key = _key_now(changes, above, item, new[mate] if mate is not None else item)
        home = changes.home_of(f"{key}.{item.name_key}")
        if mate is None:
            if item.name:
                said = f"“{item.name}”这一行在 Word 里没有了；确实不要的，请在 {home} 删去这一条"
                changes.refuse(ConflictKind.GONE, key, item.place, said)
            continue
        if new[mate].levels != item.levels:
            said = f"“{item.name}”在 Word 里换了类别；请把 {home} 这一条挪到“{' → '.join(new[mate].levels)}”下面"
            changes.refuse(ConflictKind.GONE, key, new[mate].place, said)
        _compare_entries(changes, item, new[mate], Surroundings(f"{key}.", len(path), (*chain, item)))
        name = new[mate].name
        if name.strip() != item.name.strip() and f"{key}.{item.name_key}" in changes.wanted:
            after = f"{above}{'.'.join((*item.levels, name))}."
            changes.renames.append(Rename(f"{key}.{item.name_key}", f"{key}.", after))
            rename_results(changes, path, (*chain, item), name, f"{key}.{item.name_key}")
            rename_quotes(changes, item.name, name, f"{key}.{item.name_key}")
    move_rows(changes, old, new, pairs, around)
    mates = set(pairs.values())
    for number, item in enumerate(new):
        if number not in mates and item.name and item.values:
            was = {its: old[mate] for mate, its in pairs.items()}
            add_item(changes, path, item, Beside(was.get(number - 1), was.get(number + 1)), around)


def _key_now(changes: Changes, above: str, item: ReadItem, mate: ReadItem) -> str:
    """Return the dotted key of an item: by its own name, or by the one its mate has where it was renamed already."""
    own, renamed = (f"{above}{'.'.join((*item.levels, name))}" for name in (item.name, mate.name))
    is_renamed = all(f"{own}.{item.name_key}" not in known for known in (changes.now, changes.wanted))
    return renamed if is_renamed and f"{renamed}.{item.name_key}" in changes.now else own


def _compare_values(
    changes: Changes, key: str, base: Value | None, theirs: Value | None, chain: tuple[ReadItem, ...]
) -> None:
    """Gather what changed in one value."""
    if theirs is not None and theirs.others and not (base and base.others):
        _tell_different_places(changes, key, theirs)
        return
    if (base is None and theirs is None) or (base and theirs and _is_left(base, theirs)):
        return
    now, home = changes.now.get(key), changes.home_of(key)
    if theirs is None or not theirs.text:
        if now is not None:
            _tell_gone(changes, key, base)
        return
    if now is not None and unchanged(now, theirs):
        return
    declared = theirs.field
    if declared is None or declared.formula is not None:
        was, new = apart(base.text, theirs.text) if base else ("空", in_short(theirs.text))
        said = f"{was} 改成了 {new}。这是算出来的，要改请改它的来源"
        changes.put_off(ConflictKind.COMPUTED, key, theirs, said)
    elif said := _why_not_typed(theirs):
        changes.refuse(ConflictKind.FIXED_TEXT, key, theirs.place, f"{said}，没有带回来；请自己改 {home}")
    elif not (base and now and same(base, now)) and (base or now):
        word, mine = apart(theirs.text, now.text) if now else (in_short(theirs.text), "空")
        said = f"Word 里 {word}，{home} 已经改成 {mine}。两边都改了，请定一个"
        changes.refuse(ConflictKind.CHANGED_TWICE, key, theirs.place, said)
    elif changes.is_approved(theirs):
        said = f"{in_short(theirs.text)}：目标已经批复，不能直接改；要调整的写“调整后指标值”"
        changes.refuse(ConflictKind.APPROVED, key, theirs.place, said)
    else:
        bring_back(changes, key, base, theirs, chain)


def _why_not_typed(theirs: Value) -> str:
    """Return why a value cannot be typed as it is printed, empty where it can."""
    if is_taken_for_quote(theirs.text):
        return f"“{in_short(theirs.text)}”里的双花括号在 YAML 里是引用，不能照写"
    return f"{theirs.guess}，是猜的" if theirs.guess else ""


def _tell_gone(changes: Changes, key: str, base: Value | None) -> None:
    """Name a value that the document does not have any more, or has another text for that cannot be it."""
    place = base.place if base else ""
    unfit, home = changes.unfit.get(place), changes.home_of(key)
    where = f"请在 {home} 改" if key in changes.typed else "这是算出来的，不会带回来"
    if unfit is not None:
        why = f"（{unfit.why}）" if unfit.why else ""
        said = f"Word 里改成了“{in_short(unfit.text)}”{why}，这一项不能这样填；{where}"
    elif key in changes.typed:
        said = f"Word 里没有了，{home} 里还有；确实不要的，请在那里删去"
    else:
        said = f"Word 里没有了；{where}"
    changes.refuse(ConflictKind.GONE, key, place, said)


def _is_left(base: Value, theirs: Value) -> bool:
    """Tell whether a value was left as it was, its paragraphs too."""
    return unchanged(base, theirs) and len(base.texts) == len(theirs.texts)


def _tell_different_places(changes: Changes, key: str, theirs: Value) -> None:
    """Name a value that the document prints in several places, and not the same in all."""
    every = ((theirs.place, theirs.text), *theirs.others)
    at = next((span[0] for span in differences(theirs.text, theirs.others[0][1])), 0)
    shown = "、".join(f"{place}“{in_short(text[max(at - 6, 0) : at + 20])}”" for place, text in every)
    if theirs.field is None or theirs.field.formula is not None:
        kind, do = ConflictKind.COMPUTED, "这是算出来的，要改请改它的来源"
    else:
        kind, do = ConflictKind.DIFFERS_WITHIN, f"请定一个，改 {changes.home_of(key)}"
    said = f"同一项在 Word 里几个地方写得不一样：{shown}；{do}"
    changes.refuse(kind, key, theirs.others[0][0], said)
