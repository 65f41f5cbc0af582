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
        "请用 --source 写明原文文件（txt、md 或 docx）",
        "name the file of the source text (txt, md or docx) with --source",
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
    "coverage.gap": ("没有规则，也没有说明：「{text}」", "in no rule and not declared: “{text}”"),
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
    # ---- the examples
    "test.rule.unknown": ("规则包里没有编号为“{found}”的规则", "the pack has no rule “{found}”"),
    "test.head": (
        "{rules} 条规则，{examples} 个例子：{right} 个与所写的结论一致，{wrong} 个不一致",
        "{rules} rules, {examples} examples: {right} give the verdict they want, {wrong} do not",
    ),
    "test.head.lacking": ("{count} 条规则缺例子", "{count} rules lack an example"),
    "test.met": ("做到的 {count}", "{count} met"),
    "test.unmet": ("没做到的 {count}", "{count} unmet"),
    "test.near": ("其中差一点的 {count}", "{count} of them near misses"),
    "test.at_risk": ("有风险的 {count}", "{count} at risk"),
    "test.other": ("其他 {count}", "{count} other"),
    "test.lacking": ("缺一个结论为 {want} 的例子", "there is no example that wants {want}"),
    "test.unreadable": ("{at}（检查日 {as_of}）：例子的材料写得不对", "{at} (as of {as_of}): the records or the unit of this example are wrong"),
    "test.wrong": (
        "{at}（检查日 {as_of}）：应为“{want}”，算出来是“{got}”",
        "{at} (as of {as_of}): wants “{want}”, but gives “{got}”",
    ),
    "test.nobody": (
        "没有这个责任人或者对象（bearer、subject），所以没有结论",
        "there is no such bearer or subject, so there is no verdict",
    ),
    "test.why": ("{who}：{why}", "{who}: {why}"),
    "test.record": ("{record}：{lines}", "{record}: {lines}"),
}
