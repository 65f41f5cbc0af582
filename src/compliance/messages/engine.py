"""Messages about the engine and its policy: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    # ---- the rows that a pack or a unit adds
    "policy.form": (
        "policy 应按阶段（{known}）分写，每个阶段下面列出规则行",
        "policy must be a mapping from stages ({known}) to lists of rows",
    ),
    "policy.stage": (
        "policy 里没有“{found}”这个阶段；可用的有：{known}",
        "policy has no stage “{found}”; the stages are: {known}",
    ),
    "policy.list": (
        "{stage} 下面应是规则行的列表，每行以“- id: …”开头",
        "{stage} must be a list of rows, each beginning with “- id: …”",
    ),
    "policy.row": (
        "{stage} 的每一行都要写 id、when、then，例如：- {{id: my.row, when: {{…}}, then: …}}",
        "each row of {stage} must have id, when and then, such as: - {{id: my.row, when: {{…}}, then: …}}",
    ),
    "policy.key": (
        "规则行里不能写“{found}”；可用的有：{known}",
        "a policy row has no key “{found}”; the keys are: {known}",
    ),
    "policy.absent": (
        "这一行缺少：{found}。不设条件时也要写明 when: {{}}",
        "this row lacks: {found}. A row without conditions says so: when: {{}}",
    ),
    "policy.id": (
        "行号“{found}”不合要求：请用小写英文字母、数字、点、横线和下划线，如 late.is.fail",
        "“{found}” cannot be a row's id: use small Latin letters, digits, dots, hyphens and underscores, such as late.is.fail",
    ),
    "policy.duplicate": (
        "已经有一行叫“{found}”。要改变它的结论，请另取一个行号，写在它前面（before: {found}）",
        "there is already a row “{found}”: to overrule it, add a row with another id in front of it (before: {found})",
    ),
    "policy.when": (
        "when 应写成“字段: 值”；可用的字段有：{known}",
        "when must be a mapping from fields to values; the fields are: {known}",
    ),
    "policy.field": (
        "{stage} 的条件里没有“{found}”这个字段；可用的有：{known}",
        "rows of {stage} cannot ask for “{found}”; the fields are: {known}",
    ),
    "policy.empty": (
        "{field} 的取值列表是空的，这一行永远不会生效",
        "{field} has an empty list of values, so the row can never match",
    ),
    "policy.value": (
        "{field} 不能取“{found}”；可取的有：{known}",
        "{field} is never “{found}”; its values are: {known}",
    ),
    "policy.then": (
        "then 不能写“{found}”；可写的有：{known}",
        "then cannot be “{found}”; it may be: {known}",
    ),
    "policy.anchors": (
        "before 和 after 只能写一个",
        "give either before or after, not both",
    ),
    "policy.anchor": (
        "{field} 所指的“{found}”这一行不存在（或写在后面）；已有的行：{known}",
        "{field} names a row “{found}” that does not exist, or stands further down; the rows so far: {known}",
    ),
    "policy.dead": (
        "“{found}”这一行永远轮不到：它的情形都被前面的行先决定了（{rows}）。请调整位置，或改写条件",
        "row “{found}” never decides: earlier rows take all its cases ({rows}); move it up or change its conditions",
    ),
    "policy.overruled": (
        "加入的行使原有的“{found}”这一行不再起作用（由 {rows} 先决定）",
        "the added rows leave nothing for row “{found}” to decide ({rows} come first)",
    ),
    "policy.gap": (
        "{stage} 有一种情形没有任何一行能决定：{case}",
        "no row of {stage} decides this case: {case}",
    ),
    "policy.many": (
        "{stage} 的规则行太多：共 {rows} 行（最多 {most} 行），展开取值列表后 {rules} 条（最多 {most_rules} 条）",
        "{stage} has too many rows: {rows} (at most {most}), and {rules} once the lists of values are written out (at most {most_rules})",
    ),
    # ---- what the adapter found out about the engine: our defect, never the user's
    "engine.rows": (
        "程序内部错误：{stage} 的规则行不能交给规则引擎（{why}）",
        "internal error: the rows of {stage} are not safe for the rule engine ({why})",
    ),
    "engine.value": (
        "程序内部错误：不能把 {field} = {value} 交给规则引擎",
        "internal error: {field} = {value} is not safe for the rule engine",
    ),
    "engine.collision": (
        "程序内部错误：{facts} 条事实的编号一再重复，换了 {tries} 次仍未避开",
        "internal error: the ids of {facts} facts collided in the rule engine {tries} times",
    ),
    "engine.unacknowledged": (
        "程序内部错误：交给规则引擎 {sent} 条事实，有 {lost} 条没有得到处理，结论不可信",
        "internal error: of {sent} facts sent to the rule engine {lost} were not acknowledged, so its answers cannot be trusted",
    ),
    "engine.undecided": (
        "程序内部错误：规则引擎在 {stage} 阶段没有给出结论：{case}",
        "internal error: the rule engine gave no answer in stage {stage}: {case}",
    ),
    "policy.pass": (
        "规则“{found}”会把不适用、要由人判断、无法判定或没有做到的也判为达标，这不允许。请收紧它的条件",
        'the row "{found}" would call a pass what is not owed, a matter of judgement, undecided or not met: narrow its conditions',
    ),
    "policy.attested": (
        "规则“{found}”会把不适用、不由人判断或没有佐证说明的（{case}）也判为已佐证，这不允许。"
        "已佐证只能用于 applies: true、basis: needs_judgement 而且 truth 为 satisfied 或 satisfied_so_far 的情形，请收紧它的条件",
        'the row "{found}" would call attested what is not owed, no matter of judgement or without an attestation ({case}): '
        "narrow it to applies: true, basis: needs_judgement with truth satisfied or satisfied_so_far",
    ),
    "policy.not_applicable": (
        "规则“{found}”会把应当做的（{case}）判为不适用，这不允许。请加上 applies: false",
        'the row "{found}" would call not applicable what is owed ({case}): add applies: false',
    ),
    "policy.pending": (
        "规则“{found}”会把没有做到、无法判定或时间已经不够的（{case}）判为未到期，这不允许。请收紧它的条件",
        'the row "{found}" would call pending what is not met, undecided or short of time ({case}): narrow its conditions',
    ),
    "policy.manual": (
        "规则“{found}”会把没有做到、无法判定或时间已经不够的（{case}）推给人工认定，这不允许。请收紧它的条件",
        'the row "{found}" would leave to a person what is not met, undecided or short of time ({case}): narrow its conditions',
    ),
    "policy.mild.severity": (
        "规则“{found}”会把没有做到的硬性要求（{case}）只记作 {then}，这不允许：“必须”的没有做到、又没有豁免的，一律记作 error。请收紧它的条件",
        'the row "{found}" would let an unmet must ({case}) weigh no more than {then}: '
        "one that nobody waived weighs an error, as a defect does; narrow its conditions",
    ),
    "policy.mild.rollup": (
        "规则“{found}”会使含有这一情形（{case}）的一组判为 {then}，把它盖住，这不允许。请写在决定这一情形的那一行后面（after: …），或收紧条件",
        'by the row "{found}" a group that holds this case ({case}) would be {then}, which hides it: '
        "put the row after the one that decides that case (after: …), or narrow its conditions",
    ),
    # ---- veto, escalation and score, the optional keys that conclude from verdicts
    "policy.chained.row": (
        "{stage} 的每一行都要写成“名称: 内容”，并写明：{needed}",
        "each row of {stage} must be a mapping with: {needed}",
    ),
    "policy.chained.absent": ("这里缺少：{found}", "this lacks: {found}"),
    "policy.chained.duplicate": (
        "已经有一行叫“{found}”，请另取一个行号",
        "there is already a row “{found}”: give this one another id",
    ),
    "policy.text": (
        "{field} 应是一段文字，或者写成 {{zh: …, en: …}}，两种语言都要有",
        "{field} must be a text, or {{zh: …, en: …}} with both languages",
    ),
    "policy.verdictless": (
        "when 里没有写要看哪种结论：请加上 verdict，可取的有：{known}",
        "when does not say which verdicts it looks for: add verdict, one or more of: {known}",
    ),
    "policy.unknown.obligation": (
        "责任清单里没有编号为“{found}”的要求",
        "the pack has no obligation “{found}”",
    ),
    "policy.unknown.list": ("没有名为“{found}”的清单；已有的：{known}", "the pack has no list “{found}”; its lists are: {known}"),
    "policy.unknown.article": (
        "没有“{found}”这一条下的要求；写法是“清单/条”，例如 secretary/一",
        "no obligation stands in an article “{found}”; write LIST/ARTICLE, such as secretary/一",
    ),
    "policy.unknown.points": (
        "points 里的“{found}”既不是要求的编号，也不是“清单/条”",
        "“{found}” under points is neither an obligation nor a LIST/ARTICLE",
    ),
    "policy.unknown.escalation": (
        "escalation 里没有“{found}”这一行；已有的行：{known}",
        "there is no escalation row “{found}”; the rows are: {known}",
    ),
    "policy.premises": (
        "以 escalation 为条件的一行不能再写 {found}：请分成两行",
        "a row whose premise is an escalation cannot ask for {found} as well: make two rows of it",
    ),
    "policy.number": ("{field} 应是 {low} 到 {high} 之间的数，现在是“{found}”", "{field} must be a number from {low} to {high}, not “{found}”"),
    "policy.number.above": (
        "{field} 应是大于 {low}、不超过 {high} 的数，现在是“{found}”",
        "{field} must be a number above {low} and at most {high}, not “{found}”",
    ),
    "policy.number.below": (
        "{field} 应是不小于 {low}、小于 {high} 的数，现在是“{found}”",
        "{field} must be a number of at least {low} and below {high}, not “{found}”",
    ),
    "policy.idle": ("“{found}”这一行永远不会生效：{why}", "row “{found}” can never fire: {why}"),
    "policy.periods": (
        "“{found}”最多有 {most} 个连续的时段，不会有连续 {running} 个。请从这一行里去掉它",
        "“{found}” has at most {most} period(s) one after the other, never {running}: take it out of this row",
    ),
    "policy.score.form": ("score 应写成“名称: 内容”，可写的有：{known}", "score must be a mapping; its keys are: {known}"),
    "policy.score.points": (
        "points 应写成“要求编号: 分值”或“清单/条: 分值”",
        "points must be a mapping from obligations, or LIST/ARTICLE, to points",
    ),
    "policy.score.spent": (
        "“{found}”下的每条要求都另有分值，这里的分值没有要求可以分给",
        "every obligation of “{found}” has points of its own, so nothing is left to share these",
    ),
    "policy.score.over": ("points 合计 {given} 分，超过了满分 {full}", "points add up to {given}, more than the full {full}"),
    "policy.score.rest": (
        "points 合计 {given} 分，已是满分，另有 {rest} 条要求没有分值（{ids}）。不计分的请写 0",
        "points add up to the full {given}, which leaves none for {rest} more obligation(s) ({ids}): give those that do not count 0",
    ),
    "policy.score.short": (
        "每条要求都有了分值，合计只有 {given} 分，不到满分 {full}",
        "every obligation has its points, but they add up to {given} only, not to the full {full}",
    ),
    "policy.score.idle": (
        "“{found}”未达标时的轻重（severity）不在扣分之列，永远不会扣分，请写 0 或去掉",
        "“{found}” never weighs enough to lose points (see severity): give it 0 or leave it out",
    ),
}
