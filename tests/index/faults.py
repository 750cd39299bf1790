"""Run a real change of a data folder and let it die, or its disk fill up, at file operation n.

    python tests/index/faults.py DATA MODELS WHAT HOW FIRST STRIDE

WHAT is build, activate, rollback or prune; HOW is kill or full. For n = FIRST, FIRST + STRIDE, ...
until the change ends before its n-th operation, a fresh copy of DATA is changed in a process of
its own. Python tells an audit hook of every file that is written, renamed, linked or removed, so
no part of the program knows of this. One JSON line is printed for each n: how it ended and what is
there then.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from index.build import BuildOptions  # noqa: E402
from index.errors import SearchIndexError  # noqa: E402
from index.keeping import activate_whole, list_folders, prune, rollback  # noqa: E402
from index.library import build_library  # noqa: E402
from index.manifest import verify_files  # noqa: E402
from index.snapshot import active_path, open_snapshot  # noqa: E402

CHANGES = {
    "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate", "os.chmod",
    "sqlite3.connect",
}  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def articles_of(data: Path) -> Path:
    """Return the folder of articles that stands beside a data folder."""
    return data.parent / "articles"


def change(data: Path, models: Path, what: str) -> None:
    """Do what is to be interrupted."""
    if what == "build":
        build_library([articles_of(data)], data, options=BuildOptions(models=models, threads=1))
    elif what == "activate":
        activate_whole(data, list_folders(data)[0].id)
    elif what == "rollback":
        rollback(data)
    else:
        prune(data, 1)


def arm(data: Path, how: str, last: int) -> Callable[[], bool]:
    """Let the fault come with the `last`-th file operation; return what tells if it came."""
    count = 0
    root = str(data)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        writes = event == "open" and bool(int(str(arguments[2] or 0)) & WRITING)
        # Some removals name a file by the folder that is open, so without the data folder.
        inside = event in {"os.remove", "os.rmdir"} or root in str(arguments[:1])
        if not inside or not (writes or event in CHANGES):
            return
        count += 1
        if count == last and how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if count == last:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    sys.addaudithook(hook)
    return lambda: count >= last


def faulty(data: Path, models: Path, what: str, how: str, last: int) -> str:
    """Do it with the fault; return "late" where the fault came and did no harm."""
    came = arm(data, how, last)
    change(data, models, what)
    return "late" if came() else ""


def in_child(work: Callable[[], object]) -> tuple[str, str]:
    """Run a function in a forked process; return how it ended and what it said."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        said, code = "", 0
        try:
            said = str(work())
        except (SearchIndexError, OSError) as error:
            said, code = f"{type(error).__name__}: {error}", 3
        except BaseException:  # noqa: BLE001 - told to the test, which fails on it
            said, code = traceback.format_exc(), 4
        os.write(writing, said.encode())
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return "killed", said
    return {0: "done", 3: "refused"}.get(os.WEXITSTATUS(status), "crashed"), said


def state(data: Path) -> str:
    """Return, as JSON, what serves and which snapshots are whole; a damaged one raises."""
    open_snapshot(data, "full", threads=1).close()
    whole = []
    for each in list_folders(data):
        if each.manifest is None:
            raise SearchIndexError(each.reason)
        verify_files(data / "snapshots" / each.id, each.manifest, full=True)
        whole.append(each.id)
    left = [path.name for path in data.iterdir() if path.name.startswith("staging-")]
    return json.dumps({"active": active_path(data).name, "whole": whole, "left": left})


def main() -> None:
    """Interrupt at one operation after the other."""
    given, models, what, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    first, stride = int(sys.argv[5]), int(sys.argv[6])
    last = first
    while True:
        data = given.parent / f"{given.name}-{last}"
        shutil.copytree(given, data, copy_function=_link_large)

        ended, said = in_child(partial(faulty, data, models, what, how, last))
        seen, after = in_child(partial(state, data))
        again, trouble = in_child(partial(change, data, models, what))
        final, end = in_child(partial(state, data))
        line = {
            "n": last, "ended": ended, "said": said, "after": after, "final": end,
            "again": again, "trouble": trouble, "readable": [seen, final],
        }  # fmt: skip
        print(json.dumps(line), flush=True)  # noqa: T201
        shutil.rmtree(data)
        if (ended, said) == ("done", ""):
            return
        last += stride


def _link_large(source: str, target: str) -> None:
    if source.endswith("model.onnx"):
        with contextlib.suppress(OSError):
            os.link(source, target)
            return
    shutil.copy2(source, target)


if __name__ == "__main__":
    main()
