"""Messages about the evidence folder: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    "evidence.duration_differs": (
        "写的历时是 {found}，按起止日期是 {days} 天。请核对；现按起止日期计算",
        "the duration given is {found}, but from start to end it is {days} days: check it; the days from start to end are used",
    ),
    "evidence.period_overlap": (
        "{field} 的几段时间不能重叠",
        "the periods of {field} must not overlap",
    ),
    "evidence.periods_unknown": (
        "规则没有名为“{found}”的期间",
        "the rules know no period named “{found}”",
    ),
    "evidence.want.file": (
        "这里要写文件名，写的是“{found}”。请写附件的文件名，没有附件的删去这一项",
        "a file's name is wanted here, not “{found}”: give the attachment's name, or leave the entry out if there is none",
    ),
    # ---- the folder
    "evidence.folder_missing": (
        "没有这个文件夹。请检查路径",
        "there is no such folder: check the path",
    ),
    "evidence.folder_is_file": (
        "这是一个文件，不是文件夹。请给出装佐证材料的文件夹",
        "this is a file: name the folder that holds the evidence",
    ),
    "evidence.folder_empty": (
        "文件夹是空的，没有可检查的材料",
        "the folder is empty: there is nothing to check",
    ),
    "evidence.no_records": (
        "文件夹里一条记录也没有，没有可检查的材料。请在 unit.yaml 旁边用 .yaml 文件登记记录",
        "the folder holds no record, so there is nothing to check: enter records in .yaml files beside unit.yaml",
    ),
    "evidence.unreadable": (
        "读不出来（{why}）。请检查权限，或者文件是否正被别的程序占用",
        "cannot be read ({why}): check the permissions, and whether another program holds it",
    ),
    "evidence.link_outside": (
        "这个链接指向文件夹外面，不读取。请把原文件复制进来",
        "this link leads out of the folder and is not followed: copy the file into the folder",
    ),
    "evidence.link_broken": (
        "这个链接指向的文件不存在。请删去链接，或补上文件",
        "this link leads nowhere: delete it, or put the file back",
    ),
    "evidence.link_folder": (
        "这个链接指向另一个文件夹，不再重复读取",
        "this link leads to another folder of the same evidence; it is not read twice",
    ),
    "evidence.not_a_file": (
        "这不是普通文件，无法读取。请移走",
        "this is not an ordinary file and cannot be read: move it away",
    ),
    "evidence.ignored": (
        "隐藏文件或临时文件，没有读取",
        "a hidden or temporary file: not read",
    ),
    "evidence.not_read": (
        "有 {count} 个“{kind}”文件没有被任何记录提到，也不会自动读取（例如这一个）。如果是佐证，请写进记录的 attachments",
        '{count} file(s) of the type "{kind}", such as this one, are named by no record and are not read: if they are evidence, '
        "name them under a record's attachments",
    ),
    "evidence.file_empty": (
        "这个文件里没有记录",
        "this file holds no record",
    ),
    "evidence.beside_records": (
        "“{found}”不能和 records 并列，records 旁边的内容不会读取。请移到 records 的某一条里，或删去",
        '"{found}" cannot stand beside records: move it into one of the records, or delete it',
    ),
    # ---- unit.yaml
    "evidence.unit_missing": (
        "缺少 unit.yaml。请在这个文件夹里建立它，写明 unit（单位）、pack（对照的清单）和 people（名册）",
        "unit.yaml is missing: create it in this folder with unit, pack (the list to check against) and people (the roster)",
    ),
    "evidence.unit_name": (
        "单位文件的名字要正好是 unit.yaml，请改名",
        "the unit's file must be called exactly unit.yaml: rename it",
    ),
    "evidence.unit_nested": (
        "unit.yaml 只能放在最上一层。如果这是另一个单位的文件夹，请分开检查",
        "unit.yaml belongs at the top of the folder: if this is the folder of another unit, check it by itself",
    ),
    "evidence.unit_shape": (
        "unit.yaml 应当是“名称: 内容”的形式，例如“unit: …”“people: …”",
        'unit.yaml must consist of entries "name: value", such as "unit: …" and "people: …"',
    ),
    "evidence.pack_missing": (
        "unit.yaml 没有写明对照哪份清单。请加一行“pack: 清单编号”",
        'unit.yaml does not say which list to check against: add a line "pack: …"',
    ),
    "evidence.pack_other": (
        "unit.yaml 写的清单是“{packs}”，现在却对照“{pack}”检查",
        'unit.yaml names the list "{packs}", but the check is against "{pack}"',
    ),
    "evidence.key_unknown": (
        "这里没有“{found}”这一项，可以写：{choices}",
        'there is no "{found}" here; known are: {choices}',
    ),
    "evidence.write_id": (
        "“{found}”请写编号“{meant}”",
        'write the id "{meant}" for "{found}"',
    ),
    "evidence.key_missing": (
        "缺少“{key}”，请补上",
        '"{key}" is missing: add it',
    ),
    "evidence.attribute_unknown": (
        "清单没有规定“{found}”这个属性，可以写：{choices}",
        'the pack declares no attribute "{found}"; known are: {choices}',
    ),
    "evidence.role_unknown": (
        "清单里没有“{found}”这个职务，可以写：{choices}",
        'the pack has no role "{found}"; known are: {choices}',
    ),
    "evidence.sets_unknown": (
        "清单里没有“{found}”这个集合，可以写：{choices}",
        'the pack has no set "{found}"; known are: {choices}',
    ),
    "evidence.parameters_unknown": (
        "清单里没有“{found}”这个参数，可以写：{choices}",
        'the pack has no parameter "{found}"; known are: {choices}',
    ),
    "evidence.readings_unknown": (
        "清单里没有编号为“{found}”的条款",
        'the pack has no obligation "{found}"',
    ),
    "evidence.reading_unknown": (
        "这一条没有“{found}”这种理解，可以选：{choices}",
        'this obligation has no reading "{found}"; choose from: {choices}',
    ),
    "evidence.reading_none": (
        "“{found}”只有一种理解，不用选，请删去这一行",
        '"{found}" has only one reading: delete this line',
    ),
    "evidence.selector_unknown": (
        "清单里没有“{found}”这类事项，可以写：{choices}",
        'the pack has no selector "{found}"; known are: {choices}',
    ),
    "evidence.declaration_idle": (
        "声明“{found}”没有发生不起作用，没有条款要看它。可以声明的有：{choices}",
        'to declare that there was no "{found}" has no effect; what can be declared: {choices}',
    ),
    "evidence.parameter_form": (
        "参数要写明取值和依据，例如“{name}: {{value: {found}, source: 文件名称和条款}}”",
        'a parameter needs its value and where it comes from: "{name}: {{value: {found}, source: …}}"',
    ),
    "evidence.parameter_choice": (
        "“{name}”不能取“{found}”，清单允许：{choices}",
        '"{name}" cannot be "{found}"; the pack allows: {choices}',
    ),
    "evidence.parameter_range": (
        "“{name}”不能取“{found}”，清单允许从 {low} 到 {high}",
        '"{name}" cannot be "{found}"; the pack allows from {low} to {high}',
    ),
    "evidence.parameter_fixed": (
        "“{name}”定为 {given}，规则包没有列出可选的值，单位不能改。请删去这一项",
        '"{name}" is {given}; the pack offers no other value, so a unit cannot change it: delete this entry',
    ),
    "evidence.item_id": (
        "集合“{field}”的这一项缺少 id，请补上",
        'this item of the set "{field}" has no id: add one',
    ),
    "evidence.item_twice": (
        "“{found}”在集合“{field}”里写了两次，只算一次",
        '"{found}" stands twice in the set "{field}"; it counts once',
    ),
    "evidence.dated_overlap": (
        "“{field}”有两个取值的起止日期重叠，分不清当时是哪一个。请改正 since 或 until",
        'two values of "{field}" overlap in time, so which one held cannot be told: correct since or until',
    ),
    "evidence.declared_before": (
        "声明的日子（{on}）比它要说明的期间（从 {start} 起）还早，什么也说明不了。请改正 on",
        "the declaration was made on {on}, before the time it speaks of (from {start}): correct on",
    ),
    "evidence.declared_early": (
        "声明是 {on} 作出的，只能说明到那一天为止，不能说明到 {end}",
        "the declaration was made on {on}, so it covers the time up to that day, not up to {end}",
    ),
    "evidence.day_twice": (
        "{day} 既写成放假又写成上班，请删去一个",
        "{day} is given both as a holiday and as a work day: delete one of them",
    ),
    # ---- the run
    "roster.role_empty": (
        "名册里没有人担任“{role}”，{count} 条的条件要用到：{rules}。确有担任的，请在 unit.yaml 的 people 里写明职务（roles）",
        "nobody on the roster holds the role {role}, which the conditions of {count} obligation(s) ask for: {rules}; "
        "if somebody does, say so under roles in unit.yaml",
    ),
    "records.left_out": (
        "{what}（第一条：{record}）",
        "{what} (the first: {record})",
    ),
    # ---- records
    "evidence.record_shape": (
        "这里应当是一条记录（“id: …”“kind: …”“date: …”），现在是“{found}”",
        'a record is expected here ("id: …", "kind: …", "date: …"), not "{found}"',
    ),
    "evidence.id_missing": (
        "这条记录缺少 id。请补上一个不重复的编号",
        "this record has no id: give it one that no other record has",
    ),
    "evidence.id_taken": (
        "编号“{found}”已经用在另一条内容不同的记录上（{other}）。请换一个编号；如果是同一件事，请合并成一条",
        'the id "{found}" belongs to another record with different content ({other}): choose another id, or merge the two if they are '
        "the same thing",
    ),
    "evidence.copy": (
        "和 {other} 是同一条记录（编号 {record}），只算一次",
        "the same record as {other} (id {record}); it counts once",
    ),
    "evidence.same_content": (
        "除编号外，和“{other}”（{place}）内容完全相同，只算一次。如果是两件事，请补上能区分的内容",
        'apart from its id the same as "{other}" ({place}); they count once. If these are two things, add what tells them apart',
    ),
    "evidence.kind_missing": (
        "这条记录没有写 kind（记录类型），可以写：{choices}",
        "this record has no kind; known are: {choices}",
    ),
    "evidence.kind_unknown": (
        "没有“{found}”这种记录，可以写：{choices}",
        'there is no kind of record "{found}"; known are: {choices}',
    ),
    "evidence.field_unknown": (
        "这种记录没有“{found}”这一项，可以写：{choices}",
        'this kind of record has no field "{found}"; known are: {choices}',
    ),
    "evidence.term_unknown": (
        "“{field}”不能写“{found}”，可以写：{choices}",
        '"{field}" cannot be "{found}"; known words are: {choices}',
    ),
    "evidence.terms_joined": (
        "“{found}”看起来是几项写在了一起。请写成列表，用英文逗号隔开，例如“[甲, 乙]”。“{field}”可以写：{choices}",
        '"{found}" looks like several words in one: write a list, as in [a, b]. "{field}" can be: {choices}',
    ),
    "evidence.choice": (
        "“{field}”不能写“{found}”，只能写：{choices}",
        '"{field}" cannot be "{found}"; it is one of: {choices}',
    ),
    "evidence.obligation_unknown": (
        "清单里没有编号为“{found}”的条款",
        'the pack has no obligation "{found}"',
    ),
    "evidence.date_missing": (
        "记录“{record}”没有日期。请补上 date，或者 start 和 end",
        'the record "{record}" has no date: add date, or start and end',
    ),
    "evidence.date_partial": (
        "“{field}”写的“{found}”不精确到日，要看这一天的条款不能确定。请补上哪一天",
        '"{field}" is "{found}", which names no day, so what depends on that day cannot be told for certain: add the day',
    ),
    "evidence.date_range": (
        "“{field}”只能写一天，“{found}”是一段时间。请写一个日期，起止请用 start 和 end",
        '"{field}" takes one day, and "{found}" is a range: write one date; a range goes into start and end',
    ),
    "evidence.date_exact": (
        "“{field}”这里要写到哪一天，“{found}”不够精确",
        '"{field}" needs a full date here; "{found}" names no day',
    ),
    "evidence.end_before_start": (
        "结束（{end}）比开始（{start}）早，请核对",
        "it ends ({end}) before it begins ({start}): check both",
    ),
    "evidence.running": (
        "“{record}”从 {start} 开始，没有写 end，按还在进行处理",
        '"{record}" began on {start} and has no end: taken as still running',
    ),
    "evidence.recorded_before": (
        "登记日期（{recorded}）比事情发生的日期（{day}）早，请核对",
        "recorded on {recorded}, before it happened ({day}): check both dates",
    ),
    "evidence.person_unknown": (
        "名册里没有“{found}”（共 {times} 处），按名册以外的人处理。如果是名册里的人，请写他的编号或全名",
        '"{found}" is not on the roster ({times} time(s)) and is taken for somebody else: if it is somebody on it, write the id or the full name',
    ),
    "evidence.person_ambiguous": (
        "名册里有不止一个“{found}”（{who}），分不清是谁（共 {times} 处）。请改写编号",
        'more than one person is called "{found}" ({who}), so it cannot be told who is meant ({times} time(s)): write the id',
    ),
    "evidence.names_joined": (
        "“{found}”看起来是几个人写在了一起（共 {times} 处），名册里没有这个人。请写成列表，用英文逗号隔开，例如“[王一, 李二]”",
        '"{found}" looks like several people in one ({times} time(s)), and nobody on the roster is called so: write a list, as in [王一, 李二]',
    ),
    "evidence.place_unknown": (
        "名册里没有“{found}”这个地点（共 {times} 处），按未登记的地点处理。如果应当登记，请写进 unit.yaml 的 places",
        'there is no place "{found}" in unit.yaml ({times} time(s)); it is taken as not registered: if it should be, add it to places',
    ),
    "evidence.place_ambiguous": (
        "有不止一个地点叫“{found}”（{who}），分不清是哪个（共 {times} 处）。请改写编号",
        'more than one place is called "{found}" ({who}), so it cannot be told which is meant ({times} time(s)): write the id',
    ),
    "evidence.ref_unknown": (
        "没有编号为“{found}”的记录（共 {times} 处提到）",
        'there is no record "{found}" (named {times} time(s))',
    ),
    "evidence.ref_kind": (
        "“{found}”是“{kind}”记录，这里要的是“{wanted}”（共 {times} 处）",
        '"{found}" is a record of the kind "{kind}", and "{wanted}" is wanted here ({times} time(s))',
    ),
    "evidence.attachment_missing": (
        "找不到附件“{found}”。请放进文件夹（和这个 .yaml 文件放在一起），或改正文件名",
        'the attachment "{found}" is not there: put it beside this .yaml file, or correct its name',
    ),
    "evidence.attachment_changed": (
        "记录“{record}”的附件“{found}”和登记的 sha256 不一致，文件可能换过",
        'the attachment "{found}" of "{record}" has another content than its sha256 says: it may have been replaced',
    ),
    # ---- wrong types
    "evidence.want.text": (
        "“{field}”要写文字，这里是“{found}”。如果就是要写它，请加引号",
        '"{field}" takes text, not "{found}": if that is the text, put it in quotes',
    ),
    "evidence.want.name": (
        "“{field}”要写编号或名称，这里是“{found}”",
        '"{field}" takes an id or a name, not "{found}"',
    ),
    "evidence.want.number": (
        "“{field}”要写数字，这里是“{found}”。请只写数字，不带单位",
        '"{field}" takes a number, not "{found}": write only the number, without a unit',
    ),
    "evidence.want.flag": (
        "“{field}”要写 true（是）或 false（否），这里是“{found}”",
        '"{field}" takes true or false, not "{found}"',
    ),
    "evidence.want.date": (
        "“{field}”要写日期，这里是“{found}”。请写成“2022-03-01”",
        '"{field}" takes a date, not "{found}": write it as 2022-03-01',
    ),
    "evidence.want.duration": (
        "“{field}”要写时长，这里是“{found}”。请写数字加单位，例如 30d（天）、7wd（工作日）、6m（月）",
        '"{field}" takes a duration, not "{found}": write a number and a unit, such as 30d (days), 7wd (work days), 6m (months)',
    ),
    "evidence.want.row": (
        "“{field}”这里要写“名称: 内容”，现在是“{found}”",
        '"{field}" takes entries "name: value" here, not "{found}"',
    ),
    "evidence.want.one": (
        "“{field}”只能写一个，这里是一个列表",
        '"{field}" takes one value, and this is a list',
    ),
    "evidence.want.list": (
        "“{field}”要写成列表，例如“[甲, 乙]”",
        '"{field}" takes a list, as in [a, b]',
    ),
    "evidence.want.item": (
        "“{field}”的列表里有一项是空的，请补上或删去",
        'an item in the list "{field}" is empty: fill it in or delete it',
    ),
    "evidence.want.word": (
        "“{field}”的每一项要写一个词，或带 id 的一组内容，这里是“{found}”",
        'each item of "{field}" is a word, or entries with an id, not "{found}"',
    ),
    "evidence.signer_unknown": (
        "声明要由名册里的人签署，名册里没有“{found}”，这条声明不起作用。请写签署人的编号或全名",
        'a declaration is signed by somebody on the roster; "{found}" is not on it, so it has no effect: write the signer\'s id or full name',
    ),
    "evidence.id_is_name": (
        "编号“{found}”同时是 {who} 的姓名。写“{found}”一律按编号认人，请换一个编号，免得认错",
        'the id "{found}" is also the name of {who}: wherever "{found}" is written the person with that id is meant; choose another id',
    ),
    "evidence.two_dates": (
        "同一条记录既写了 date（{date}），又写了 start 或 end（{start} 至 {end}），日期不在其间。请核对，只留一种写法",
        "the record has a date ({date}) that lies outside its start and end ({start} to {end}): check which is right and keep one of them",
    ),
    "evidence.hidden_records": (
        "名字以“.”开头，按隐藏文件没有读取，但里面是 YAML。是记录的，请去掉名字开头的点",
        "its name begins with a dot, so it was not read, though there is YAML in it: if these are records, take the dot away",
    ),
    "evidence.yaml_txt": (
        "看起来是记录，但文件名多了“.txt”（记事本另存时加的），没有读取。请改名为“{found}”",
        "it looks like records, but its name ends with “.txt” (an editor added that), so it was not read: rename it to “{found}”",
    ),
    "evidence.unit_misnamed": (
        "缺少 unit.yaml，但有“{found}”：单位文件必须正好叫 unit.yaml（小写；记事本会在后面加“.txt”）。请改名",
        "unit.yaml is missing, but there is “{found}”: the file must be called exactly unit.yaml, in small letters. Rename it",
    ),
    "evidence.quoted": (
        "“{found}”带着中文引号，引号被当成了名称的一部分。请去掉引号，写成“{meant}”",
        '"{found}" is written with Chinese quotation marks, which count as part of the word: write {meant}',
    ),
    "evidence.id_reserved": (
        "人员编号“{found}”不能用：编号里不能有“+”，也不能和角色同名（报告里会分不清）。请换一个编号",
        'the person\'s id "{found}" cannot be used: no "+" in it, and not the name of a role, or reports could not tell them apart',
    ),
    "evidence.set_fixed": (
        "“{found}”这份清单由规则包给定，单位不能改。请删去这一项",
        'the set "{found}" is given by the rule pack and a unit cannot replace it: delete this entry',
    ),
    "evidence.order_twice": (
        "有几行的序号相同，分不清先后，按书写的先后算。请核对序号",
        "several rows have the same number, so their order is that in which they are written: check the numbers",
    ),
    "roster.vacant": (
        "{role}在清单年度里有 {days} 天没有人担任，这些天的要求可能因此不适用。请核对 unit.yaml 里的任职起止日期",
        "nobody is {role} on {days} day(s) of the list's year, so what is owed on them may not apply: check the dates of the role in unit.yaml",
    ),
    "roster.doubled": (
        "{role}在清单年度里有 {days} 天不止一人担任。请核对 unit.yaml 里的任职起止日期",
        "more than one person is {role} on {days} day(s) of the list's year: check the dates of the role in unit.yaml",
    ),
    # ---- waivers
    "evidence.waiver_backwards": (
        "豁免的截止日（{until}）比批准日（{on}）早，这条豁免什么时候也不起作用。请核对 approved_on 和 until",
        "the waiver runs until {until}, before it was approved ({on}), so it is never in force: check approved_on and until",
    ),
    "evidence.waiver_window": (
        "window 要写时段里的某一天，“{found}”是一段时间。可以写“{day}”",
        'window takes a day that lies in the window, and "{found}" is a period: {day} would do',
    ),
    "evidence.waiver_approver": (
        "名册里没有批准人“{found}”，这条豁免不起作用。请写名册里的编号或全名；名册以外的上级机关批准的，写成“approved_by: {{body: 机关名称}}”",
        '"{found}", who approved it, is not on the roster, so this waiver has no effect: write the id or the full name of somebody on it; '
        "for a body above the unit write approved_by: {{body: NAME}}",
    ),
    "evidence.waiver_approver_shared": (
        "名册里不止一个“{found}”（{who}），分不清是谁批准的，这条豁免不起作用。请改写编号",
        'more than one person is called "{found}" ({who}), so it cannot be told who approved it and this waiver has no effect: write the id',
    ),
    "evidence.waiver_empty": (
        "{key} 写了却没有值。空着会使豁免的范围变宽：请写明是哪一个；全部豁免的，去掉这一项",
        "{key} is written but has no value, which would widen the waiver: say which one, or take {key} out if all of them are meant",
    ),
    "evidence.waiver_body": (
        "body 写的是名册以外的上级机关，“{found}”就在本单位里（{meant}）。本单位的人批准的，写名册里的编号或姓名：approved_by: 编号；"
        "上级批准的，写上级机关的名称",
        'body names a body above the unit, and "{found}" belongs to the unit itself ({meant}): for somebody of the unit write '
        "approved_by: ID, as the roster has it; else the name of the body above",
    ),
    "evidence.waiver_long": (
        "这条豁免到 {until} 为止，比 {year} 年度的清单多出一年以上。请核对截止日；长期不必做的，应当改清单，不是豁免",
        "this waiver runs until {until}, more than a year beyond the list's year {year}: check the day; what need not be done for long is a "
        "matter of the list, not of a waiver",
    ),
    # ---- files beside unit.yaml
    "evidence.part_twice": (
        "“{key}”在 unit.yaml 里也写了（{other}）。两处只能留一处，请合并",
        '"{key}" also stands in unit.yaml ({other}): keep only one of the two',
    ),
    "evidence.part_name": (
        "这个文件的名字要正好是 {name}，请改名；如果里面是记录，请换一个名字",
        "this file must be called exactly {name}: rename it; if it holds records, give it another name",
    ),
    "evidence.part_key": (
        "文件名已经说明这里是“{key}”，请去掉“{key}:”这一行，下面的内容相应左移",
        'the name of the file already says "{key}": take out the line "{key}:" and move what is below it to the left',
    ),
    "evidence.part_empty": (
        "这个文件是空的，“{key}”里什么也没有",
        'this file is empty: there is nothing under "{key}"',
    ),
}
