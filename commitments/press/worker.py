"""One printing, then gone. An order as JSON comes in by stdin; the print leaves by stdout, or the reason by stderr.

Started as a file, not as part of the tracker: it has neither its settings nor its database.
"""

import importlib.util
import json
import re
import resource
import sys
from pathlib import Path

import typst

FOLDER = Path(__file__).parent
CPU_SECONDS, MEMORY = 15, 2 * 1024**3
NO_FONT = 3
_NO_LETTER = re.compile(r'the text [`"]*(.+?)[`"]* could not be displayed', re.DOTALL)


def fonts() -> list[str]:
    """Those of the package; typst brings a serif of its own, and nothing of the machine is used."""
    package = importlib.util.find_spec("font_source_sans_pro")
    return [str(Path(package.origin).parent / "files")] if package and package.origin else []


def _letter(shown: str) -> str:
    """The first one; what cannot be seen is shown by its number."""
    number = re.match(r"\\u\{([0-9a-f]+)\}", shown)
    return chr(int(number.group(1), 16)) if number else shown[0]


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    order = json.load(sys.stdin.buffer)
    compiler = typst.Compiler(
        str(FOLDER / order["template"]),
        root=str(FOLDER),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": order["data"]},
    )
    is_pdf = order["format"] == "pdf"
    try:
        made = compiler.compile(format=order["format"], ppi=144, pdf_standards=["ua-1"] if is_pdf else [])
    except typst.TypstError as problem:
        missing = _NO_LETTER.search(str(problem))
        sys.stderr.write(_letter(missing.group(1)) if missing else f"{problem}\n{getattr(problem, 'diagnostic', '')}")
        return NO_FONT if missing else 1
    if not isinstance(made, bytes):
        sys.stderr.write("More than one page came out.")
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
