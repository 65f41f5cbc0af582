"""Messages about verdicts: reasons, defaults, conditions in words: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "count.met": (
        "{what}：应有 {need} {counter}，现有 {have} {counter}（{window}）",
        "{what}: {need} required, {have} on file{counter} ({window})",
    ),
    "count.short": (
        "{what}：应有 {need} {counter}，现有 {have} {counter}，缺 {missing} {counter}（{window}）",
        "{what}: at least {need} required, {have} on file, {missing} missing{counter} ({window})",
    ),
    "count.short.itself": (
        "{record} 还没有达到：{what}（{window}）",
        "{record} is not yet: {what} ({window})",
    ),
    "count.over": (
        "{what}：不得超过 {need} {counter}，现有 {have} {counter}（{window}）",
        "{what}: no more than {need} allowed, {have} on file{counter} ({window})",
    ),
    "bound.unknown": (
        "应有多少取决于单位的一项属性，unit.yaml 里没有写",
        "the number required depends on an attribute that unit.yaml does not give",
    ),
    "every.met": (
        "{what}共 {of} {counter}，都符合要求（{window}）",
        "{what}: {of}{counter} in all, {have} as required ({window})",
    ),
    "every.short": (
        "{what}共 {of} {counter}，符合要求的 {have} {counter}，不符合或不能证明的 {bad} {counter}，应有 {need} {counter}符合（{window}）",
        "{what}: {of}{counter} in all, {have} shown to be as required, {bad} not, {need} must be ({window})",
    ),
    "steps.met": (
        "{need} 个步骤已按先后完成",
        "all {need} steps done in order",
    ),
    "steps.short": (
        "{need} 个步骤应按先后完成，已完成 {have} 步；下一步是：{following}",
        "{need} steps in order, {have} done; next: {following}",
    ),
    "all_of.met": (
        "{need} 项要求全部满足",
        "all {need} parts are met",
    ),
    "all_of.short": (
        "{need} 项要求都要满足，已满足 {have} 项",
        "all {need} parts must be met, {have} are",
    ),
    "any_of.met": (
        "{need} 项中已满足 {have} 项（满足一项即可）",
        "{have} of {need} parts are met; one is enough",
    ),
    "any_of.short": (
        "{need} 项中满足一项即可，目前一项也没有满足",
        "one of {need} parts is enough, none is met yet",
    ),
    "attest.met": (
        "已有签署的佐证说明（{window}）；这类要求由人判断，不算“记录达标”",
        "a signed attestation is on file ({window}); a person judges this, it is not met by records",
    ),
    "attest.none": (
        "需要人工判断：还没有签署的佐证说明（{window}）",
        "a person must judge this: no signed attestation yet ({window})",
    ),
    "attest.expired": (
        "佐证说明已过有效期",
        "the attestation has run out",
    ),
    "attest.draft": (
        "这一条还没有写成规则，请规则包的维护者写好",
        "this is not written as a rule yet: whoever keeps the rule pack has to write it",
    ),
    "attest.unshown": (
        "佐证说明说已做到，但记录没有体现",
        "the attestation says so, but the records do not show it",
    ),
    "no_data": (
        "这段时间没有登记{what}，也没有完整的“未发生”声明：没有看过的，不能算通过",
        "no {what} is on file for this time and it is not covered by a declaration that there was none: what was not looked at does not pass",
    ),
    "declared": (
        "没有发生{what}：{declared}",
        "declared not to have happened: {what}: {declared}",
    ),
    "declared.some": (
        "已有声明：{declared}；还没有声明的：{gaps}",
        "declared so far: {declared}; not declared yet: {gaps}",
    ),
    "declared.early": (
        "已有声明：{declared}；过了 {last} 才能认定一直没有发生",
        "declared so far: {declared}; only after {last} is it certain that it never happened",
    ),
    "list.empty": (
        "名单为空，没有对象：{list}",
        "the list is empty: {list}",
    ),
    "list.unknown": (
        "unit.yaml 里没有写{list}，无法判断有哪些对象，请补上",
        "unit.yaml does not give the {list}, so it cannot be told for whom this is owed: add it",
    ),
    "spacing.met": (
        "{what}：间隔符合要求（{window}）",
        "{what}: the time between them is as required ({window})",
    ),
    "spacing.short": (
        "{what}：间隔不符合要求（{window}）",
        "{what}: the time between them is not as required ({window})",
    ),
    "spacing.far": (
        "{what}：从{first}到{last}隔了 {have}，应不超过 {need}",
        "{what}: {have} from {first} to {last}, at most {need} allowed",
    ),
    "spacing.near": (
        "{what}：从{first}到{last}只隔 {have}，应不少于 {need}",
        "{what}: only {have} from {first} to {last}, at least {need} required",
    ),
    "holds.met": (
        "{need} 项情况都符合",
        "all {need} things are as they must be",
    ),
    "holds.short": (
        "{need} 项情况都要符合，现符合 {have} 项",
        "{need} things must be so, {have} are",
    ),
    "holds.not": (
        "{found}",
        "{found}",
    ),
    "when.not": (
        "只适用于：{line}。现在的情况：{found}；不适用",
        "applies only where so: {line}; here: {found}; does not apply",
    ),
    "unless.met": (
        "{what} {record}（{on}，{at}）可以免除，不适用",
        "does not apply: {what} {record} ({on}, {at}) exempts from it",
    ),
    "release.doubtful": (
        "是否适用还不能确定，请把有关内容补全",
        "whether this applies cannot be told yet: give what is lacking",
    ),
    "effective.short": (
        "这一条的施行时间是 {window}，这段时间的 {days} 天里只施行 {held} 天，不适用",
        "in force {window}: only {held} of the {days} days of this time, so it does not bind",
    ),
    "rows.none": (
        "登记的{what}里没有要办理的对象",
        "the {what} on file names nothing that this is owed for",
    ),
    "period.none": (
        "unit.yaml 的 periods 里没有写{period}的起止日期，无法判断。请补上",
        "unit.yaml does not date the {period} under periods, so it cannot be judged: add it",
    ),
    "choose.unlisted": (
        "{ref}的值“{found}”在规则里没有对应的要求，请核对 unit.yaml，或请规则的维护者补上",
        "the rule says nothing for {ref} = “{found}”: check unit.yaml, or ask whoever keeps the rules to add it",
    ),
    "parts.none": (
        "各部分都不适用",
        "none of its parts applies",
    ),
    "subject.none": (
        "名册里没有人担任“{role}”，无法判断。请在 unit.yaml 的 people 里补上人员和职务（roles）",
        "nobody on the roster holds the role {role}, so it cannot be judged: add the people and their roles to unit.yaml",
    ),
    "role.left": (
        "责任人任职到 {last}，此后的记录不计入",
        "in the role until {last}; records of later days do not count",
    ),
    "tenure.short": (
        "{who}在这段时间的 {days} 天里任职 {held} 天，{limit}{default}，不适用",
        "{who}: {limit}{default}, {held} of {days} days: not bound",
    ),
    "trigger.none": (
        "到检查日没有登记{what}",
        "no {what} is on file up to the day of the check",
    ),
    "trigger.declared": (
        "没有发生{what}：{declared}",
        "declared not to have happened: {what}: {declared}",
    ),
    "trigger.undeclared": (
        "没有登记{what}，全年没有发生的声明也不全",
        "no {what} is on file, and the year is not covered by declarations that there was none",
    ),
    "trigger.doubtful": (
        "{subject}的内容不全，不能确定是否需要办理",
        "{subject} does not say enough to tell whether this is owed",
    ),
    "trigger.planned": (
        "{subject}尚在计划中，改期或取消的，期限随之调整",
        "{subject} is only planned: if it is moved or cancelled, the time for this moves too",
    ),
    "time.short": (
        "时间紧：期限 {to}（还有 {left} 天），建议最迟的 {safe} 已过",
        "little time: due by {to} ({left} days left), and the last safe date, {safe}, has passed",
    ),
    "time.at_once": (
        "没有可以等待的时间（期限 {to}），现在就要办",
        "there is no safe time to wait (due by {to}): act now",
    ),
    "time.room": (
        "期限 {to}，建议最迟 {safe}",
        "due by {to}; last safe date {safe}",
    ),
    "time.not_open": (
        "{start} 起的才算",
        "only from {start} on does it count",
    ),
    "time.late": (
        "逾期 {days} 天：应于 {to} 前完成，实际 {done}；逾期不能补为按期",
        "{days} days late: due by {to}, done on {done}; being late cannot be mended",
    ),
    "time.late.by": (
        "逾期 {days} 天完成：{record}（{at}），{done}，期限 {to}：{what}；逾期不能补为按期",
        "{days} day(s) late: {record} ({at}) of {done}, due by {to}: {what}; being late cannot be mended",
    ),
    "time.over": (
        "已于 {to} 截止，之后补做不能算按期",
        "the time ended on {to}; nothing done later can meet it",
    ),
    "time.final": (
        "此项以后无法补救",
        "it is broken, and no later record can change that",
    ),
    "doubt.missing": (
        "{n} 条记录缺少认定所需的内容，暂不能认定",
        "{n} record(s) lack what is needed to tell whether they count",
    ),
    "doubt.unusable": (
        "{n} 条记录没有写明哪一天，或者内容无法判读，暂不能认定",
        "{n} record(s) have no exact day or something unreadable, so they cannot count",
    ),
    "doubt.ambiguous": (
        "{n} 条记录里的姓名有重名，须写明是哪一位",
        "{n} record(s) use a name that several people share",
    ),
    "doubt.undeclared": (
        "没有记录，也没有“未发生”的声明，无法判断",
        "neither a record nor a declaration: it cannot be judged",
    ),
    "doubt.burden": (
        "{n} 条记录缺少认定所需的内容；做过的事要由单位证明，缺项不能当作做到",
        "{n} incomplete record(s) might count; but the unit must prove what it did, and a blank does not",
    ),
    "window.order": (
        "时间窗起点 {first} 晚于终点 {last}，请核对记录中的日期",
        "the time for it would begin on {first} and end on {last}: check the dates of the record",
    ),
    "window.start.unknown": (
        "时间窗的起点不明，请核对记录中的日期",
        "the first day of the time for it is not known: check the dates of the record",
    ),
    "window.each": (
        "规则用了触发记录的日期，但没有触发记录",
        "the rule uses the day of a trigger, but there is none",
    ),
    "window.period.unknown": (
        "多长时间一次取决于一项属性，unit.yaml 里没有写",
        "how often depends on an attribute that unit.yaml does not give",
    ),
    "window.extended": (
        "{records} 批准延期，期限由 {was} 延长到 {last}",
        "the time was extended from {was} to {last} by {records}",
    ),
    "window.stopped": (
        "{records} 的 {days} 天不计算在内，期限由 {was} 顺延到 {last}",
        "the {days} days of {records} do not count: the time moved from {was} to {last}",
    ),
    "window.stopped.still": (
        "{record} 从 {since} 起暂停计算，还没有写恢复的日期，期限待定",
        "{record} has stopped the clock since {since} and gives no end: the last day is not settled",
    ),
    "window.record": (
        "{records} 的内容不全，期限是否因此顺延还不能确定，请对照原件补全",
        "{records} may move the last day and does not say enough: complete it from its original",
    ),
    "window.doubtful": (
        "期限是否延长还不能确定：有关记录的内容不全",
        "whether the time was extended cannot be told: a record about it does not say enough",
    ),
    "default.edges": (
        "开始到第一次、最后一次到结束也算间隔",
        "the time before the first and after the last counts too (default, not in the text)",
    ),
    "default.parameter": (
        "{name}：{value}（{why}）",
        "{name} = {value} (default, not in the text: {why})",
    ),
    "default.override": (
        "{name}：{value}（依据：{source}；规则默认 {was}）",
        "{name} = {value} (set by the unit, source: {source}; the pack's default is {was})",
    ),
    "default.reading": (
        "原文可作几种理解，现按：{reading}（其他理解：{others}）",
        "the text can be read in several ways; judged by the default reading: {reading} (others: {others})",
    ),
    "default.reading.chosen": (
        "按本单位选定的理解：{reading}（其他理解：{others}）",
        "judged by the reading that the unit chose: {reading} (others: {others})",
    ),
    "default.period": (
        "原文没有写期限，按清单年度 {window} 计算",
        "the text states no period; the list's year is used: {window}",
    ),
    "default.roll": (
        "最后一天遇节假日，顺延到 {to}",
        "the last day was no work day and moved to {to}",
    ),
    "default.roll.own": (
        "最后一天 {day} 顺延到 {to}：其间有 {n} 天是本单位在 unit.yaml 的 calendar 里自定的节假日（{first} 至 {last}）",
        "the last day, {day}, moved to {to}: {n} day(s) on the way ({first} to {last}) are holidays that the unit set itself, "
        "in the calendar of unit.yaml",
    ),
    "default.tenure": (
        "任职 {held} 天（共 {days} 天），任职达到 {share} 即按全额要求",
        "in the role {held} of {days} days; from a share of {share} it binds in full (default, not in the text)",
    ),
    "default.burden": (
        "缺项的记录不计入：由单位举证",
        "an incomplete record does not count: the unit bears the proof (default, not in the text)",
    ),
    "default.shared": (
        "一份记录可供多人共用",
        "one record serves several bearers: shared (default, not in the text)",
    ),
    "default.late": (
        "期限后补办的记为“逾期完成”，不算达标",
        "done after the deadline is recorded as late and still unmet (default, not in the text)",
    ),
    "spacing.unsure": (
        "{what}：间隔是否符合要求，还不能确定（{window}）",
        "{what}: whether the time between them is as required cannot be told yet ({window})",
    ),
    "spacing.widest": (
        "{what}：间隔最长 {have}（从{first}到{last}），应不超过 {need}",
        "{what}: {have} at the longest (from {first} to {last}), at most {need} allowed",
    ),
    "spacing.closest": (
        "{what}：间隔最短 {have}（从{first}到{last}），应不少于 {need}",
        "{what}: {have} at the shortest (from {first} to {last}), at least {need} required",
    ),
    "spacing.due": (
        "下一次最迟 {due}，建议最迟 {safe}",
        "the next by {due}, best by {safe}",
    ),
    "spacing.due.short": (
        "到检查日间隔还符合要求，但下一次最迟 {due}（还有 {left} 天），建议最迟的 {safe} 已过",
        "as required so far, but the next is due by {due} ({left} days left), and the last safe date, {safe}, has passed",
    ),
    "sum.met": (
        "{what}的{field}合计：{need}，现有 {have}（{window}）",
        "{what}, {field} added up: {need} required, {have} on file ({window})",
    ),
    "sum.short": (
        "{what}的{field}合计：{need}，现有 {have}，缺 {missing}（{window}）",
        "{what}, {field} added up: {need} required, {have} on file, {missing} missing ({window})",
    ),
    "sum.just": (
        "{what}的{field}合计：{need}，现有正好 {have}，还不够（{window}）",
        "{what}, {field} added up: {need} required, exactly {have} on file, which is not enough ({window})",
    ),
    "sum.over": (
        "{what}的{field}合计：{need}，现有 {have}（{window}）",
        "{what}, {field} added up: {need} allowed, {have} on file ({window})",
    ),
    "different.met": (
        "{what}的{field}：应有不同的 {need} {counter}，现有 {have} {counter}（{window}）",
        "{what}, different {field}: {need}{counter} required, {have} on file ({window})",
    ),
    "different.short": (
        "{what}的{field}：应有不同的 {need} {counter}，现有 {have} {counter}，缺 {missing} {counter}（{window}）{left}",
        "{what}, different {field}: {need}{counter} required, {have} on file, {missing} missing ({window}){left}",
    ),
    "different.over": (
        "{what}的{field}：不同的不得超过 {need} {counter}，现有 {have} {counter}（{window}）",
        "{what}, different {field}: no more than {need}{counter} allowed, {have} on file ({window})",
    ),
    "need.from": (
        "应有的 {need} 是这样来的：{source}",
        "the {need} required come from: {source}",
    ),
    "need.pro_rata": (
        "全程应有 {whole}，在任 {held} 天（共 {days} 天），按比例应有 {need}",
        "{whole} for the whole time; in the role {held} of {days} days, hence {need}",
    ),
    "holds.over": (
        "以 {to} 的情况为准，以后再变化不影响",
        "what counts is how it stood on {to}; what changes later does not",
    ),
    "release.open": (
        "只适用于：{line}。{found}，还不能确定是否适用，请补上",
        "applies only where so: {line}; {found}: add it, so that it can be told whether it applies",
    ),
    "run.after": (
        "{record} 是连续第 {number} 次，前面的是 {before}",
        "{record} is the {number} in a row, after {before}",
    ),
    "choose.by": (
        "按{of}{ref}{value}的要求办理",
        "by what is asked where {ref}{by} is {value}",
    ),
    "time.at_once.open": (
        "期限还没有定，但不能再等，现在就要办",
        "the last day is not settled, but there is no safe time to wait: act now",
    ),
    "time.rolling": (
        "只看截至检查日的这段时间（{first} 至 {last}），它随检查日往后移",
        "only the time up to the day of the check counts ({first} to {last}), and it moves on with that day",
    ),
    "time.waiting": (
        "要等下一次：{what}；发生以后才开始计算",
        "its time begins only with the next: {what}",
    ),
    "time.waiting.day": (
        "开始的日子还没有定，定了以后才开始计算",
        "its time begins on a day that is not settled yet",
    ),
    "time.late.hour": (
        "逾期完成：{record}（{at}），{done}，期限 {to}：{what}；逾期不能补为按期",
        "late: {record} ({at}) of {done}, due by {to}: {what}; being late cannot be mended",
    ),
    "window.extension.late": (
        "{record} 在 {on} 才批准延期，晚于期限 {last}，不能延长",
        "{record} of {on} came after the last day, {last}, and extends nothing",
    ),
    "bound.unknown.of": (
        "应有多少取决于{what}，unit.yaml 里没有写，请补上",
        "the number required depends on the {what}, which unit.yaml does not give: add it",
    ),
    "trigger.unnamed": (
        "没有登记{what}；规则没有给它定名称，单位无法声明“未发生”，请规则的维护者补上",
        "no {what} is on file, and the rule gives it no name, so that its absence cannot be declared: ask whoever keeps the rules",
    ),
    "release.record": (
        "{records} 可能可以免除，但内容不全，还不能确定是否适用，请对照原件补全",
        "{records} may exempt from this and does not say enough: complete it from its original",
    ),
    # ---- rules whose quotation the source text no longer has
    "suspect.gone": (
        "原文已经没有这条所引的话，也没有相近的；本条可能已经改动或取消，结论存疑",
        "the text no longer has the quoted clause, nor one like it: the duty may have been changed or dropped, so the verdict is suspect",
    ),
    "suspect.gone.nearest": (
        "原文已经没有这条所引的话，结论存疑；最接近的是：「{text}」",
        "the text no longer has the quoted clause, so the verdict is suspect; nearest: “{text}”",
    ),
    "suspect.moved": (
        "所引的话不在原文的这一条里，而在：{where}；结论存疑",
        "the quoted clause is not in this article of the text but in: {where}; the verdict is suspect",
    ),
    "suspects.rules": (
        "有 {count} 条规则的引文在原文里对不上，这些条的结论存疑，请对照原文修改规则包：{found}",
        "{count} rule(s) quote what the text does not have (any more): their verdicts are suspect; mend the rule pack by the text: {found}",
    ),
    "suspects.passages": (
        "有 {count} 处注明不是要求的文字在原文里对不上，请看新的文字是不是有了要求：{found}",
        "{count} passage(s) declared no obligation are not in the text (any more): see whether the new words ask for something: {found}",
    ),
    "attest.partial": (
        "佐证说明的有效期没有写到哪一天，不能认定到检查日还有效，请写明哪一天（valid_until）",
        "the attestation does not say up to which day it is valid, so it cannot be told whether it still is: give the day (valid_until)",
    ),
    # ---- waivers
    "waiver.early": (
        "这条豁免 {on} 才批准，到检查日（{as_of}）还不起作用",
        "this waiver was approved on {on}; on the day of the check, {as_of}, it has no effect yet",
    ),
    "waiver.expired": (
        "这条豁免到 {until} 为止，到检查日（{as_of}）已经过期，不起作用。还要豁免的，须重新批准",
        "this waiver ran until {until}; on the day of the check, {as_of}, it has expired and has no effect: it has to be approved anew",
    ),
    "waiver.bearer": (
        "{obligation} 没有责任人“{found}”，这条豁免不起作用。可以写：{choices}",
        '{obligation} is owed by nobody called "{found}", so this waiver has no effect; it is owed by: {choices}',
    ),
    "waiver.bearer.shared": (
        "责任人里不止一个叫“{found}”（{who}），分不清豁免的是谁，这条豁免不起作用。请改写编号",
        'more than one of those who owe it is called "{found}" ({who}), so this waiver has no effect: write the id',
    ),
    "waiver.subject": (
        "{obligation} 没有对象“{found}”，这条豁免不起作用。可以写：{choices}",
        '{obligation} has no subject "{found}", so this waiver has no effect; its subjects are: {choices}',
    ),
    "waiver.subject.shared": (
        "对象里不止一个叫“{found}”（{who}），分不清豁免的是哪一个，这条豁免不起作用。请改写编号",
        'more than one subject is called "{found}" ({who}), so this waiver has no effect: write the id',
    ),
    "waiver.subject.none": (
        "{obligation} 不分对象，写了“{found}”的这条豁免不起作用。请去掉 subject",
        '{obligation} has no subjects, so this waiver for "{found}" has no effect: take out subject',
    ),
    "waiver.window": (
        "{obligation} 没有哪个时段包含 {day}，这条豁免不起作用。它的时段有：{choices}",
        "no window of {obligation} holds {day}, so this waiver has no effect; its windows are: {choices}",
    ),
    "waiver.combination": (
        "{obligation} 里没有同时符合这条豁免所写责任人、对象和时段的一项，这条豁免不起作用",
        "nothing in {obligation} has the bearer, the subject and the window that this waiver names together, so it has no effect",
    ),
    "waiver.idle": (
        "{obligation} 中这条豁免所指的没有未达标的（{verdicts}），无须豁免",
        "what this waiver names of {obligation} is not unmet ({verdicts}): there is nothing to waive",
    ),
    "waiver.pending": (
        "{obligation} 中这条豁免所指的还没有到期（{verdicts}），到检查日还用不上",
        "what this waiver names of {obligation} is not due yet ({verdicts}): so far there is nothing to waive",
    ),
    "waiver.own": (
        "批准人{who}自己就是 {obligation} 的责任人（批准时或者这一时段里担任这个职务），不能自己豁免自己，这条豁免对下列各项不起作用：{items}。"
        "请由上级批准",
        "{who}, who approved this waiver, owes {obligation} (holding that role then or in that window), and nobody can release himself: it has "
        "no effect on {items}; let somebody above approve it",
    ),
    "waiver.powerless": (
        "批准人{who}在批准那天（{on}）没有担任名册里的任何职务，这条豁免不起作用。请核对批准日和任职起止日期，或者由在任的人批准",
        "{who}, who approved this waiver, held no role on that day ({on}), so it has no effect: check the day and the dates of the roles, or "
        "let somebody in office approve it",
    ),
    "waiver.subject.waiting": (
        "{obligation} 按对象逐个要求，但名下还没有登记任何对象，所以写了“{found}”的这条豁免现在不起作用。请核对“{found}”登记了没有",
        '{obligation} is owed for each of its subjects, and none is on file yet, so this waiver for "{found}" has no effect so far: check '
        'whether "{found}" is filed',
    ),
    "waiver.covers": (
        "这条豁免一共豁免了 {obligation} 的 {count} 项：{items}。只想豁免其中一部分的，请写 bearer、subject 或 window",
        "this waiver covers {count} items of {obligation}: {items}; if only some are meant, name them by bearer, subject or window",
    ),
    "waiver.later": (
        "{obligation} 的下列各项在批准（{on}）之后才发生，这条豁免没有点名，对它们不起作用：{items}。要豁免的，写明 subject",
        "these of {obligation} arose after the approval ({on}), and the waiver does not name them, so it has no effect on them: {items}; to "
        "cover one, name it by subject",
    ),
    "waiver.twice": (
        "和 {other} 那条豁免重叠，重叠的部分按那一条记",
        "this waiver overlaps with the one at {other}; where they do, that one is shown",
    ),
}
