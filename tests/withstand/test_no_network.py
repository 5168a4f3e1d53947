"""Nothing is sent anywhere: reading, keeping, exporting, releasing and the pages of the web app all work where no address can be reached."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORTS = Path(__file__).resolve().parents[2] / "examples/reports"
# Runs inside the namespace. Whatever looks up a name, or connects elsewhere, is written down: the test fails of the try, not only of what it would send.
UNSHARE = "/usr/bin/unshare"
INSIDE = """
import json, socket, sys
tries = []
def watch(event, given):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        tries.append(f"{event} {given[0]}")
    elif event in ("socket.connect", "socket.sendto") and isinstance(given[1], tuple):
        tries.append(f"{event} {given[1]}")
sys.addaudithook(watch)
from pathlib import Path
from karama.cli.main import main
folder, reports = Path(sys.argv[1]), sys.argv[2]
record = str(folder / "r.karama")
done = {
    "read": main(["read", reports, "--json", "-q", "-o", str(folder / "read.json")]),
    "init": main(["init", record]),
    "add": main(["add", record, reports]),
    "export": main(["export", record, "geojson", str(folder / "out.geojson"), "--profile", "private"]),
    "release": main(["release", record, "--profile", "private"]),
    "verify": main(["verify", record]),
}
import karama
from starlette.testclient import TestClient
from karama.web.app import identify_owner, make_app
from karama.web.visits import Site
with karama.open(record) as opened:
    with TestClient(make_app(Site(opened), identify_owner("Ann"), None)) as client:
        incident = next(iter(opened.incidents())).view.id
        article = next(opened.articles()).id
        for path in ("/", "/explore", "/review", "/read", f"/incidents/{incident}", f"/articles/{article}", "/release"):
            done[path.replace(incident, "ID").replace(article, "ID")] = client.get(path).status_code
        words = " ".join(client.get(path).text for path in ("/", "/explore", f"/incidents/{incident}"))
print(json.dumps({"done": done, "tries": tries, "elsewhere": [w for w in words.split() if w.startswith(("src=\\"http", "href=\\"//", "src=\\"//"))]}))
"""


def may_unshare() -> bool:
    done = subprocess.run([UNSHARE, "-n", "true"], capture_output=True, check=False) if Path(UNSHARE).exists() else None
    return done is not None and done.returncode == 0


@pytest.mark.skipif(not may_unshare(), reason="a network namespace may not be made here (unshare -n)")
def test_everything_works_without_a_route_and_nothing_looks_for_one(tmp_path: Path) -> None:
    routes = subprocess.run([UNSHARE, "-n", "/bin/cat", "/proc/net/route"], capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(routes) <= 1  # the header alone
    command = [UNSHARE, "-n", sys.executable, "-c", INSIDE, str(tmp_path), str(REPORTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=os.environ | {"NO_COLOR": "1"})
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert {name: code for name, code in told["done"].items() if code not in (0, 200)} == {}
    assert told["tries"] == []
    assert told["elsewhere"] == []
    assert (tmp_path / "read.json").stat().st_size > 1000
