"""Messages about verdicts: reasons, defaults, conditions in words: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "count.met": (
        "{what}：要求 {need} 次，已有 {have} 次（{window}）",
        "{what}: {need} required, {have} on file ({window})",
    ),
    "count.short": (
        "{what}：要求至少 {need} 次，已有 {have} 次，还缺 {missing} 次（{window}）",
        "{what}: at least {need} required, {have} on file, {missing} missing ({window})",
    ),
    "count.over": (
        "{what}：要求不超过 {need} 次，已有 {have} 次（{window}）",
        "{what}: no more than {need} allowed, {have} on file ({window})",
    ),
    "bound.unknown": (
        "要求的次数取决于单位属性，但单位没有填写",
        "the number required depends on an attribute that the unit does not give",
    ),
    "every.met": (
        "{what}：{of} 次全部检查，符合要求 {have} 次（{window}）",
        "{what}: all {of} looked at, {have} as required ({window})",
    ),
    "every.short": (
        "{what}：共 {of} 次，应有 {need} 次符合要求，能证明符合的 {have} 次（{window}）",
        "{what}: {of} in all, {need} must be as required, {have} are shown to be ({window})",
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
    "attest.unshown": (
        "佐证说明说已做到，但记录没有体现",
        "the attestation says so, but the records do not show it",
    ),
    "no_data": (
        "这段时间没有任何相关记录，也没有“未发生”的声明：没有看过，不能算通过",
        "there is no such record in this time and no declaration of absence: what was not looked at does not pass",
    ),
    "declared": (
        "单位声明这段时间没有发生",
        "the unit declares that none occurred in this time",
    ),
    "list.empty": (
        "名单为空，没有对象",
        "the list is empty: there is nobody and nothing to do it for",
    ),
    "list.unknown": (
        "名册里没有给出这份名单，无法判断。请在 unit.yaml 里补上",
        "the roster does not give the list, so it cannot be judged: add it to unit.yaml",
    ),
    "parts.none": (
        "各部分都不适用",
        "none of its parts applies",
    ),
    "subject.none": (
        "名册里没有人担任这个角色，无法判断。请在 unit.yaml 里补上人员和角色",
        "nobody on the roster holds the role, so it cannot be judged: add the people and roles to unit.yaml",
    ),
    "tenure.short": (
        "在任 {held} 天，时段共 {days} 天，任职时间不足，不适用",
        "in the role {held} of {days} days: not bound",
    ),
    "trigger.none": (
        "到目前没有发生触发事项",
        "nothing has called for it so far",
    ),
    "trigger.declared": (
        "单位声明本期没有发生触发事项",
        "the unit declares that nothing called for it",
    ),
    "trigger.undeclared": (
        "没有触发事项的记录，也没有“本期未发生”的声明",
        "no record of anything that would call for it, and no declaration that there was none",
    ),
    "trigger.doubtful": (
        "触发事项的记录不完整，不能确定是否需要办理",
        "the record that would call for it is incomplete: whether it does is not certain",
    ),
    "trigger.planned": (
        "触发事项还在计划中，可能改期或取消",
        "what calls for it is only planned: it may be moved or cancelled",
    ),
    "time.short": (
        "时间紧：截止 {to}（还有 {left} 天），稳妥的最后日期 {safe} 已过",
        "little time: due by {to} ({left} days left), and the last safe date, {safe}, has passed",
    ),
    "time.at_once": (
        "没有可以放心等待的时间（截止 {to}）：现在就要处理",
        "there is no safe time to wait (due: {to}): act now",
    ),
    "time.room": (
        "截止 {to}，稳妥的最后日期 {safe}",
        "due by {to}; last safe date {safe}",
    ),
    "time.not_open": (
        "从 {start} 开始计算",
        "the time for it opens on {start}",
    ),
    "time.late": (
        "逾期 {days} 天：应于 {to} 前完成，实际 {done}；逾期不能补为按期",
        "{days} days late: due by {to}, done on {done}; being late cannot be mended",
    ),
    "time.over": (
        "已于 {to} 截止，之后补做不能算按期",
        "the time ended on {to}; nothing done later can meet it",
    ),
    "time.final": (
        "已经违反，后面的记录无法改变",
        "it is broken, and no later record can change that",
    ),
    "doubt.missing": (
        "有 {n} 条记录缺少必要内容，不能确定是否算数",
        "{n} record(s) lack something needed to tell whether they count",
    ),
    "doubt.unusable": (
        "有 {n} 条记录日期不到日或内容无法判读，不能算数",
        "{n} record(s) have no exact day or something unreadable, so they cannot count",
    ),
    "doubt.ambiguous": (
        "有 {n} 条记录用了重名，分不清是谁",
        "{n} record(s) use a name that several people share",
    ),
    "doubt.undeclared": (
        "没有记录也没有声明，无法判断",
        "neither a record nor a declaration: it cannot be judged",
    ),
    "doubt.burden": (
        "有 {n} 条记录缺项，可能算数；但做过的事要由单位证明，缺项不能当作做到",
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
    "default.parameter": (
        "{name} 取 {value}（原文没有写明：{why}）",
        "{name} = {value} (default, not in the text: {why})",
    ),
    "default.override": (
        "{name} 取 {value}（本单位设定，依据：{source}；规则默认 {was}）",
        "{name} = {value} (set by the unit, source: {source}; the pack's default is {was})",
    ),
    "default.reading": (
        "原文可作几种理解，按“{reading}”判断（其他理解：{others}）",
        "the text can be read in several ways; judged by the default reading “{reading}” (others: {others})",
    ),
    "default.reading.chosen": (
        "按本单位选定的理解“{reading}”判断（其他理解：{others}）",
        "judged by the reading “{reading}” that the unit chose (others: {others})",
    ),
    "default.period": (
        "原文没有写期限，按清单年度 {window} 计算",
        "the text states no period; the list's year is used: {window}",
    ),
    "default.roll": (
        "最后一天遇节假日，顺延到 {to}",
        "the last day was no work day and moved to {to}",
    ),
    "default.tenure": (
        "在任 {held} 天（共 {days} 天），任职达到 {share} 即按全额要求（原文没有写明）",
        "in the role {held} of {days} days; from a share of {share} it binds in full (default, not in the text)",
    ),
    "default.burden": (
        "缺项的记录不算数：由单位举证（原文没有写明）",
        "an incomplete record does not count: the unit bears the proof (default, not in the text)",
    ),
    "default.shared": (
        "一份记录可供多人共用（原文没有写明）",
        "one record serves several bearers: shared (default, not in the text)",
    ),
    "default.late": (
        "期限后补办记为“逾期完成”，仍算未达标（原文没有写明）",
        "done after the deadline is recorded as late and still unmet (default, not in the text)",
    ),
}
