"""Messages about the rule pack: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "rules.calculation.form": (
        "{op} 后面要写一列数（minus、div 恰好两个），例如 {{{op}: [10, 2]}}；现在是：{found}",
        "`{op}` takes a list of numbers (minus and div exactly two), as in {{{op}: [10, 2]}}; found: {found}",
    ),
    "rules.calculation.zero": (
        "不能除以 0",
        "nothing can be divided by 0",
    ),
    "rules.choose.form": (
        "choose 要写成 {{choose: $bearer.level, from: {{市: 2, 县: 1}}, else: 1}}；现在是：{found}",
        "a choice is {{choose: $bearer.level, from: {{a: 2, b: 1}}, else: 1}}; found: {found}",
    ),
    "rules.choose.missing": (
        "词表 {terms} 里的“{found}”没有对应的值，也没有 else",
        "the list {terms} has “{found}”, for which there is no value and no `else`",
    ),
    "rules.choose.test": (
        "choose 选的是值，不是条件：写在 at_least 等比较的右边，或者用 any_of",
        "`choose` gives a value, not a test: it stands on the right of a comparison such as at_least; else use any_of",
    ),
    "rules.due.distinct": (
        "distinct 把多条记录合成一个对象，没有各自的期限，不能和 year_of: due 一起用",
        "`distinct` makes one subject of several records, which has no due date of its own: not with `year_of: due`",
    ),
    "rules.line.reference": (
        "这里没有记录可看，条件要以 $ 开头，例如 $people.member: {{size: {{at_least: 3}}}}；现在是：{found}",
        "no record is looked at here: a condition starts with a reference, as $people.member: {{size: {{at_least: 3}}}}; found: {found}",
    ),
    "rules.next.form": (
        "next 后面要写选择器的名称或选择器本身；现在是：{found}",
        "`next` takes a selector's name or a selector; found: {found}",
    ),
    "rules.period.length": (
        "周期只能用天、周、月、年的长度首尾相接，“{found}”不行",
        "periods laid end to end are of days, weeks, months or years, not “{found}”",
    ),
    "rules.point.base": (
        "比较的右边要从一个日期或日期引用算起，例如 $record.date + 3d；现在是：{found}",
        "the right side of a comparison is reckoned from a date or a reference to one, as $record.date + 3d; found: {found}",
    ),
    "rules.run.length": (
        "连续次数至少是 2；现在是 {found}",
        "a run has a length of at least 2; found: {found}",
    ),
    "rules.run.narrowed": (
        "用了 run 的选择器不能再加条件：条件写在 run 的选择器里",
        "a selector with a `run` cannot be narrowed further: its conditions belong into that selector",
    ),
    "rules.selector.here": (
        "这里不能用选择器",
        "no selector can stand here",
    ),
    "rules.share.form": (
        "比例要写成 {{share: 2/3, of: $people.member}}；现在是：{found}",
        "a share is {{share: 2/3, of: $people.member}}; found: {found}",
    ),
    "rules.spacing.order": (
        "最短间隔 {low} 比最长间隔 {high} 还长",
        "the least distance, {low}, is longer than the most, {high}",
    ),
    "rules.sum.distinct": (
        "sum 和 distinct 只能用一个",
        "`sum` and `distinct` exclude each other",
    ),
    "rules.window.lengthen": (
        "{found} 只能用于有最后一天可顺延的时间段，不能和 ahead、last 一起用",
        "`{found}` needs a last day that can move: not with `ahead` or `last`",
    ),
    "rules.window.open": (
        "last 的起止已经确定，不能再写 open",
        "`last` already says which of its days count: without `open`",
    ),
    "rules.window.over": (
        "over 说明周期从哪天排到哪天，要和 each 一起用",
        "`over` says where periods are laid: it goes with `each`",
    ),
    "rules.among.alone": (
        "among 只能和 distinct 一起用",
        "`among` only goes with `distinct`",
    ),
    "rules.among.size": (
        "among 要和 size 一起写，例如 {{among: $people.member, size: {{at_least: 1}}}}；只要有一个相同就算，直接写值即可",
        "`among` goes with `size`, as in {{among: $people.member, size: {{at_least: 1}}}}; for one value in common write the value alone",
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
    "rules.bound.beyond": (
        "至少要 {low} 个不同的值，可是 among 里一共只有 {most} 个",
        "at least {low} different values are asked for, but `among` has only {most}",
    ),
    "rules.bound.contradiction": (
        "上下限互相矛盾：至少 {low}，至多 {high}",
        "the bounds contradict each other: at least {low}, at most {high}",
    ),
    "rules.bound.missing": (
        "没有写次数要求，请写其一：{choices}",
        "no bound is given: write one of {choices}",
    ),
    "rules.bound.ratio": (
        "次数要写整数，不能写比例“{found}”。按比例要求请用 every 的 at_least",
        "a whole number is wanted, not the ratio “{found}”; a ratio of the records is the `at_least` of `every`",
    ),
    "rules.bound.trivial": (
        "次数“{found}”没有意义：下限至少是 1，上限不能小于 0",
        "the bound {found} is trivially true or impossible: a lower bound is at least 1, an upper one at least 0",
    ),
    "rules.bound.words": (
        "次数要写数字，不能写“{found}”。文中没有数字的，请设一个参数并注明 stated: false",
        "a number is wanted, not “{found}”; where the text has none, make it a parameter with stated: false",
    ),
    "rules.colon": (
        "“{found}”应当写成“名称: 内容”：用英文冒号，冒号后面空一格",
        "“{found}” should be “name: value”: an ASCII colon and a space after it",
    ),
    "rules.compare.field": (
        "{found} 只能比较数字、日期和时长，这个字段是{have}。要数有几个，请写 size: {{{found}: …}}",
        "`{found}` compares numbers, dates and durations; this field is {have}. To count values write size: {{{found}: …}}",
    ),
    "rules.contains": (
        "contains 只按字面查找“{found}”，是最弱的一种判断；能用 type、topic 等字段就不要用它",
        "`contains` only looks for the wording “{found}”, the weakest test; prefer a typed field",
    ),
    "rules.contains.field": (
        "contains 只能用在文字字段上，这个字段是{have}",
        "`contains` only works on a text; this field is {have}",
    ),
    "rules.cycle": (
        "互相引用成了圈：{path}",
        "a cycle of references: {path}",
    ),
    "rules.date.malformed": (
        "“{found}”不是日期。写法：2022-02-28",
        "“{found}” is not a day; write 2022-02-28",
    ),
    "rules.due.window": (
        "year_of: due 要和它自己的 in（每条记录的时限）写在一起",
        "`year_of: due` needs an `in` of its own, the term of each record",
    ),
    "rules.duration.malformed": (
        "“{found}”不是时长。写法：15d（天）、7wd（工作日）、2w（周）、6m（月）、1y（年）、24h（小时）、30min（分钟）",
        "“{found}” is not a duration; write 15d, 7wd (work days), 2w, 6m, 1y, 24h or 30min",
    ),
    "rules.each.alone": (
        "用了 {found}，但这条要求没有 for_each，不知道“每一个”指谁",
        "{found} is used without `for_each`: there is no subject it could mean",
    ),
    "rules.each.pair": (
        "成对谈话要写 $each.a 和 $each.b，现在是 {found}",
        "a pair is $each.a and $each.b; found {found}",
    ),
    "rules.example.error": (
        "{rule}：这个例子的材料写得不对，没有结论",
        "{rule}: the material of this example is wrong, so it has no verdict",
    ),
    "rules.example.verdict": (
        "{rule}：例子写的结论是“{want}”，实际算出来是“{got}”",
        "{rule}: the example wants “{want}”, but the rule gives “{got}”",
    ),
    "rules.example.shown": (
        "{rule}：例子写的是 shown: {want}，实际算出来是 {got}（shown 指记录能否印证所签的佐证）",
        "{rule}: the example wants shown: {want}, but the rule gives {got} (whether records bear the attestation out)",
    ),
    "rules.example.reason": (
        "{rule}：例子要求理由里有“{want}”，实际的理由是 {got}",
        "{rule}: the example wants the reason “{want}”, but the rule gives: {got}",
    ),
    "rules.example.code": (
        "没有“{found}”这个理由代码。理由代码见 compliance check --format json 的 reasons",
        "there is no reason code “{found}”; the codes are those of `reasons` in compliance check --format json",
    ),
    "rules.example.shown.want": (
        "shown 只能写在 want: attested 的例子里，现为“{found}”：没有签署的佐证，记录无从印证",
        "`shown` goes with want: attested only; found “{found}”: without an attestation there is nothing for records to bear out",
    ),
    "rules.example.shown.proxy": (
        "{rule} 没有 attest 的 proxy，例子里的 shown 没有意义，请删去",
        "{rule} has no `proxy` under `attest`, so `shown` in an example means nothing; leave it out",
    ),
    "rules.draft": (
        "有 {count} 条规则（共 {of} 条）还没有写，只有引文，第一条是 {first}。compliance lint 会逐条列出",
        "{count} of {of} rules are still to be written, with nothing but a quotation; the first is {first}. compliance lint lists each",
    ),
    "rules.draft.kind": (
        "写着 draft 的规则只能是 attest，否则没写完也可能达标。写好以后请删去 draft 和 unclear，并补上例子",
        "a rule marked draft can only be attest, or it might be met before it is written; once it is, delete draft and unclear and add examples",
    ),
    "rules.examples.missing": (
        "{rule} 旁边缺一个结论应为“{want}”的例子。没有通过和不通过两种例子的规则，可能永远判不出差别",
        "{rule} has no example that must give {want}: a rule without both may never tell the difference",
    ),
    "rules.field.builtin": (
        "“{found}”是每条记录（或人员、地点）都有的字段，不能再声明一次",
        "every record (or person, or place) has the field “{found}”: it cannot be declared again",
    ),
    "rules.field.unknown": (
        "没有声明过字段“{field}”（路径 {path}）",
        "no field “{field}” is declared (in the path {path})",
    ),
    "rules.file.empty": (
        "这个文件是空的。写一份清单，或者删去这个文件",
        "this file is empty: write a list, or delete the file",
    ),
    "rules.file.unreadable": (
        "文件读不出来：{why}",
        "the file cannot be read: {why}",
    ),
    "rules.for_each.form": (
        "for_each 要写 role、pair、item、record 之一；year_of、list、distinct 只能和 record 一起用，list 和 distinct 只能用一个",
        "`for_each` takes exactly one of role, pair, item, record; `year_of`, `list` and `distinct` only go with record, one of the last two",
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
    "rules.list.duplicate": (
        "清单名“{found}”重复，另一份在 {other}",
        "the list name “{found}” is used twice; also in {other}",
    ),
    "rules.list.empty": (
        "清单“{found}”里没有一条要求",
        "the list “{found}” has no obligation",
    ),
    "rules.list.nothing": (
        "这里是空列表，什么也不会符合",
        "an empty list matches nothing",
    ),
    "rules.list.unknown": (
        "lists 里写了“{found}”，但没有这份清单",
        "`lists` names “{found}”, but there is no such list",
    ),
    "rules.name.form": (
        "名称“{found}”不能用：里面不能有空格、句点、冒号、$ 和 +",
        "the name “{found}” will not do: no spaces, dots, colons, $ or + in it",
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
    "rules.parameter.both": (
        "参数“{found}”的 choices 和 range 只能写一个",
        "parameter “{found}” takes `choices` or `range`, not both",
    ),
    "rules.parameter.choice": (
        "参数“{found}”的值不在它自己的 choices 里",
        "the value of parameter “{found}” is not among its own choices",
    ),
    "rules.parameter.kind": (
        "和参数“{other}”的值 {found} 不是同一种（例如天数不能和月数混用）",
        "not of the same sort as {found}, the value of parameter “{other}” (days and months, for one, do not mix)",
    ),
    "rules.parameter.outside": (
        "参数“{found}”的值不在它自己的 range 里",
        "the value of parameter “{found}” is outside its own range",
    ),
    "rules.parameter.range": (
        "参数“{found}”的 range 要写两个数字、日期或时长：[最小, 最大]",
        "the `range` of parameter “{found}” takes two numbers, dates or durations: [least, most]",
    ),
    "rules.parameter.type": (
        "{found} 在这里要是：{wanted}",
        "{found} must be {wanted} here",
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
        "不认识周期“{found}”。可用：{choices}；本单位自己的时段（届期、学期）要先在 pack.yaml 的 periods 里起名",
        "unknown period “{found}”; use one of {choices}; a unit's own (a term of office) is first named under `periods` in pack.yaml",
    ),
    "rules.person.constant": (
        "人员字段不能和文字“{found}”比较，请用 $bearer、$each、$people.角色",
        "a person cannot be compared with the text “{found}”: use $bearer, $each or $people.ROLE",
    ),
    "rules.place.constant": (
        "地点按编号比较：各单位要把这个地点的编号写成“{found}”才会相同",
        "a place is compared by its id: this only matches where a unit gives a place the id “{found}”",
    ),
    "rules.point.impossible": (
        "没有“{found}”这一天",
        "there is no such day: {found}",
    ),
    "rules.point.malformed": (
        "“{found}”不是时间点。写法：2022-02-28、02-28、next 01-10、1st fri、start、end、$each，后面可接 + 15d",
        "“{found}” is not a point in time; write 2022-02-28, 02-28, next 01-10, 1st fri, start, end or $each, then perhaps + 15d",
    ),
    "rules.passage.form": (
        "不是要求的文字，要么用 quote 引全，要么写明开头 from、结尾 to 和字数 letters（字数见 compliance coverage）",
        "quote the passage that asks for nothing, or name its first words (from), its last (to) and how many letters it has (letters; "
        "compliance coverage tells them)",
    ),
    "rules.quote.unknown": (
        "引文“{found}”在原文 {file} 里找不到",
        "the quotation “{found}” is not in the source text {file}",
    ),
    "rules.quote.moved": (
        "引文“{found}”不在原文 {file} 的这一条里，而在：{where}",
        "the quotation “{found}” is not in this article of the source text {file}, but in: {where}",
    ),
    "rules.ratio.malformed": (
        "“{found}”不是比例。写法：2/3 或 85%",
        "“{found}” is not a ratio; write 2/3 or 85%",
    ),
    "rules.ratio.range": (
        "比例“{found}”要大于 0，不超过 1（100%）",
        "the ratio {found} must be above 0 and at most 1 (100%)",
    ),
    "rules.reading.beside": (
        "用了 readings，旁边就不能再写“{found}”，请写进每种读法里",
        "beside `readings` there can be no “{found}”: write it inside each reading",
    ),
    "rules.reading.default": (
        "readings 里要用 default 指明默认读法，可选：{choices}",
        "`readings` needs a `default` that names one of: {choices}",
    ),
    "rules.reading.form": (
        "每种读法下面要写一套要求（for_each、in 和一种要求），不能只写“{found}”",
        "a reading is a part (for_each, in, one kind of requirement), not “{found}”",
    ),
    "rules.reference.incomplete": (
        "{found} 后面还要写名称，例如 {found}.xxx",
        "{found} needs a name after it, as in {found}.name",
    ),
    "rules.reference.malformed": (
        "“{found}”不是正确的引用。加减时长时，+ 和 - 前后都要空格，例如 $each + 15d",
        "“{found}” is not a well-formed reference; put spaces around + and -, as in $each + 15d",
    ),
    "rules.reference.misplaced": (
        "{found} 不能用在这里。可用：{choices}",
        "{found} cannot stand here; use {choices}",
    ),
    "rules.reference.path": (
        "{found} 后面写得太长，只能到名称为止",
        "{found} goes on too far: it ends with the name",
    ),
    "rules.reference.type": (
        "{found} 是{have}，这里要：{wanted}",
        "{found} is {have}; wanted here: {wanted}",
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
        "选择器要写 kind、is、any_of、choose 之一，现在是：{found}",
        "a selector takes exactly one of kind, is, any_of, choose; found: {found}",
    ),
    "rules.selector.large": (
        "选择器互相套得太多（最多 {most}）",
        "selectors are nested too much (at most {most})",
    ),
    "rules.selector.unknown": (
        "没有名为“{found}”的选择器",
        "there is no selector “{found}”",
    ),
    "rules.selector.unmatched": (
        "选择器“{found}”在所有例子里一条记录也没选中，可能写错了",
        "the selector “{found}” matches no record in any example: is it right?",
    ),
    "rules.set.item": (
        "集合里的每一项要是文字，或者有 id 的一行：{found}",
        "an item of a set is a text, or a row with an id; found: {found}",
    ),
    "rules.should.number": (
        "{rule}：原文写了次数（{n}），却标为 should。有数字的要求通常是 must，请核对",
        "{rule}: `should`, although the text has a number ({n}); what has a number is usually a must",
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
    "rules.status.done": (
        "只有办完的记录（status: done）才计数，写“{found}”永远不会符合",
        "only records that are done count, so a line on the status “{found}” never matches",
    ),
    "rules.steps.distance": (
        "至少相隔 {after}，又要在 {within} 以内，两者矛盾",
        "at least {after} after the step before, yet within {within}: a contradiction",
    ),
    "rules.steps.each": (
        "steps 的一步不能用循环周期（each）",
        "a step cannot have a repeating window (`each`)",
    ),
    "rules.steps.few": (
        "steps 至少要有两步",
        "`steps` needs at least two steps",
    ),
    "rules.steps.first": (
        "第一步前面没有别的步骤，不能写 {key}",
        "the first step has none before it: `{key}` means nothing here",
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
    "rules.type.extra": (
        "“{found}”只能用在 {wants} 类型的字段上",
        "`{found}` only goes with the type {wants}",
    ),
    "rules.type.fields": (
        "row 类型的字段“{found}”要用 fields 写明各列",
        "the field “{found}” holds rows: declare their columns under `fields`",
    ),
    "rules.type.terms": (
        "term 类型的字段“{found}”要用 terms 指明词表",
        "the field “{found}” is a term: name its word list under `terms`",
    ),
    "rules.type.unknown": (
        "不认识字段类型“{found}”。可用：{choices}，前面可加 list of",
        "unknown field type “{found}”; use one of {choices}, with or without `list of`",
    ),
    "rules.unless.form": (
        "unless 写一个选择器（名字，或者 kind、is、any_of、where），要另写时间段就写成 {{of: 选择器, in: 时间段}}",
        "`unless` takes a selector (its name, or kind, is, any_of, where); with a window of its own it is {{of: SELECTOR, in: WINDOW}}",
    ),
    "rules.unused": (
        "声明了“{found}”，但没有地方用到",
        "“{found}” is declared, but nothing uses it",
    ),
    "rules.value.choice": (
        "“{found}”不在可选值里：{choices}",
        "“{found}” is not one of {choices}",
    ),
    "rules.value.empty": (
        "“{key}”后面没有内容",
        "there is no value after “{key}”",
    ),
    "rules.value.simple": (
        "“{found}”不能用在这里，要写一个数字、文字、日期、时长或引用",
        "{found} will not do here: write a number, text, date, duration or $reference",
    ),
    "rules.value.text": (
        "这里要写文字，现在是 {found}。如果就是要这几个字，请加引号",
        "text is wanted here, found {found}; put it in quotes if you mean these characters",
    ),
    "rules.value.type": (
        "“{found}”的类型不对，这里要：{wanted}",
        "“{found}” is of the wrong type; wanted: {wanted}",
    ),
    "rules.window.each": (
        "{found} 在这里要是一天，而 for_each 指的不是记录",
        "{found} must be a day here, but this for_each does not speak of records",
    ),
    "rules.window.each_date": (
        "循环周期里不能写固定的日期：只有一个周期能落在这一天。请用 start、end 加减时长",
        "a fixed day fits only one of the repeating periods: use start or end with a duration",
    ),
    "rules.window.form": (
        "in 里只能用一种写法：each/from/to，或 within，或 ahead，或 last",
        "`in` takes one form: each/from/to, or within, or ahead, or last",
    ),
    "rules.window.lead": (
        "{rule}：周期“{period}”比预警提前量还短，会一直处于预警",
        "{rule}: the period “{period}” is shorter than the warning lead, so it is at risk most of the time",
    ),
    "rules.window.nested": (
        "{rule}：in 是循环周期，里面的部分又写了自己的 in；后者不随周期变化，会在每个周期里各判一次，请核对",
        "{rule}: a part inside repeating periods has an `in` of its own: it does not follow the periods and is judged anew in each; is that meant?",
    ),
    "rules.window.order": (
        "时间窗的起点 {first} 在终点 {last} 之后",
        "the window begins on {first}, after it ends on {last}",
    ),
    "rules.window.roll": (
        "ahead（事前时限）从不顺延，不能写 roll",
        "an `ahead` window never rolls: take out `roll`",
    ),
    "rules.window.trigger": (
        "within、ahead 要有触发记录：请加 for_each: {{record: …}}",
        "`within` and `ahead` need a trigger: add for_each: {{record: …}}",
    ),
    "rules.window.unbounded": (
        "{rule}：时间窗没有起点，而选择器没有用 $each 对应，多年前的旧记录也会算数",
        "{rule}: the window has no beginning and the selector no line on $each: an old record would do",
    ),
    "rules.year": (
        "年份 {found} 不合理（{first} 至 {last}）",
        "the year {found} cannot be right ({first} to {last})",
    ),
    "declaration.beaten": (
        "声明“{none}”没有发生，但有记录 {record}（{other}）符合它；以记录为准，请核对声明",
        "“{none}” is declared absent, but record {record} ({other}) matches it; the record counts: check the declaration",
    ),
    "rules.window.hours": (
        "时间段精确到小时，不能再用 {found}：它按整天计算",
        "the window is reckoned in hours: `{found}`, which moves it by whole days, does not go with it",
    ),
    "rules.point.hours": (
        "“{found}”只有日期，没有时刻，不能加减小时或分钟。请用 d、wd 等，或者从 $each（触发记录自己的时刻）算起",
        "“{found}” is a day without a time, so hours and minutes cannot be reckoned from it; use d, wd …, or start from $each, whose own time is known",
    ),
    "rules.at.hours": (
        "{rule}：时间段精确到小时，而 at 的字段“{found}”只有日期，没有时刻",
        "{rule}: the window is reckoned in hours, but the field of `at`, “{found}”, is a day without a time",
    ),
    "rules.tenure.scale": (
        "scale 说明折算，还要写任职条件，例如 {{at_least: 1d, scale: pro_rata}}；现在是：{found}",
        "`scale` says how the number shrinks and goes beside a tenure test, as in {{at_least: 1d, scale: pro_rata}}; found: {found}",
    ),
    "rules.unless.each": (
        "unless 的 in 不能用循环周期（each）",
        "the window of `unless` cannot repeat (`each`)",
    ),
    "rules.effective.outside": (
        "施行时间和清单的年度（{first} 至 {last}）没有一天重合，这一条永远不适用",
        "the rule is never in force in the span of the list ({first} to {last}), so it would bind nobody",
    ),
    "rules.exclusive.kind": (
        "exclusive 是几条要求争用同一批记录，只能用于有下限、按条数计的 count（不带 distinct、sum）",
        "`exclusive` makes rules compete for records: it needs a `count` of records with a lower bound, without distinct or sum",
    ),
    "rules.exclusive.alone": (
        "{rule}：exclusive 的名称“{found}”只有这一条用，没有谁与它争用记录",
        "{rule}: no other rule has the `exclusive` name “{found}”, so nothing competes with it",
    ),
}
