"""Messages about the command line and the reports: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
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
