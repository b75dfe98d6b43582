"""Start the tool: ``python build.py --help``."""

import gc
import sys

gc.disable()  # what is being loaded stays: looking for garbage in it only takes time

if sys.version_info < (3, 11):  # noqa: UP036  # this file alone must start on the Python of an old machine
    sys.exit("需要 Python 3.11 或更新的版本，现在是 " + sys.version.split()[0])

try:
    from selfeval.cli import main
except ModuleNotFoundError as missing:
    if (missing.name or "").startswith("selfeval"):
        raise
    sys.exit(
        f"还缺少程序包（{missing.name}）。请在本文件夹里运行：make\n"
        "没有 make 的，先运行：python -m venv .venv\n"
        "再用 .venv 里的 python 运行：python -m pip install --require-hashes -r requirements.lock"
    )

if __name__ == "__main__":
    main()
