"""Messages about the command line and the reports: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    # ---- verdicts in words
    "verdict.error": ("出错", "error"),
    "verdict.fail": ("未达标", "fail"),
    "verdict.late": ("逾期完成", "late"),
    "verdict.at_risk": ("有风险", "at risk"),
    "verdict.inconclusive": ("无法判定", "inconclusive"),
    "verdict.pending": ("未到期", "pending"),
    "verdict.manual": ("待人工认定", "manual"),
    "verdict.attested": ("已佐证", "attested"),
    "verdict.pass": ("达标", "pass"),
    "verdict.not_applicable": ("不适用", "n/a"),
    "verdict.remark": ("仅提示", "remark"),
    # ---- windows in words
    "when.year": ("{year} 年", "{year}"),
    "when.half": ("{year} 年{half}", "{half} of {year}"),
    "when.quarter": ("{year} 年第{quarter}季度", "Q{quarter} {year}"),
    "when.month": ("{year} 年 {month} 月", "{year}-{month:0>2}"),
    "when.span": ("{first} 至 {last}", "{first} to {last}"),
    "when.day": ("{first}", "{first}"),
    "when.until": ("{last} 以前", "up to {last}"),
    "when.since": ("{first} 起", "from {first}"),
    "when.open": ("不限时间", "at any time"),
    # ---- what to do
    "advice.add": ("{last} 前（含当日）还要有 {n} 次：{what}", "by {last}: {n} more: {what}"),
    "advice.add.between": ("{first} 至 {last} 之间还要有 {n} 次：{what}", "between {first} and {last}: {n} more: {what}"),
    "advice.add.open": ("还要有 {n} 次：{what}，越早越好", "as soon as possible: {n} more: {what}"),
    "advice.set": (
        "核对记录 {record} 的原件，原件上有的补进记录：{lines}",
        "compare record {record} with its original and enter what the original says: {lines}",
    ),
    "advice.settle": ("把记录 {record} 写确切：{lines}", "make record {record} exact: {lines}"),
    "advice.record": ("见该记录", "see the record"),
    "advice.declare": (
        "发生过的，补录记录；确实没有发生的，在 unit.yaml 的 declarations 里声明：none: {name}，{window}",
        "if it happened, enter its record; if it did not, say so under declarations in unit.yaml: none: {name}, {window}",
    ),
    # ---- a condition that a record does not meet
    "line.failed": ("{label}：现为“{found}”，要求“{wanted}”", "{label}: found “{found}”, wanted “{wanted}”"),
    # ---- the rows of the default policy in words
    "row.scope.out": ("不在要求范围内", "not called for"),
    "row.attest.signed": ("已有签署的佐证说明，由人负责", "a signed attestation answers for it"),
    "row.needs.judgement": ("要由人来判断", "a person must judge it"),
    "row.doubt.decides": ("存疑的记录算不算数，决定了结果", "the doubtful records decide it"),
    "row.unmet.then.done": ("期限过后才做到", "done only after the deadline"),
    "row.unmet.for.good": ("没有做到，而且不会再改变", "not met, and it stays so"),
    "row.not.open": ("计算时段还没有开始", "its time has not begun"),
    "row.short.of.time": ("还没有做到，稳妥的最后日期已过", "not met yet, and the last safe date has passed"),
    "row.has.room": ("还没有做到，时间还够", "not met yet, with time left"),
    "row.met.but.due": ("现在达标，但很快又到期", "met today, but due again soon"),
    "row.met": ("已经做到", "met"),
    "row.cannot.be": ("其余情形（不应出现）", "anything else (should not occur)"),
    "row.weight.must": ("原文写的是“必须”，按未达标计", "the text says must: it counts as an error"),
    "row.weight.should": ("原文写的是“应当”，只作提醒", "the text says should: a warning only"),
    "row.weight.encourage": ("原文写的是“鼓励”，只作提示", "the text only encourages it: a note"),
    "row.weight.defect": ("程序出错，一律按错误计", "a defect always counts as an error"),
    "row.weight.none": ("没有需要计较的", "nothing to weigh"),
    # ---- `check` as text
    "check.head": ("检查日 {as_of}　对照：{pack}", "as of {as_of}, against: {pack}"),
    "check.counts": ("{count} 条", "{count}"),
    "check.three": (
        "共 {total} 条：{fail}{late} · {at_risk} · {passed}",
        "{total} obligations: {fail}{late} · {at_risk} · {passed}",
    ),
    "check.of.them": ("（其中{word} {count}）", " ({count} of them {word})"),
    "check.others": ("其余 {count} 条：{groups}", "the other {count}: {groups}"),
    "check.instances": ("按人、按对象、按时段细分，共 {count} 项：{groups}", "by person, subject and period {count} items: {groups}"),
    "check.of": ("{count} 项：{groups}", "{count} items: {groups}"),
    "check.nearest": ("最接近的记录 {record}（{at}）：{lines}", "nearest record {record} ({at}): {lines}"),
    "check.uncounted": ("{word}，只作提示", "{word}, a remark only"),
    "check.problems": ("材料里需要留意的地方（{count} 处）", "what to look at in the evidence and the rules ({count})"),
    "check.severity.warning": ("注意", "warning"),
    "check.severity.note": ("说明", "note"),
    "check.severity.error": ("错误", "error"),
    "check.over": (
        "期限已过的，现在补做改变不了结论；当时确实做过、原件还在的，把记录补录完整后重新检查。",
        "Where the time is over, doing it now changes nothing; where it was done in time and the original exists, "
        "complete the record and check again.",
    ),
    "check.explain": (
        "逐条查看依据、差在哪里、怎样补上：compliance explain {folder} 编号（例如 {example}）",
        "What each rests on, what is lacking and what would meet it: compliance explain {folder} ID (such as {example})",
    ),
    # ---- `explain` as text
    "explain.list": ("清单　{list}　{article}", "List       {list}, {article}"),
    "explain.quote": ("原文　“{quote}”（规则见 {at}）", "Text       “{quote}” (rule: {at})"),
    "explain.modality.must": ("性质　必须做到", "Binding    must"),
    "explain.modality.should": ("性质　应当做到，未做到只作提醒", "Binding    should: a warning if unmet"),
    "explain.modality.encourage": ("性质　鼓励，未做到只作提示", "Binding    encouraged: a note if unmet"),
    "explain.unclear": ("待确认　{text}", "To confirm {text}"),
    "explain.items": ("共 {count} 项：{groups}", "{count} items: {groups}"),
    "explain.reading": ("理解　{reading}", "Reading    {reading}"),
    "explain.window": ("时段　{window}；{state}", "Time       {window}; {state}"),
    "explain.over": ("已结束", "over"),
    "explain.running": ("还有 {left} 天", "{left} days left"),
    "explain.today": ("今天是最后一天", "today is its last day"),
    "explain.ahead": ("还没有开始", "not begun yet"),
    "explain.endless": ("没有截止日期", "without an end"),
    "explain.final": ("结论　已定，以后的记录不会改变它", "Standing   final: no later record changes it"),
    "explain.not.final": ("结论　还没有定，会随以后的记录变化", "Standing   not final: later records can change it"),
    "explain.reasons": ("理由", "Why"),
    "explain.counted": ("算数的记录（{count}）", "Records that count ({count})"),
    "explain.counted.none": ("没有算数的记录", "No record counts"),
    "explain.near": ("差一点的记录（不算数，列出差在哪里）", "Records that nearly count, and what each lacks"),
    "explain.doubtful": ("存疑的记录（算不算数，看下面这些内容）", "Doubtful records: whether they count hangs on"),
    "explain.advice": ("怎么办", "What to do"),
    "explain.advice.safe": ("稳妥的最后日期：{safe}", "last safe date: {safe}"),
    "explain.advice.conditions": ("要符合：", "with:"),
    "explain.advice.none": (
        "期限已过，补做改变不了结论；当时确实做过、原件还在的，把记录补录完整后重新检查",
        "its time is over and doing it now changes nothing; if it was done in time and the original exists, complete the record",
    ),
    "explain.advice.fixed": ("已成定局，没有可以补救的办法", "it is settled: nothing can mend it"),
    "explain.advice.event": (
        "它所依据的记录不全：先把 {subject} 补完整，才知道要不要办",
        "it hangs on an incomplete record: complete {subject} first, to know whether it is owed",
    ),
    "explain.defaults": ("采用的默认值（原文没有写明，可以另定）", "Defaults that took effect (not in the text; they can be set)"),
    "explain.fired": ("判定规则　{rows}", "Decided by {rows}"),
    "explain.also": ("同时符合的规则　{rows}", "Also fired {rows}"),
    # ---- questions that cannot be answered
    "interface.obligation": ("没有编号为“{found}”的要求。共有 {count} 条，用 compliance check 可以看到全部编号", "there is no obligation “{found}”; compliance check lists all {count}"),
    "interface.bearer": ("{obligation} 没有责任人“{found}”。有：{known}", "{obligation} has no bearer “{found}”; it has: {known}"),
    "interface.subject": ("{obligation} 没有对象“{found}”。有：{known}", "{obligation} has no subject “{found}”; it has: {known}"),
    "interface.subject.none": ("{obligation} 不分对象，请去掉 --subject", "{obligation} has no subjects: leave out --subject"),
    "interface.window": ("{obligation} 没有包含 {found} 的时段。有：{known}", "{obligation} has no window with {found}; it has: {known}"),
    "interface.combination": ("{obligation} 没有同时符合 --bearer、--subject、--window 的判断项", "{obligation} has nothing that fits --bearer, --subject and --window together"),
    # ---- the command line
    "interface.command.missing": ("请写明命令：{known}", "say which command: {known}"),
    "interface.command.unknown": ("没有“{found}”这个命令。可用：{known}", "there is no command “{found}”; use one of {known}"),
    "interface.option.unknown": ("没有“{found}”这个选项", "there is no option “{found}”"),
    "interface.option.value": ("{option} 后面要写：{wanted}", "{option} needs a value: {wanted}"),
    "interface.option.choice": ("{option} 不能写“{found}”。可用：{known}", "{option} cannot be “{found}”; use one of {known}"),
    "interface.option.wrong": ("选项写法不对：{what}", "the options cannot be read: {what}"),
    "interface.argument.missing": ("缺少 {what}", "{what} is missing"),
    "interface.argument.extra": ("多了“{found}”。路径里有空格的，请加引号", "“{found}” is too much; put a path with spaces in quotes"),
    "interface.day": ("{option} 要写到某一天，例如 2022-07-15", "{option} needs one exact day, such as 2022-07-15"),
    "interface.usage": ("用法：{usage}", "usage: {usage}"),
    "interface.more": ("看说明：compliance {command} --help", "for help: compliance {command} --help"),
    # ---- rule packs
    "interface.pack.path": ("{found} 里没有 pack.yaml", "there is no pack.yaml in {found}"),
    "interface.pack.unknown": ("找不到规则包“{found}”。看到的有：{seen}", "there is no rule pack “{found}”; seen: {seen}"),
    "interface.pack.none": (
        "找不到规则包“{found}”：材料文件夹和当前文件夹的上级里都没有 rules 文件夹。请用 --pack 写明规则包的文件夹",
        "there is no rule pack “{found}”: no folder above the evidence or above here has a rules folder; name the pack's folder with --pack",
    ),
    "interface.pack.several": ("unit.yaml 里写了几个规则包，一次只能对照一个。请加 --pack，可选：{known}", "unit.yaml names several rule packs: choose one with --pack, out of {known}"),
    # ---- endings
    "interface.problems": ("材料或规则里有 {count} 处要先改正，改正后再检查：", "{count} things must be mended before anything can be checked:"),
    "interface.nothing": ("没有可以检查的内容，所以没有结论：", "there is nothing to check, so there is no result:"),
    "interface.defect": (
        "程序出错了，不是材料的问题：{what}\n请把所用的命令和这段文字报告给本项目的维护者（项目的问题页）。加上 --trace 可以看到细节。",
        "The program failed; the evidence is not to blame: {what}\n"
        "Please report the command and this text on the project's issue page. --trace shows the details.",
    ),
    "interface.defect.verdicts": (
        "有 {count} 项因程序出错没有判出结果：{ids}。请把所用的命令和这段文字报告给本项目的维护者（项目的问题页）。",
        "{count} items could not be judged because of a defect of the program: {ids}. Please report it on the project's issue page.",
    ),
    "interface.input.verdicts": (
        "有 {count} 项因材料里的日期有误没有判出结果：{ids}。请按上面的理由改正后重新检查。",
        "{count} items could not be judged because dates in the evidence do not fit: {ids}. Mend them and check again.",
    ),
    "interface.interrupted": ("已中断", "interrupted"),
    # ---- help
    "help.about": (
        "对照责任清单检查一个材料文件夹：每一条达标、有风险还是未达标，为什么，怎样补上。",
        "Check an evidence folder against a responsibility list: pass, at risk or fail, why, and what would meet it.",
    ),
    "help.usage": ("用法", "usage"),
    "help.commands": ("命令", "commands"),
    "help.arguments": ("参数", "arguments"),
    "help.options": ("选项", "options"),
    "help.check": ("检查文件夹，逐条列出结论", "check a folder and list every obligation"),
    "help.explain": ("说明某一条：依据、差在哪里、怎样补上", "explain one obligation: what it rests on and what would meet it"),
    "help.doctor": ("检查本机能不能运行本程序", "see whether this machine can run the program"),
    "help.schema": ("输出 JSON Schema，供编辑器和其他程序使用", "print a JSON Schema for editors and other programs"),
    "help.path": ("材料文件夹（里面有 unit.yaml）", "the evidence folder (it holds unit.yaml)"),
    "help.id": ("要求的编号，例如 S2.5", "the obligation's id, such as S2.5"),
    "help.what": ("report（报告）、rules（规则文件）或 evidence（材料文件）", "report, rules or evidence"),
    "help.pack": ("规则包的文件夹或编号；不写时按 unit.yaml 的 pack 查找", "folder or id of the rule pack; default: what unit.yaml names"),
    "help.pack.schema": ("按这个规则包的词汇输出（只用于 evidence）", "use this pack's vocabulary (evidence only)"),
    "help.as_of": ("按哪一天的情况判断，例如 2022-07-15；不写时为今天", "the day to judge as of, such as 2022-07-15; default: today"),
    "help.lang": (
        "语言 zh 或 en；不写时看环境变量 LC_ALL、LC_MESSAGES、LANG，都没有写明语言时用中文",
        "zh or en; default: by LC_ALL, LC_MESSAGES and LANG, and Chinese where they name no language",
    ),
    "help.format": ("输出格式 text 或 json；不写时为 text", "text or json; default: text"),
    "help.fail_on": ("从哪一级起以 1 退出：fail 或 at_risk；不写时为 fail", "exit with 1 from this on: fail or at_risk; default: fail"),
    "help.strict": ("无法判定也以 1 退出；设有环境变量 CI 时默认如此", "inconclusive also exits with 1; the default where CI is set"),
    "help.no_strict": ("无法判定不影响退出码", "inconclusive does not move the exit code"),
    "help.trace": ("列出所有符合的判定规则；程序出错时显示细节", "show all rules that fired, and the details of a crash"),
    "help.bearer": ("只看这个责任人（姓名或编号）", "only this bearer (name or id)"),
    "help.subject": ("只看这个对象（姓名、科室、记录编号等）", "only this subject (a name, a section, a record id)"),
    "help.window": ("只看包含这一天的时段，例如 2022-07-15", "only the window that holds this day, such as 2022-07-15"),
    "help.help": ("显示这段说明", "show this help"),
    "help.version": ("显示版本号", "show the version"),
    "help.codes": (
        "退出码：0 正常 · 1 有未达标等情况（见 --fail-on、--strict）· 2 材料、规则或命令要先改正 · 3 程序出错 · 5 没有可检查的内容",
        "Exit codes: 0 fine · 1 unmet (see --fail-on, --strict) · 2 an input or the command must be mended · 3 a defect of ours · "
        "5 nothing to check",
    ),
    # ---- doctor
    "doctor.python.ok": ("Python {version}：可用", "Python {version}: fine"),
    "doctor.python.old": (
        "Python {version} 太旧：需要 3.11、3.12 或 3.13",
        "Python {version} is too old: 3.11, 3.12 or 3.13 is needed",
    ),
    "doctor.python.untried": (
        "Python {version} 没有试过：3.11、3.12、3.13 确认可用，出了问题请换用其中之一",
        "Python {version} is untried: 3.11, 3.12 and 3.13 are known to work; if anything fails, use one of them",
    ),
    "doctor.durable.ok": ("规则引擎 durable_rules {version}：可用", "Rule engine durable_rules {version}: fine"),
    "doctor.durable.other_version": (
        "规则引擎 durable_rules 的版本是 {version}，本程序只在 {wanted} 上试过。换回该版本：\n  {pip}\n用 uv 的：\n  {uv}",
        "durable_rules is version {version}; only {wanted} has been tried here. To change it:\n  {pip}\nwith uv:\n  {uv}",
    ),
    "doctor.durable.removed_name": (
        "规则引擎 durable_rules 已安装，但导入失败：它用到的 {name} 已被 Python 3.13 删去。加上编译参数重新安装即可：\n  {flag} {pip}\n用 uv 的：\n  {flag} {uv}",
        "durable_rules is installed but cannot be imported: Python 3.13 removed {name}, which it uses. Building it again with this setting cures it:\n  {flag} {pip}\nwith uv:\n  {flag} {uv}",
    ),
    "doctor.durable.missing": (
        "没有安装规则引擎 durable_rules。在本项目里运行 make 会自动安装；单独安装：\n  {flag} {pip}\n用 uv 的：\n  {flag} {uv}",
        "The rule engine durable_rules is not installed. In this project `make` installs it; by itself:\n  {flag} {pip}\nwith uv:\n  {flag} {uv}",
    ),
    "doctor.package.missing": (
        "没有安装 {package}。在本项目里运行 make 会自动安装；单独安装：\n  {python} -m pip install --require-hashes -r requirements.lock",
        "{package} is not installed. In this project `make` installs it; by itself:\n  {python} -m pip install --require-hashes -r requirements.lock",
    ),
    "doctor.package.broken": (
        "{package} 已安装，但导入失败：{error}。请删去 .venv 后再运行 make",
        "{package} is installed but cannot be imported: {error}. Remove .venv and run make again",
    ),
    "doctor.venv.ok": ("虚拟环境（venv）：可用", "Virtual environments (venv): fine"),
    "doctor.venv.missing": (
        "这个 Python 不能建立虚拟环境（缺 venv 或 ensurepip）",
        "This Python cannot make a virtual environment (venv or ensurepip is missing)",
    ),
    "doctor.compiler.ok": ("C 编译器 {compiler} 和 Python 头文件：可用", "C compiler {compiler} and Python headers: fine"),
    "doctor.compiler.missing": (
        "找不到 C 编译器 {compiler}。规则引擎 durable_rules 没有现成的安装包，要在本机编译",
        "There is no C compiler ({compiler}). The rule engine durable_rules has no ready-made package and is compiled here",
    ),
    "doctor.compiler.broken": (
        "C 编译器 {compiler} 不能用：{error}",
        "The C compiler {compiler} does not work: {error}",
    ),
    "doctor.headers.missing": (
        "{folder} 里没有 Python 头文件 Python.h，无法编译规则引擎 durable_rules",
        "There is no Python.h in {folder}; without Python's headers the rule engine durable_rules cannot be compiled",
    ),
    "doctor.headers.broken": (
        "{folder} 里的 Python 头文件不能用：{error}",
        "The Python headers in {folder} cannot be used: {error}",
    ),
    "doctor.build.install": (
        "请安装：\n"
        "  Debian/Ubuntu：sudo apt install build-essential python3-dev python3-venv\n"
        "  Fedora：sudo dnf install gcc make python3-devel\n"
        "  macOS：xcode-select --install（头文件随 Python 一起装：brew install python@3.13）\n"
        "  用的不是系统自带的 Python 时，包名要带版本号：python{minor}-dev、python{minor}-venv；Fedora 为 python{minor}-devel",
        "Install:\n"
        "  Debian/Ubuntu: sudo apt install build-essential python3-dev python3-venv\n"
        "  Fedora: sudo dnf install gcc make python3-devel\n"
        "  macOS: xcode-select --install (the headers come with Python: brew install python@3.13)\n"
        "  For another Python than the system's own, with its version: python{minor}-dev, python{minor}-venv; Fedora python{minor}-devel",
    ),
    "doctor.yaml.ok": ("PyYAML {version}（C 解析器）：可用", "PyYAML {version} (C parser): fine"),
    "doctor.yaml.slow": (
        "PyYAML {version} 没有带 C 解析器：结果不变，读文件会慢十倍左右",
        "PyYAML {version} has no C parser: the results are the same, reading is about ten times slower",
    ),
    "doctor.pydantic.ok": ("pydantic {version}：可用", "pydantic {version}: fine"),
    "doctor.pydantic.old": (
        "pydantic {version} 太旧：需要 2.7 以上。升级：\n  {python} -m pip install 'pydantic>=2.7'",
        "pydantic {version} is too old: 2.7 or newer is needed. To upgrade:\n  {python} -m pip install 'pydantic>=2.7'",
    ),
    "doctor.calendar.ok": (
        "节假日表：{first} 年至 {last} 年；其他年份的工作日，要在 unit.yaml 里写明节假日才能计算",
        "Public holidays: known from {first} to {last}; work days of other years need the holidays written in unit.yaml",
    ),
    "doctor.output.ok": ("输出编码 {encoding}：可用", "Output encoding {encoding}: fine"),
    "doctor.output.poor": (
        "输出编码 {encoding} 显示不了中文或 √ × ▲，会显示成问号。请设置环境变量 PYTHONIOENCODING=utf-8，或者把报告输出到文件",
        "The output encoding {encoding} cannot show Chinese or √ × ▲; question marks appear instead. Set PYTHONIOENCODING=utf-8 or write the report to a file",
    ),
}
