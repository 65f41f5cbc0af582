"""Messages about the rule pack: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "rules.among.alone": (
        "among 只能和 distinct 一起用",
        "`among` only goes with `distinct`",
    ),
    "rules.any_of.form": (
        "any_of 下面要写一列条件，每项一组，例如 any_of: [{{type: 党组会}}, {{type: 局长办公会}}]；现在是：{found}",
        "`any_of` takes a list of mappings, each a set of conditions; found: {found}",
    ),
    "rules.article.unknown": (
        "本清单的 articles 里没有“{found}”这一条。已有：{hint}",
        "the list's `articles` has no “{found}”; it has: {hint}",
    ),
    "rules.at.date": (
        "“{found}”不是这类记录的日期字段。可用：{hint}",
        "“{found}” is not a date field of these records; use one of: {hint}",
    ),
    "rules.attest.part": (
        "attest（人工佐证）只能单独作为一条要求，不能放进 all_of、any_of 等组成部分",
        "`attest` stands alone: it cannot be a part of all_of, any_of or a proxy, where it would hide",
    ),
    "rules.bearer.form": (
        "bearer 要写一个角色，或 each、post、group 三者之一",
        "`bearer` is a role, or exactly one of each, post, group",
    ),
    "rules.bound.contradiction": (
        "上下限互相矛盾：至少 {low}，至多 {high}",
        "the bounds contradict each other: at least {low}, at most {high}",
    ),
    "rules.bound.missing": (
        "没有写次数要求，请写其一：{choices}",
        "no bound is given: write one of {choices}",
    ),
    "rules.bound.trivial": (
        "次数“{found}”没有意义：下限至少是 1，上限不能小于 0",
        "the bound {found} is trivially true or impossible: a lower bound is at least 1, an upper one at least 0",
    ),
    "rules.bound.words": (
        "次数要写数字，不能写“{found}”。文中没有数字的，请设一个参数并注明 stated: false",
        "a number is wanted, not “{found}”; where the text has none, make it a parameter with stated: false",
    ),
    "rules.contains": (
        "contains 只按字面查找“{found}”，是最弱的一种判断；能用 type、topic 等字段就不要用它",
        "`contains` only looks for the wording “{found}”, the weakest test; prefer a typed field",
    ),
    "rules.cycle": (
        "互相引用成了圈：{path}",
        "a cycle of references: {path}",
    ),
    "rules.due.window": (
        "{rule}：year_of: due 要和它自己的 in（每条记录的时限）写在一起",
        "{rule}: `year_of: due` needs an `in` of its own, the term of each record",
    ),
    "rules.duration.malformed": (
        "“{found}”不是时长。写法：15d（天）、7wd（工作日）、2w（周）、6m（月）、1y（年）",
        "“{found}” is not a duration; write 15d, 7wd (work days), 2w, 6m or 1y",
    ),
    "rules.each.alone": (
        "{rule} 用了 {found}，但没有 for_each，不知道“每一个”指谁",
        "{rule} uses {found} without `for_each`: there is no subject it could mean",
    ),
    "rules.each.pair": (
        "{rule}：成对谈话要写 $each.a 和 $each.b，现在是 {found}",
        "{rule}: a pair is $each.a and $each.b; found {found}",
    ),
    "rules.every.form": (
        "every 要有 of、must（至少一个条件），at_least 在 0 和 100% 之间",
        "`every` needs `of`, at least one `must` line, and `at_least` between 0 and 100%",
    ),
    "rules.examples.missing": (
        "{rule} 旁边缺一个结论应为“{want}”的例子。没有通过和不通过两种例子的规则，可能永远判不出差别",
        "{rule} has no example that must give {want}: a rule without both may never tell the difference",
    ),
    "rules.field.unknown": (
        "没有声明过字段“{field}”（路径 {path}）",
        "no field “{field}” is declared (in the path {path})",
    ),
    "rules.file.unreadable": (
        "文件读不出来：{why}",
        "the file cannot be read: {why}",
    ),
    "rules.for_each.form": (
        "for_each 要写 role、pair、item、record 之一；year_of 只能和 record 一起用",
        "`for_each` takes exactly one of role, pair, item, record; `year_of` only goes with record",
    ),
    "rules.id.duplicate": (
        "编号“{found}”重复，另一处在 {other}",
        "the id “{found}” is used twice; also at {other}",
    ),
    "rules.key.missing": (
        "缺少“{key}”",
        "the key “{key}” is missing",
    ),
    "rules.key.unknown": (
        "不认识“{found}”这个键",
        "unknown key “{found}”",
    ),
    "rules.kind.builtin": (
        "记录类型“{found}”是内置的，不能重新定义",
        "the record kind “{found}” is built in and cannot be declared again",
    ),
    "rules.kind.none": (
        "没有写要求的种类，请写其一：{choices}",
        "no kind of requirement: write one of {choices}",
    ),
    "rules.kind.several": (
        "写了几种要求：{found}。只能写一种，要同时满足请用 all_of",
        "several kinds: {found}; write one, or join them with all_of",
    ),
    "rules.kind.unknown": (
        "没有“{found}”这种记录",
        "there is no record kind “{found}”",
    ),
    "rules.like.unknown": (
        "like 引用的规则“{found}”不存在",
        "`like` names a rule that does not exist: “{found}”",
    ),
    "rules.line.keys": (
        "where、must 的每一行只能有一个“字段: 条件”，现在是：{found}",
        "each line of where or must has exactly one `field: test`; found: {found}",
    ),
    "rules.name.unknown": (
        "{found} 没有声明过",
        "{found} is not declared",
    ),
    "rules.pack.absent": (
        "这里没有规则包（缺 pack.yaml）：{path}。请用 --pack 指定规则包所在文件夹",
        "no rule pack here (pack.yaml is missing): {path}; name its folder with --pack",
    ),
    "rules.pack.empty": (
        "规则包里没有一条要求：{path}",
        "the rule pack has no obligation: {path}",
    ),
    "rules.parameter.choice": (
        "参数“{found}”的值不在它自己的 choices 里",
        "the value of parameter “{found}” is not among its own choices",
    ),
    "rules.parameter.range": (
        "参数“{found}”的 range 要写两个数：[最小, 最大]",
        "the `range` of parameter “{found}” takes two values: [least, most]",
    ),
    "rules.parameter.type": (
        "{found} 在这里要是：{wanted}",
        "{found} must be a {wanted} here",
    ),
    "rules.parameter.why": (
        "参数“{found}”不是原文写明的（stated: false），请在 why 里写明理由",
        "parameter “{found}” is not in the text (stated: false): say why in `why`",
    ),
    "rules.parts.few": (
        "{found} 至少要有两个部分",
        "`{found}` needs at least two parts",
    ),
    "rules.path.beyond": (
        "路径 {path} 走不到“{field}”：前一个字段没有下级",
        "the path {path} cannot go on to “{field}”: the field before it has no inner fields",
    ),
    "rules.period.parameter": (
        "{found} 要是一个周期词的参数：{choices}",
        "{found} must be a parameter that holds a period: {choices}",
    ),
    "rules.period.unknown": (
        "不认识周期“{found}”。可用：{choices}",
        "unknown period “{found}”; use one of {choices}",
    ),
    "rules.person.constant": (
        "人员字段不能和文字“{found}”比较，请用 $bearer、$each、$people.角色",
        "a person cannot be compared with the text “{found}”: use $bearer, $each or $people.ROLE",
    ),
    "rules.point.impossible": (
        "没有“{found}”这一天",
        "there is no such day: {found}",
    ),
    "rules.point.malformed": (
        "“{found}”不是时间点。写法：2022-02-28、02-28、next 01-10、start、end、$each，后面可接 + 15d",
        "“{found}” is not a point in time; write 2022-02-28, 02-28, next 01-10, start, end or $each, then perhaps + 15d",
    ),
    "rules.ratio.malformed": (
        "“{found}”不是比例。写法：2/3 或 85%",
        "“{found}” is not a ratio; write 2/3 or 85%",
    ),
    "rules.reading.beside": (
        "用了 readings，就不要在旁边再写 for_each 或要求的种类",
        "beside `readings` there can be no kind and no for_each",
    ),
    "rules.reading.default": (
        "readings 里要用 default 指明默认读法，可选：{choices}",
        "`readings` needs a `default` that names one of: {choices}",
    ),
    "rules.reference.incomplete": (
        "{found} 后面还要写名称，例如 {found}.xxx",
        "{found} needs a name after it, as in {found}.name",
    ),
    "rules.reference.malformed": (
        "“{found}”不是正确的引用",
        "“{found}” is not a well-formed reference",
    ),
    "rules.reference.misplaced": (
        "{found} 不能用在这里。可用：{choices}",
        "{found} cannot stand here; use {choices}",
    ),
    "rules.reference.path": (
        "{found} 后面写得太长，只能到名称为止",
        "{found} goes on too far: it ends with the name",
    ),
    "rules.reference.unknown": (
        "不认识引用“{found}”。可用：{choices}",
        "unknown reference “{found}”; use one of {choices}",
    ),
    "rules.role.unknown": (
        "没有声明过角色“{found}”",
        "no role “{found}” is declared",
    ),
    "rules.rows.compared": (
        "这个字段是表格（多行），不能直接和“{found}”比较，请用 any、all、none、first、last",
        "this field holds rows and cannot be compared with “{found}”: use any, all, none, first or last",
    ),
    "rules.rows.wanted": (
        "“{found}”只能用在表格（row）字段上",
        "“{found}” only works on a field of rows",
    ),
    "rules.selector.form": (
        "选择器要写 kind、is、any_of 之一，现在是：{found}",
        "a selector takes exactly one of kind, is, any_of; found: {found}",
    ),
    "rules.selector.unknown": (
        "没有名为“{found}”的选择器",
        "there is no selector “{found}”",
    ),
    "rules.size.form": (
        "size 下面要写数量比较，例如 size: {{at_least: 1}}；现在是：{found}",
        "`size` takes comparisons, as in size: {{at_least: 1}}; found: {found}",
    ),
    "rules.span.form": (
        "pack.yaml 要写 year 或 span 其中一个",
        "pack.yaml needs either `year` or `span`",
    ),
    "rules.span.order": (
        "span 的起止日期颠倒了",
        "the span ends before it begins",
    ),
    "rules.steps.each": (
        "steps 的一步不能用循环周期（each）",
        "a step cannot have a repeating window (`each`)",
    ),
    "rules.steps.few": (
        "steps 至少要有两步",
        "`steps` needs at least two steps",
    ),
    "rules.tenure.form": (
        "任职条件写法不对：{found}。可用：any、end、all、{{at_least: 90d}}、{{at_least: 1/2}}",
        "not a tenure test: {found}; use any, end, all, {{at_least: 90d}} or {{at_least: 1/2}}",
    ),
    "rules.term.unknown": (
        "词表“{terms}”里没有“{found}”",
        "“{found}” is not in the word list “{terms}”",
    ),
    "rules.terms.unknown": (
        "没有名为“{found}”的词表",
        "there is no word list “{found}”",
    ),
    "rules.test.keys": (
        "一个条件里只能有一种判断，现在是：{found}",
        "a condition has exactly one test; found: {found}",
    ),
    "rules.test.unknown": (
        "不认识判断方式“{found}”",
        "unknown test “{found}”",
    ),
    "rules.trigger.self": (
        "{rule}：触发记录自己就能算作回应。请在选择器里加一行，用 $each.id 把回应和触发记录对上",
        "{rule}: the trigger would answer itself; add a line on $each.id to the selector",
    ),
    "rules.trigger.unnamed": (
        "{rule}：触发记录的选择器没有名字，单位无法声明“本期没有发生”",
        "{rule}: the trigger's selector has no name, so no unit can declare that none happened",
    ),
    "rules.type.unknown": (
        "不认识字段类型“{found}”。可用：{choices}，前面可加 list of",
        "unknown field type “{found}”; use one of {choices}, with or without `list of`",
    ),
    "rules.unsupported": (
        "“{what}”暂不支持",
        "“{what}” is not supported yet",
    ),
    "rules.value.choice": (
        "“{found}”不在可选值里：{choices}",
        "“{found}” is not one of {choices}",
    ),
    "rules.value.text": (
        "这里要写文字，现在是 {found}。如果就是要这几个字，请加引号",
        "text is wanted here, found {found}; put it in quotes if you mean these characters",
    ),
    "rules.value.type": (
        "“{found}”的类型不对，这里要：{wanted}",
        "“{found}” is of the wrong type; wanted: {wanted}",
    ),
    "rules.window.form": (
        "in 里只能用一种写法：each/from/to，或 within，或 ahead",
        "`in` takes one form: each/from/to, or within, or ahead",
    ),
    "rules.window.lead": (
        "{rule}：周期“{period}”比预警提前量还短，会一直处于预警",
        "{rule}: the period “{period}” is shorter than the warning lead, so it is at risk most of the time",
    ),
    "rules.window.trigger": (
        "within、ahead 要有触发记录：请加 for_each: {{record: …}}",
        "`within` and `ahead` need a trigger: add for_each: {{record: …}}",
    ),
    "rules.window.unbounded": (
        "{rule}：时间窗没有起点，而选择器没有用 $each 对应，多年前的旧记录也会算数",
        "{rule}: the window has no beginning and the selector no line on $each: an old record would do",
    ),
    "declaration.beaten": (
        "声明“{none}”没有发生，但有记录 {record}（{other}）符合它；以记录为准，请核对声明",
        "“{none}” is declared absent, but record {record} ({other}) matches it; the record counts: check the declaration",
    ),
}
