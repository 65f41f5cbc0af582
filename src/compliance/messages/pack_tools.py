"""Messages of the commands for who writes a rule pack (coverage, test, lint): code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    # ---- the source text
    "coverage.source.kind": (
        "“{found}”这种文件读不了。请把原文另存为 txt、md 或 docx",
        "a file of the kind “{found}” cannot be read: save the source text as txt, md or docx",
    ),
    "coverage.source.unreadable": ("原文读不出来：{why}", "the source text cannot be read: {why}"),
    "coverage.source.docx": (
        "读 docx 要另装 python-docx：pip install 'compliance-checker[docx]'。也可以把原文另存为 txt",
        "reading a docx needs python-docx: pip install 'compliance-checker[docx]'; or save the source text as txt",
    ),
    "coverage.source.damaged": (
        "这个 docx 打不开，可能已损坏，或者只是改了扩展名。请用 Word 另存一次",
        "this docx cannot be opened: it may be damaged, or only be named so; save it again with a word processor",
    ),
    "coverage.source.empty": ("原文里一个字也没有", "there is not a word in the source text"),
    "coverage.percent": ("--fail-under 要写 0 到 100 之间的数，现为“{found}”", "--fail-under needs a number from 0 to 100; found “{found}”"),
    "coverage.source.missing": (
        "请用 --source 写明原文文件（txt、md 或 docx），或在 pack.yaml 里写明 source.file",
        "name the file of the source text (txt, md or docx) with --source, or as source.file in pack.yaml",
    ),
    # ---- coverage as text
    "coverage.head": ("{pack}　对照原文：{source}", "{pack}, against its source text {source}"),
    "coverage.share": (
        "原文共 {letters} 字：有规则 {rules}，注明不是要求 {declared}，没有着落 {nothing}",
        "{letters} letters and figures: {rules} in rules, {declared} declared no obligation, {nothing} left over",
    ),
    "coverage.percentage": ("{count}（{percent}%）", "{count} ({percent} %)"),
    "coverage.rules": (
        "规则 {count} 条：按记录检查 {records}，由人判断 {judgement}，由人判断并有记录印证 {both}",
        "{count} rules: {records} checked by records, {judgement} judged by a person, {both} judged with records shown beside",
    ),
    "coverage.preface": ("正文以前", "before the first article"),
    "coverage.line": ("第{line}行", "line {line}"),
    "coverage.records": ("按记录检查：{ids}", "by records: {ids}"),
    "coverage.judgement": ("由人判断：{ids}", "by judgement: {ids}"),
    "coverage.both": ("由人判断，有记录印证：{ids}", "by judgement, records shown: {ids}"),
    "coverage.gap": ("没有规则，也没有说明：「{texts}」", "in no rule and not declared: “{texts}”"),
    "coverage.gap.whole": ("没有规则，也没有说明", "in no rule and not declared"),
    "coverage.declared": ("不是要求：「{text}」——{why}", "no obligation: “{text}” ({why})"),
    "coverage.declared.whole": ("不是要求：{why}", "no obligation: {why}"),
    "coverage.title": ("标题", "a title"),
    "coverage.suspects": (
        "可疑：原文里找不到引文的有 {count} 处，可能是原文改了，也可能是引错了",
        "suspect: {count} quotations are not in the text (any more): it has changed, or they are wrong",
    ),
    "coverage.suspect.rule": ("{at}：{id} 的引文「{quote}」", "{at}: {id} quotes “{quote}”"),
    "coverage.suspect.passage": ("{at}：注明不是要求的「{quote}」", "{at}: declared no obligation: “{quote}”"),
    "coverage.suspect.elsewhere": ("不在所写的条里，而在：{where}", "not in the article it names, but in: {where}"),
    "coverage.suspect.letters": (
        "从所写的开头到所写的结尾，现在是 {letters} 字：「{text}」",
        "from its first words to its last there are {letters} letters and figures now: “{text}”",
    ),
    "coverage.suspect.nearest": ("原文最接近的是：「{text}」", "the text has, most like it: “{text}”"),
    "coverage.repeated": (
        "这些引文在本条里不止一处，都算有规则；多引几个字可以分清",
        "these quotations stand in their article more than once, and all places count; quote more words to tell them apart",
    ),
    "coverage.repeated.one": ("{id}「{quote}」{times} 处", "{id} “{quote}”: {times} places"),
    "coverage.needless": (
        "这些话注明了不是要求，其实都有规则引用，可以删去",
        "these passages are declared no obligation, but rules quote them wherever they stand: leave them out",
    ),
    "coverage.under": (
        "有着落的占 {percent}%，低于要求的 {wanted}%",
        "{percent} % is in rules or declared: less than the {wanted} % asked for",
    ),
    # ---- a new pack
    "init.exists": (
        "{path} 已经有东西（{seen}），不会覆盖。请换一个文件夹名，或者先移走里面的文件",
        "{path} is not empty ({seen}) and nothing is ever overwritten: choose another folder, or move what is in it",
    ),
    "init.not_folder": ("{path} 是一个文件，不是文件夹。请换一个名字", "{path} is a file, not a folder: choose another name"),
    "init.name": (
        "“{found}”不能作规则包的名字。请只用字母、数字、汉字、“-”和“_”",
        "“{found}” cannot name a rule pack: use letters, figures, “-” and “_” only",
    ),
    "init.unwritable": ("{path} 写不进去：{why}", "{path} cannot be written: {why}"),
    "init.source.absent": ("没有“{found}”这个文件", "there is no file “{found}”"),
    "init.made": ("已建好规则包 {pack}：", "the rule pack {pack} has been made:"),
    "init.counts": (
        "原文 {articles} 条、{rules} 句，每句一条待写的规则；带“建议”注释的 {hints} 条",
        "{rules} clauses in {articles} articles, a rule to be written for each; {hints} carry a suggestion",
    ),
    "init.next": ("接下来：", "next:"),
    "lint.draft": ("{rule}「{quote}」还没有写成规则", "{rule} “{quote}” is still to be written"),
    # ---- the examples
    "test.rule.unknown": ("规则包里没有编号为“{found}”的规则", "the pack has no rule “{found}”"),
    "test.head": (
        "{rules} 条规则，{examples} 个例子：{right} 个与所写的结论一致，{wrong} 个不一致",
        "{rules} rules, {examples} examples: {right} give the verdict they want, {wrong} do not",
    ),
    "test.head.lacking": ("{count} 条规则缺例子", "{count} rules lack an example"),
    "test.met": ("做到的 {count}", "{count} met"),
    "test.unmet": ("没做到的 {count}", "{count} unmet"),
    "test.near": ("其中有记录差一点算数的 {count}", "in {count} of these a record nearly counts"),
    "test.at_risk": ("有风险的 {count}", "{count} at risk"),
    "test.other": ("其他 {count}", "{count} other"),
    "test.lacking": ("缺一个结论为 {want} 的例子", "there is no example that wants {want}"),
    "test.head.wanting": ("{count} 条规则的例子还不齐全", "{count} rules could do with more examples"),
    "test.wanting.near": (
        "没有差一点算数的例子：没做到的例子里，宜有一条记录只差一个条件",
        "no near miss: an example in which a record fails one single condition, and the rule is not met, would help",
    ),
    "test.wanting.at_risk": ("没有结论为“有风险”的例子", "no example that wants “at risk”"),
    "test.wanting.shown": (
        "没有记录能印证佐证的例子（want: attested，shown: true）",
        "no example in which records bear the attestation out (want: attested, shown: true)",
    ),
    "test.wanting.unshown": (
        "没有记录未能印证佐证的例子（want: attested，shown: false）",
        "no example in which records do not bear the attestation out (want: attested, shown: false)",
    ),
    "test.unreadable": ("{at}（检查日 {as_of}）：例子的材料写得不对", "{at} (as of {as_of}): the records or the unit of this example are wrong"),
    "test.wrong": (
        "{at}（检查日 {as_of}）：应为“{want}”，算出来是“{got}”",
        "{at} (as of {as_of}): wants “{want}”, but gives “{got}”",
    ),
    "test.wrong.shown": (
        "{at}（检查日 {as_of}）：应为 shown: {want}，算出来是 {got}",
        "{at} (as of {as_of}): wants shown: {want}, but gives {got}",
    ),
    "test.wrong.reason": (
        "{at}（检查日 {as_of}）：理由里应有 {want}，算出来的是 {got}",
        "{at} (as of {as_of}): wants the reason {want}, but gives {got}",
    ),
    "test.nobody": (
        "没有这个责任人或者对象（bearer、subject），所以没有结论",
        "there is no such bearer or subject, so there is no verdict",
    ),
    "test.why": ("{who}：{why}", "{who}: {why}"),
    "test.record": ("{record}：{lines}", "{record}: {lines}"),
    # ---- rules held against each other and against their examples
    "lint.head": ("{rules} 条规则：错误 {errors} 处，注意 {warnings} 处", "{rules} rules: {errors} errors, {warnings} warnings"),
    "lint.never.fails": (
        "{rule} 永远不会不合格：must 的条件在选择器里已经有了（{line}）",
        "{rule} can never fail: what `must` asks, the selector has already selected by ({line})",
    ),
    "lint.never.fails.among": (
        "{rule} 永远不会不合格：among 只列了 {count} 个值，最多 {most} 个的要求总能满足",
        "{rule} can never fail: `among` lists {count} values, and up to {most} are allowed",
    ),
    "lint.never.passes.every": (
        "{rule} 有记录就不会合格：must 的条件与选择器的条件互相矛盾（{line}）",
        "{rule} can never pass once there is a record: `must` and the selector exclude each other ({line})",
    ),
    "lint.never.passes.days": (
        "{rule} 永远不会合格：要求有 {least} 个不同的日子，时段只有 {days} 天",
        "{rule} can never pass: it asks for {least} different days, and its window has {days}",
    ),
    "lint.never.passes.steps": (
        "{rule} 永远不会合格：第 {second} 步的时段在第 {first} 步的时段开始以前就结束了",
        "{rule} can never pass: the window of step {second} ends before that of step {first} begins",
    ),
    "lint.must.given": (
        "{rule}：must 里的“{line}”在选择器里已经有了，起不了作用",
        "{rule}: “{line}” in `must` does nothing, for the selector has it already",
    ),
    "lint.selector.never": (
        "“{found}”一条记录也选不出来：“{one}”和“{other}”互相矛盾",
        "“{found}” can select nothing: “{one}” and “{other}” exclude each other",
    ),
    "lint.selector.branch": (
        "“{found}”的其中一种情况一条记录也选不出来：“{one}”和“{other}”互相矛盾",
        "one of the alternatives of “{found}” can select nothing: “{one}” and “{other}” exclude each other",
    ),
    "lint.reading.unshown": (
        "{rule}：读法“{found}”没有一个例子用到。可以在例子的 unit 里写 readings",
        "{rule}: no example uses the reading “{found}”; an example chooses it under `unit: {{readings: …}}`",
    ),
    "lint.window.lead": (
        "{rule}：时限只有 {days} 天，比预警提前量（{lead} 天）还短，时限过半就会提示有风险",
        "{rule}: its time is {days} days, shorter than the warning lead of {lead}: it is at risk from the middle of it on",
    ),
    "lint.twice": ("{rule}：{one} 和 {other} 说的是同一件事", "{rule}: {one} and {other} ask for the same thing"),
    "lint.follows": (
        "{rule}：做到了 {one}，{other} 就一定做到，{other} 没有多要求什么",
        "{rule}: {other} asks for nothing more: whoever has met {one} has met it too",
    ),
    "lint.contradiction": (
        "{rule}：{one} 和 {other} 不可能同时做到：前者至少要 {least} 次，后者最多只容 {most} 次",
        "{rule}: {one} and {other} cannot both be met: the one asks for at least {least}, the other leaves room for {most}",
    ),
    # ---- mutants
    "mutants.head": (
        "故意改错 {count} 处，看例子能不能发现：{fates}",
        "{count} deliberate mistakes, to see whether the examples notice: {fates}",
    ),
    "mutants.noticed": ("能发现 {count}", "{count} noticed"),
    "mutants.same": ("改了也一样 {count}", "{count} change nothing"),
    "mutants.survives": ("发现不了 {count}", "{count} survive"),
    "mutants.unknown": ("不能确定 {count}", "{count} undecided"),
    "mutants.rule": ("{id}  {title}", "{id}  {title}"),
    "mutants.selector": ("选择器 {name}（{rules}）", "selector {name} ({rules})"),
    "mutants.span": (
        "清单的年度 {first} 至 {last}（{count} 条规则没有写时段）",
        "the span of the list, {first} to {last} ({count} rules have no window of their own)",
    ),
    "mutants.at": ("{route}：{what}", "{route}: {what}"),
    "mutants.line": ("{owner}：{what}", "{owner}: {what}"),
    "mutants.needed": (
        "能发现的例子：照 {id} 在 {at} 的例子，只改：{changes}。应为“{before}”，改错以后是“{after}”",
        "needs an example like that of {id} at {at}, with: {changes}; it wants “{before}”, and the mistake gives “{after}”",
    ),
    "mutants.needed.pin": (
        "能发现的例子：{id} 在 {at} 的例子，什么也不改，只写明 shown。应为“{before}”，改错以后是“{after}”",
        "needs the example of {id} at {at} with: nothing changed; it wants “{before}”, and the mistake gives “{after}”",
    ),
    "mutants.shown": ("{verdict}，shown: true", "{verdict}, shown: true"),
    "mutants.unshown": ("{verdict}，shown: false", "{verdict}, shown: false"),
    "mutants.unknown.head": (
        "这些没有找到能分清的例子；可能本来就没有区别，也可能要另写一种例子：",
        "for these no example was found that tells them apart; there may be none, or it may need records of another sort:",
    ),
    "lint.never.passes.holds": (
        "{rule}：“{one}”和“{other}”不可能同时成立，永远不会达标",
        "{rule}: “{one}” and “{other}” can never both be so, so it can never be met",
    ),
    "lint.never.applies": (
        "{rule}：when 里的“{one}”和“{other}”不可能同时成立，这一条永远不适用",
        "{rule}: “{one}” and “{other}” of `when` can never both be so, so it applies to nobody",
    ),
    "lint.holds.given": (
        "{rule}：when 已经说了“{line}”，holds 再说一次就永远不会不达标",
        "{rule}: `when` already says “{line}”, so `holds` can never fail",
    ),
    "lint.spacing.window": (
        "{rule}：间隔 {distance} 比时间段（{days} 天）还长，时间段以内的两次怎么也超不过",
        "{rule}: the distance {distance} is longer than its window of {days} days, in which no two records are so far apart",
    ),
    "lint.spacing.crowded": (
        "{one} 在一个时间段里至少要 {least} 次，而 {other} 要求两次之间不少于 {distance}，{days} 天里放不下",
        "{one} asks for at least {least} in a window and {other} for {distance} between two: they do not fit into {days} days",
    ),
    "lint.spacing.sparse": (
        "{one} 在一个时间段里至多 {most} 次，而 {other} 要求至少每 {distance} 一次，{days} 天里不够",
        "{one} allows at most {most} in a window and {other} asks for one every {distance}: too few for {days} days",
    ),
    "lint.run.given": (
        "{found}：run 的“{line}”已经写在 where 里，没有记录能打断连续，请从 where 里删去",
        "{found}: “{line}” of the run also stands in `where`, so no record can break it; take it out of `where`",
    ),
    "mutant.changed": ("{key} {old} 改为 {new}", "{key} {old} → {new}"),
    "mutant.start.later": ("起点推后一天", "begins a day later"),
    "mutant.start.earlier": ("起点提前一天", "begins a day earlier"),
    "mutant.end.later": ("终点推后一天", "ends a day later"),
    "mutant.end.earlier": ("终点提前一天", "ends a day earlier"),
    "mutant.without.unless": ("去掉 unless", "without `unless`"),
    "mutant.without.line": ("去掉条件“{source}”", "without the condition “{source}”"),
    "mutant.without.alternative": ("去掉其中一种情况“{source}”", "without the alternative “{source}”"),
    "mutant.without.branch": ("去掉其中一种选法“{source}”", "without the alternative “{source}”"),
    "edit.as_of": ("检查日为 {day}", "as of {day}"),
    "edit.under": ("按读法 {reading}", "under the reading {reading}"),
    "edit.leave": ("没有 {record}", "without {record}"),
    "edit.put": ("{record} 的 {path} 为 {value}", "{path} of {record} is {value}"),
    "edit.absent": ("{record} 不填 {path}", "{record} has no {path}"),
    "edit.copy": ("另有一条与 {record} 相同，日期为 {day}", "one more like {record} on {day}"),
    "edit.add": ("另有一条 {kind}（{record}，{day}）", "one more {kind} ({record}, {day})"),
    # ---- help
    "help.coverage": (
        "对照原文，看每一句话有没有规则，哪些引文已经对不上；没有着落的超过规定或者引文对不上时以 1 退出",
        "hold a rule pack against its source text: what no rule says, and which quotations the text no longer has; exits with 1 if it falls short",
    ),
    "help.test": (
        "运行规则旁边的例子；有例子不一致时以 1 退出，缺例子或者例子写错时以 2 退出",
        "run the examples beside the rules; exits with 1 if one gives another verdict, with 2 if one is lacking or wrong",
    ),
    "help.lint": (
        "审查规则包：不可能的、重复的、互相矛盾的规则，没有用到的名称；有错误或者有例子发现不了的改动时以 1 退出",
        "review a rule pack: impossible, repeated or contradictory rules, unused names; exits with 1 on an error, or a mistake that no example notices",
    ),
    "help.pack.named": ("规则包的文件夹或编号", "folder or id of the rule pack"),
    "help.source": (
        "原文文件（txt、md 或 docx）；不写时用规则包写明的原文（source.file）",
        "the file of the source text (txt, md or docx); default: the pack's source.file",
    ),
    "help.source.checked": (
        "原文文件（txt、md 或 docx）：引文在其中对不上的规则，结论注明存疑；不写时用规则包自己写明的原文（source.file）",
        "the source text (txt, md or docx): verdicts of rules that quote what it does not have say so; default: the pack's source.file",
    ),
    "help.fail_under": (
        "有着落的字数低于这个百分比时以 1 退出；不写时为 100",
        "exit with 1 if less than this percentage of the text is in rules or declared; default: 100",
    ),
    "help.complete": (
        "例子还不齐全（缺差一点算数的、有风险的、记录印证或未能印证的）时也以 1 退出",
        "also exit with 1 where a rule has no near miss, none at risk where it can be, or none that records bear out or do not",
    ),
    "help.rule": ("只看这一条规则", "only this rule"),
    "help.mutants": (
        "故意改错每一条规则，列出例子发现不了的改动和能发现它的例子",
        "make deliberate mistakes in every rule, and list those that no example notices, each with an example that would",
    ),
}
