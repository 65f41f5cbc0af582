"""Messages about reading YAML and dates: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
    # ---- the file as text
    "source.gbk": (
        "这个文件不是 UTF-8 编码（看起来是 GBK）。请在编辑器里“另存为”，编码选 UTF-8，再检查一次",
        "this file is not UTF-8 (it looks like GBK): save it again with the encoding UTF-8",
    ),
    "source.utf16": (
        "这个文件是 UTF-16（记事本里叫“Unicode”）编码。请“另存为”，编码选 UTF-8",
        'this file is UTF-16 (Notepad calls it "Unicode"): save it again with the encoding UTF-8',
    ),
    "source.encoding": (
        "这个文件不是 UTF-8 文本，读不出来。如果它是文本，请“另存为”UTF-8；如果是图片或文档，请改回原来的扩展名",
        "this file is not UTF-8 text: if it is text, save it as UTF-8; if it is a picture or a document, give it back its own ending",
    ),
    "source.no_text": (
        "这不是文本文件，像是 Word、Excel、PDF 文件或图片。请改回原来的扩展名；是记录的，另写成文本",
        "this is no text file but looks like a Word, Excel or PDF file or a picture: give it back its own ending; write records as text",
    ),
    "source.dash_space": (
        "“{found}”：“-”后面要空一格，例如“- id: m1”",
        '"{found}": a space is needed after "-", as in "- id: m1"',
    ),
    "source.damaged": (
        "文字里有乱码符号“\ufffd”，这个文件保存时丢了字。请从原件重新录入这一处",
        'the text contains the mark "\ufffd": characters were lost when the file was saved; enter this place again from the original',
    ),
    "source.control": (
        "文字里有看不见的控制字符 {found}，请把这一处删掉重打",
        "the text contains the invisible control character {found}: delete it and type this place again",
    ),
    # ---- what is refused
    "source.depth": (
        "层次太深：最多 {most} 层。请检查是不是多打了“[”“{{”或缩进",
        "nested too deeply: at most {most} levels; look for stray brackets or indentation",
    ),
    "source.alias": (
        "不支持“*{found}”这种引用。请把内容照写一遍；如果就是要写星号，请给这段文字加引号",
        'references such as "*{found}" are not supported: write the content out; for a literal asterisk put the text in quotes',
    ),
    "source.anchor": (
        "不支持“&{found}”这种标记，请删去；如果就是要写这个符号，请给这段文字加引号",
        'marks such as "&{found}" are not supported: delete it; for a literal ampersand put the text in quotes',
    ),
    "source.tag": (
        "不支持“{found}”这种类型标记，请删去；如果文字以感叹号开头，请加引号",
        'type marks such as "{found}" are not supported: delete it; put text that begins with an exclamation mark in quotes',
    ),
    "source.duplicate_key": (
        "“{key}”写了两次（第 {first} 行和第 {second} 行）。请只留一个；如果是两条记录，请各用一个“-”开头",
        '"{key}" is written twice (lines {first} and {second}): keep one; if these are two records, begin each with "-"',
    ),
    "source.key_not_text": (
        "冒号前面应当是一个名称，不能是列表或一组内容",
        "a name is expected before the colon, not a list or a mapping",
    ),
    "source.key_empty": (
        "冒号前面没有名称，请补上",
        "the name before the colon is missing: add it",
    ),
    "source.documents": (
        "一个文件里只能有一份内容：请删去“---”，或把后面的部分另存为一个文件",
        'a file holds one document: delete the "---", or move what follows to a file of its own',
    ),
    # ---- slips of the keyboard
    "source.colon_wide": (
        "“{found}”里用了中文冒号。请改成英文冒号加一个空格，例如“date: 2022-03-01”",
        '"{found}" has a full-width colon: write an ASCII colon and a space, as in "date: 2022-03-01"',
    ),
    "source.colon_space": (
        "“{found}”应当写成“名称: 内容”：用英文冒号，冒号后面空一格，例如“id: m1”",
        '"{found}" should be "name: value": an ASCII colon and a space after it, as in "id: m1"',
    ),
    "source.wide_space": (
        "这一行开头有全角空格或不间断空格。缩进只能用普通空格，请删掉重打",
        "this line begins with a full-width or no-break space: indent with plain spaces only",
    ),
    "source.tab": (
        "缩进里有制表符（Tab）。请改成空格，每层两个",
        "there is a tab in the indentation: use spaces, two for each level",
    ),
    "source.list_inline": (
        "“{found}”：列表的“-”要另起一行，或者写成“[甲, 乙]”",
        '"{found}": put the "-" of a list on a line of its own, or write [a, b]',
    ),
    "source.colon_in_text": (
        "“{found}”：这里多了一个冒号。如果冒号是文字的一部分，请给整段文字加引号；否则请检查缩进",
        '"{found}": there is one colon too many. If it belongs to the text, put the text in quotes; else check the indentation',
    ),
    "source.no_colon": (
        "“{found}”：缺少冒号。每一行应当是“名称: 内容”",
        '"{found}": a colon is missing; each line is "name: value"',
    ),
    "source.quote_open": (
        "“{found}”：引号没有成对，请补上结束的引号",
        '"{found}": this quotation mark is never closed',
    ),
    "source.escape": (
        "“{found}”：双引号里的反斜杠“\\”有特殊含义。请改用单引号，例如 'D:\\台账'",
        "\"{found}\": a backslash means something special in double quotes: use single quotes, as in 'D:\\files'",
    ),
    "source.quote_needed": (
        "“{found}”：以 @ ` % * & ! | > 等符号开头的文字要加引号",
        '"{found}": text that begins with a sign such as @ ` % * & ! | > must stand in quotes',
    ),
    "source.list_open": (
        "“{found}”：方括号没有成对，或者项目之间缺英文逗号",
        '"{found}": the square bracket is not closed, or a comma is missing between the items',
    ),
    "source.map_open": (
        "“{found}”：花括号没有成对，或者项目之间缺英文逗号",
        '"{found}": the curly bracket is not closed, or a comma is missing between the entries',
    ),
    "source.indent": (
        "“{found}”：缩进和上面对不齐。同一层的内容要左对齐；列表的每一项用“-”开头",
        '"{found}": the indentation does not fit the lines above: align what belongs together, and begin each item of a list with "-"',
    ),
    "source.text_after": (
        "“{found}”：引号或括号结束之后还有文字。请把整段文字放进一对引号里",
        '"{found}": there is more text after the closing quotation mark or bracket: put all of it in one pair of quotes',
    ),
    "source.stray": (
        "“{found}”：这里多了一个符号（逗号或括号），请删去",
        '"{found}": there is a stray sign here (a comma or a bracket): delete it',
    ),
    "source.unfinished": (
        "文件到“{found}”就断了：前面的方括号或花括号没有结束，请补上",
        'the file breaks off at "{found}": a square or curly bracket is still open, close it',
    ),
    "source.syntax": (
        "“{found}”：YAML 格式不对（{complaint}）。请对照上下行检查冒号、引号和缩进",
        '"{found}": this is not valid YAML ({complaint}): compare colons, quotation marks and indentation with the lines around it',
    ),
    # ---- days
    "date.malformed": (
        "“{found}”不是能认出的日期。请写成“2022-03-01”或“2022年3月1日”",
        '"{found}" is not a date that can be read: write 2022-03-01 or 2022年3月1日',
    ),
    "date.zone": (
        "“{found}”带有时区，换成当地时间可能是另一天。请只写当地的日期，例如“2022-03-01”",
        '"{found}" has a time zone, and in local time it may be another day: write the local day alone, such as 2022-03-01',
    ),
    "date.impossible": (
        "没有“{found}”这一天：{year} 年 {month} 月只有 {days} 天。请核对原件",
        '"{found}" does not exist: month {month} of {year} has {days} days; check it against the original',
    ),
    "date.impossible_month": (
        "“{found}”里的月份不对，月份是 1 到 12。请核对原件",
        'the month in "{found}" does not exist: months run from 1 to 12; check it against the original',
    ),
    "date.impossible_quarter": (
        "“{found}”里的季度不对，季度是 1 到 4",
        'the quarter in "{found}" does not exist: quarters run from 1 to 4',
    ),
    "date.year": (
        "“{found}”里的年份不对：应在 {first} 到 {last} 年之间",
        'the year in "{found}" is not between {first} and {last}',
    ),
    "date.weekday": (
        "“{found}”里的星期和日期对不上：{day} 是{actual_zh}。请核对原件，改正其中一个",
        'the weekday in "{found}" does not fit: {day} is a {actual_en}; check the original and correct one of them',
    ),
    "date.backwards": (
        "“{found}”：结束的日子比开始的早",
        '"{found}" ends before it begins',
    ),
    "date.two_digit_year": (
        "“{found}”：年份请写四位，年在最前，例如“2022-03-01”",
        '"{found}": write the year first and with four digits, as in 2022-03-01',
    ),
    "date.order": (
        "“{found}”：分不清哪个是月、哪个是日。请写成“年-月-日”，例如“2022-03-01”",
        '"{found}": day and month cannot be told apart; write year-month-day, as in 2022-03-01',
    ),
    "date.no_year": (
        "“{found}”没有年份。请补上，例如“2022年3月1日”",
        '"{found}" has no year: add it, as in 2022-03-01',
    ),
    "date.serial": (
        "“{found}”像是 Excel 的日期序号。如果是，请写成“{day}”",
        '"{found}" looks like an Excel serial number: if it is one, write {day}',
    ),
    "date.relative": (
        "“{found}”是相对的说法，定不到某一天。请写明年月日",
        '"{found}" is relative and names no day: write the full date',
    ),
    "date.festival": (
        "“{found}”是节日或农历。请写成公历的年月日",
        '"{found}" is a festival or a lunar date: write the date of the solar calendar',
    ),
    "date.vague": (
        "“{found}”没有明确的起止，定不到某一天。请写明年月日；只知道月份就写“2022年3月”",
        '"{found}" has no clear bounds: write the full date, or the month (2022-03) if no more is known',
    ),
    "date.duration": (
        "“{found}”不是时长。请写数字加单位：30d（天）、7wd（工作日）、2w（周）、6m（月）、1y（年）",
        '"{found}" is no duration: write a number and a unit, 30d (days), 7wd (work days), 2w (weeks), 6m (months), 1y (years)',
    ),
    "date.duration_long": (
        "“{found}”太长，数字最大 {most}",
        '"{found}" is too long: the number is at most {most}',
    ),
}
