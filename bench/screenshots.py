"""Takes pictures of every page of the web app over the example reports, light and dark, wide and narrow: `make screenshots` puts them into screenshots/.

With --write, the three that the README shows are put into docs/images.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from karama.api import Record, init_record
from karama.web.app import identify_owner, make_app
from karama.web.security import list_hosts
from karama.web.serving import listen
from karama.web.visits import Site

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "examples" / "reports"
SIZES = ((1440, 900), (390, 844))
SHOWN = {"explore-light-1440": "explore.png", "incident-light-1440": "incident.png", "review-dark-1440": "review.png"}


def serve(record: Record) -> tuple[str, uvicorn.Server]:
    """The URL at which the record is served, and the server."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    app = make_app(Site(record), identify_owner("Ann"), list_hosts(port))
    server = uvicorn.Server(uvicorn.Config(app, http="h11", loop="asyncio", ws="none", log_level="warning"))
    threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True).start()
    while not server.started:
        time.sleep(0.02)
    return f"http://127.0.0.1:{port}", server


def list_pages(record: Record) -> dict[str, str]:
    """The address of each page worth a picture, with what it shows chosen by what the record holds."""
    incidents = sorted(record.incidents(policy="ucdp"), key=lambda one: (-one.view.origins, -len(one.view.claims), one.view.id))
    article = next(iter(record.articles()))
    actor, place = record.entities(kind="actor", limit=1)[0], record.entities(kind="place", limit=1)[0]
    return {
        "overview": "/", "read": "/read", "article": f"/articles/{article.id}", "review": "/review", "explore": "/explore",
        "incident": f"/incidents/{incidents[0].view.id}?policy=ucdp", "actor": f"/actors/{actor.id}", "place": f"/places/{place.id}",
        "search": "/search?words=human+shields",
        "release": "/release?check=1", "agreement": "/agreement",
    }  # fmt: skip


def take(browser: Browser, url: str, pages: dict[str, str], out: Path) -> list[str]:
    """What is wrong: errors of scripts, pages that answer with an error. Each page is taken in both schemes and both widths."""
    faults: list[str] = []
    for scheme in ("light", "dark"):
        for width, height in SIZES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
            tab: Page = context.new_page()
            tab.on("pageerror", lambda error: faults.append(str(error)))
            for name, path in pages.items():
                answer: Any = tab.goto(url + path)
                tab.wait_for_load_state("networkidle")
                if answer.status != 200:
                    faults.append(f"{path}: {answer.status}")
                wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if wide > 0:
                    faults.append(f"{path} at {width}: {wide} px wider than the window")
                tab.screenshot(path=str(out / f"{name}-{scheme}-{width}.png"))
            context.close()
    return faults


def main() -> None:
    """Takes the pictures, and says what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
    options = parser.parse_args()
    options.out.mkdir(exist_ok=True)
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is not there: tools/install-test-needs installs it")
    with tempfile.TemporaryDirectory() as folder, init_record(Path(folder) / "raqqa.karama") as record:
        record.add([REPORTS], by="Ann")
        url, server = serve(record)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            faults = take(browser, url, list_pages(record), options.out)
            browser.close()
        server.should_exit = True
    if options.write:
        images = ROOT / "docs" / "images"
        images.mkdir(exist_ok=True)
        for name, shown in SHOWN.items():
            shutil.copy(options.out / f"{name}.png", images / shown)
    print(f"{len(list(options.out.glob('*.png')))} pictures in {options.out}")
    for fault in faults:
        print(f"wrong: {fault}")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
