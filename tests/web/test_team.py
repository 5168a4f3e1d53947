"""Team mode: who may come in and how, what each role may do, what is logged, on SQLite and on PostgreSQL; and a team at work in browsers."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

import karama
from karama.adapters.passwords import Argon2
from karama.api import Record, init_record
from karama.app.accounts import AccountBook
from karama.cli.main import main
from karama.domain.accounts import Account
from karama.domain.record import Decision, LogEntry
from karama.errors import InputError, SetupError
from karama.record.decisions import list_settled
from karama.web.app import make_app
from karama.web.gate import Gate, find_way
from karama.web.hosting import Hosting
from karama.web.security import COOKIE
from karama.web.serving import listen
from karama.web.sessions import IDLE_S, LONGEST_S, MOST_OF_ADDRESS, MOST_OF_NAME, WINDOW_S, Limits, Sessions
from karama.web.visits import Site

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from servers import install_binaries, run_server

PASSWORD = "correct horse battery {}"  # noqa: S105  # of the tests
EVERYWHERE = "0.0.0.0"  # noqa: S104  # never listened on here
PEOPLE = {"Ada": "admin", "Edna": "editor", "Ann": "coder", "Ben": "coder", "Rita": "reader", "Vera": "viewer"}
REPORTS = Path(__file__).resolve().parents[2] / "examples/reports"
_SCHEMAS = count(1)


class Clock:
    """A clock that the tests set."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def make_hasher() -> Argon2:
    """Argon2 at the lowest costs: tests check that it is asked, not how long it takes."""
    from argon2 import PasswordHasher

    made = Argon2()
    made._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return made


HASHER = make_hasher()


class Team:
    """A record served to a team, with a clock of its own and clients that log in."""

    def __init__(self, path: Path, behind_proxy: bool = False) -> None:
        self.path, self.clock = path, Clock()
        self.record = karama.open(path)
        self.book = AccountBook(self.record.tools.store, self.record.tools.now, HASHER)
        if not self.book.list():
            for name, role in PEOPLE.items():
                self.book.add(name, role, PASSWORD.format(name), "test")
        self.gate = Gate(self.book, Sessions(self.clock), Limits(self.clock))
        listening = listen("127.0.0.1", 0)
        self.port = listening.getsockname()[1]
        hosting = Hosting(names=("karama.example.org",), users=True, behind_proxy=behind_proxy)
        app = make_app(Site(self.record, True), self.gate, hosting.list_hosts(self.port), behind_proxy=behind_proxy)
        config = uvicorn.Config(app, http="h11", loop="asyncio", ws="none", log_level="warning", proxy_headers=False, timeout_graceful_shutdown=1)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=lambda: self.server.run(sockets=[listening]), daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{self.port}"
        self.clients: list[httpx.Client] = []

    def client(self, **headers: str) -> httpx.Client:
        made = httpx.Client(base_url=self.url, headers=headers, timeout=30)
        self.clients.append(made)
        return made

    def come(self, name: str, client: httpx.Client | None = None) -> httpx.Client:
        """A client that is logged in."""
        client = client or self.client()
        assert log_in(client, name, PASSWORD.format(name)).status_code == 303
        client.headers["x-karama-token"] = read_token(client.get("/").text)
        client.headers["accept"] = "application/json"
        return client

    def stop(self) -> None:
        for client in self.clients:
            client.close()
        self.server.should_exit = True
        self.thread.join(5)
        self.record.close()


def read_token(page: str) -> str:
    return page.partition('data-token="')[2].partition('"')[0]


def log_in(client: httpx.Client, name: str, password: str, way: str = "/") -> httpx.Response:
    token = read_token(client.get("/log-in").text)
    return client.post("/log-in", data={"name": name, "password": password, "next": way, "token": token})


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    binaries = install_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: run tools/install-test-needs as root, or set KARAMA_TEST_INSTALL=1")
    with run_server(binaries) as url:
        yield url


@pytest.fixture
def team(record_path: Path) -> Iterator[Team]:
    made = Team(record_path)
    yield made
    made.stop()


@pytest.fixture
def served(request: pytest.FixtureRequest, record_path: Path, tmp_path: Path) -> Iterator[Team]:
    """The team over the store that the test asks for."""
    path = record_path
    if request.param == "postgresql":
        path = tmp_path / "pg.karama"
        with init_record(path, f"{request.getfixturevalue('database')}&schema=team_{next(_SCHEMAS)}") as record:
            record.add([REPORTS], by="test")
    made = Team(path)
    yield made
    made.stop()


both = pytest.mark.parametrize("served", ["sqlite", "postgresql"], indirect=True)


def list_log(record: Record, action: str) -> list[dict[str, Any]]:
    return [{"by": one.by, **json.loads(one.detail)} for one in record.tools.store.find(LogEntry, action=action)]


# ---------------------------------------------------------------- in and out


@both
def test_nobody_sees_anything_before_logging_in(served: Team) -> None:
    client = served.client()
    assert client.get("/review?state=all").headers["location"] == "/log-in?next=%2Freview%3Fstate%3Dall"
    assert client.get("/review.json").status_code == 401
    assert client.post("/review/accept", headers={"accept": "application/json"}).status_code == 401
    assert client.post("/review/accept").headers["location"] == "/log-in"
    assert client.get("/assets/site.css").status_code == 200
    assert all("<li>" not in client.get(path).text and "Log out" not in client.get(path).text for path in ("/log-in", "/nothing"))


@both
def test_who_logs_in_gets_a_session_of_a_new_id_that_scripts_and_other_sites_cannot_use(served: Team) -> None:
    client = served.client()
    client.cookies.set(COOKIE, "chosen-by-somebody-else", domain="127.0.0.1")
    answer = log_in(client, "Ann", PASSWORD.format("Ann"), "/review")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith(COOKIE))
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Secure" not in cookie and "chosen-by-somebody-else" not in cookie
    fresh = served.client()
    fresh.cookies.set(COOKIE, cookie.partition("=")[2].partition(";")[0])
    assert fresh.get("/review.json").status_code == 200


@pytest.mark.parametrize(
    ("name", "password"), [("Ann", "wrong wrong wrong"), ("Nobody", PASSWORD.format("Nobody")), ("Vera", PASSWORD.format("Vera")), ("", "")]
)
def test_a_failed_log_in_does_not_tell_what_was_wrong(team: Team, name: str, password: str) -> None:
    team.book.lock("Vera", "Ada")
    answer = log_in(team.client(), name, password)
    assert answer.status_code == 401 and "No open account has this name and password." in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


def test_an_unknown_name_costs_as_much_as_a_wrong_password(record_path: Path) -> None:
    asked: list[str] = []

    class Counting(Argon2):
        def check(self, hashed: str, password: str) -> bool:
            asked.append(hashed)
            return HASHER.check(hashed, password)

        def hash(self, password: str) -> str:
            return HASHER.hash(password)

    with karama.open(record_path) as record:
        book = AccountBook(record.tools.store, record.tools.now, Counting())
        book.add("Ann", "coder", PASSWORD.format("Ann"), "test")
        assert book.check("Ann", "wrong") is None and book.check("Nobody", "wrong") is None
        assert len(asked) == 2 and all(hashed.startswith("$argon2id$") for hashed in asked)


def test_the_form_needs_its_token(team: Team) -> None:
    client = team.client()
    client.get("/log-in")
    assert client.post("/log-in", data={"name": "Ann", "password": PASSWORD.format("Ann"), "token": "0" * 64}).status_code == 403
    assert team.client().post("/log-in", data={"name": "Ann", "password": PASSWORD.format("Ann")}).status_code == 403


def test_too_many_failures_of_a_name_are_refused_unread_for_a_while(team: Team) -> None:
    client = team.client()
    for _ in range(MOST_OF_NAME):
        assert log_in(client, "ann", "wrong wrong wrong").status_code == 401
    answer = log_in(client, "Ann", PASSWORD.format("Ann"))
    assert answer.status_code == 429 and "try again in 16 minutes" in answer.text
    assert log_in(client, "Ben", PASSWORD.format("Ben")).status_code == 303
    team.clock.at += WINDOW_S + 1
    assert log_in(team.client(), "Ann", PASSWORD.format("Ann")).status_code == 303


def test_too_many_failures_of_an_address_are_refused_whatever_the_name() -> None:
    clock = Clock()
    limits = Limits(clock)
    for number in range(MOST_OF_ADDRESS):
        assert limits.wait(f"name {number}", "10.0.0.1") == 0
        limits.fail(f"name {number}", "10.0.0.1")
    assert limits.wait("somebody else", "10.0.0.1") > 0 and limits.wait("somebody else", "10.0.0.2") == 0


def test_who_logs_out_is_out_on_the_server_too(team: Team) -> None:
    client = team.come("Ann")
    kept = client.cookies[COOKIE]
    assert client.post("/log-out", data={"token": "0"}).status_code == 303 and client.get("/review.json").status_code == 200
    assert client.post("/log-out", data={"token": client.headers["x-karama-token"]}).headers["location"] == "/log-in"
    stolen = team.client()
    stolen.cookies.set(COOKIE, kept)
    assert stolen.get("/review.json").status_code == 401


def test_a_session_ends_after_a_while_of_nothing_and_after_a_day_of_work(team: Team) -> None:
    client = team.come("Ann")
    for _ in range(int(LONGEST_S // (IDLE_S - 10))):
        team.clock.at += IDLE_S - 10
        assert client.get("/review.json").status_code == 200
    team.clock.at += IDLE_S - 10
    assert client.get("/review.json").status_code == 401
    idle = team.come("Ben")
    team.clock.at += IDLE_S + 1
    assert idle.get("/review.json").status_code == 401


def test_logging_in_again_ends_the_session_before(team: Team) -> None:
    client = team.come("Ann")
    before, other = client.cookies[COOKIE], team.client()
    assert client.get("/log-in").headers["location"] == "/"
    token = read_token(other.get("/log-in").text)
    cookies = f"{COOKIE}={before}; karama_form={other.cookies['karama_form']}"
    given = {"name": "Ann", "password": PASSWORD.format("Ann"), "token": token}
    assert other.post("/log-in", data=given, headers={"cookie": cookies}).status_code == 303
    assert team.gate.sessions.find(before) is None


@pytest.mark.parametrize("way", ["//evil.example", "https://evil.example", "/\\evil.example", "/log-in", "javascript:alert(1)", "/\r\nSet-Cookie: a=b"])
def test_after_logging_in_nobody_is_sent_elsewhere(way: str) -> None:
    assert find_way(way) == "/"


# ---------------------------------------------------------------- tokens, hosts, proxies


def test_a_token_of_another_session_does_not_fit(team: Team) -> None:
    ann, ben = team.come("Ann"), team.come("Ben")
    claim = ann.get("/review.json").json()["queue"][0]["id"]
    assert ann.post("/review/accept", data={"id": claim}, headers={"x-karama-token": ben.headers["x-karama-token"]}).status_code == 403
    assert ann.post("/review/accept", data={"id": claim}).status_code == 200


def test_it_answers_to_its_names_only_and_to_no_page_of_another_site(team: Team) -> None:
    client = team.client()
    assert client.get("/log-in", headers={"host": f"karama.example.org:{team.port}"}).status_code == 200
    assert client.get("/log-in", headers={"host": "evil.example"}).status_code == 421
    assert client.post("/log-in", headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/log-in", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_without_a_proxy_nobody_is_believed_about_addresses_and_schemes(team: Team) -> None:
    client = team.client(**{"x-forwarded-proto": "https", "x-forwarded-for": "10.9.8.7"})
    log_in(client, "Ann", "wrong wrong wrong")
    assert list_log(team.record, "session")[-1]["address"] == "127.0.0.1"
    assert "Secure" not in log_in(client, "Ann", PASSWORD.format("Ann")).headers["set-cookie"]


def test_behind_a_proxy_cookies_are_secure_and_the_address_is_the_one_that_the_proxy_saw(record_path: Path) -> None:
    team = Team(record_path, behind_proxy=True)
    try:
        client = team.client(**{"host": "karama.example.org", "x-forwarded-proto": "https", "x-forwarded-for": "1.2.3.4, 10.9.8.7"})
        page = client.get("/log-in")
        assert "Secure" in page.headers["set-cookie"]
        token, form = read_token(page.text), page.headers["set-cookie"].partition("=")[2].partition(";")[0]
        client.post("/log-in", data={"name": "Ann", "password": "wrong wrong wrong", "token": token}, headers={"cookie": f"karama_form={form}"})
        assert list_log(team.record, "session")[-1]["address"] == "10.9.8.7"
        given = {"name": "Ann", "password": PASSWORD.format("Ann"), "token": token}
        answer = client.post("/log-in", data=given, headers={"cookie": f"karama_form={form}", "origin": "https://karama.example.org"})
        assert answer.status_code == 303 and all("Secure" in line for line in answer.headers.get_list("set-cookie") if line.startswith(COOKIE))
    finally:
        team.stop()


@pytest.mark.parametrize(
    ("hosting", "words"),
    [
        (Hosting("192.0.2.1"), "without logging in"),
        (Hosting(behind_proxy=True), "without logging in"),
        (Hosting(EVERYWHERE, users=True), "under which name"),
        (Hosting(users=True, behind_proxy=True), "under which name"),
        (Hosting(EVERYWHERE, ("https://karama.example.org",), users=True), "give the host alone"),
    ],
)
def test_a_network_is_served_with_accounts_and_names_only(hosting: Hosting, words: str) -> None:
    with pytest.raises(SetupError, match=words):
        hosting.check()


def test_whoever_starts_it_is_told_what_is_missing() -> None:
    assert [line[:6] for line in Hosting("192.0.2.1", users=True).list_warnings(False)] == ["this r", "passwo"]
    assert list(Hosting(users=True, behind_proxy=True, names=("a.example",)).list_warnings(True)) == []


# ---------------------------------------------------------------- roles


@pytest.mark.parametrize(
    ("path", "least"),
    [("/", "viewer"), ("/me", "viewer"), ("/explore", "viewer"), ("/review", "coder"), ("/agreement", "coder"), ("/people", "admin")],
)
def test_a_page_is_for_its_role_and_those_above(team: Team, path: str, least: str) -> None:
    order = list(dict.fromkeys(("viewer", "reader", "coder", "editor", "admin")))
    for name, role in PEOPLE.items():
        client = team.come(name)
        client.headers["accept"] = "text/html"
        answer = client.get(path)
        assert answer.status_code == (200 if order.index(role) >= order.index(least) else 403), (name, path)
        client.close()


def test_a_viewer_sees_data_without_the_sentences_of_reports(team: Team) -> None:
    vera, rita = team.come("Vera"), team.come("Rita")
    shown, whole = (client.get("/explore.json?on=2017-07-02").json() for client in (vera, rita))
    assert shown["totals"] == whole["totals"] and [one["id"] for one in shown["incidents"]] == [one["id"] for one in whole["incidents"]]
    sentences = [one["words"] for key in ("incidents", "situations") for one in whole[key] if one["words"]]
    assert sentences and not any(words in json.dumps(shown, ensure_ascii=False) for words in sentences)
    assert vera.get("/explore?on=2017-07-02", headers={"accept": "text/html"}).status_code == 200
    assert vera.get("/explore.json?q=prison").status_code == 400
    assert [vera.get(path).status_code for path in ("/search.json?words=prison", "/incidents/x.json", "/read.json", "/actors.json")] == [403] * 4


def test_the_menu_shows_what_one_may_open(team: Team) -> None:
    client = team.come("Rita")
    page = client.get("/", headers={"accept": "text/html"}).text
    assert 'href="/review"' not in page and 'href="/people"' not in page and "Rita" in page
    assert 'href="/people"' in team.come("Ada").get("/", headers={"accept": "text/html"}).text


def test_a_coder_does_not_settle_and_a_reader_does_not_judge(team: Team) -> None:
    claim = team.come("Ann").get("/review.json").json()["queue"][0]["id"]
    assert team.come("Rita").post("/review/accept", data={"id": claim}).status_code == 403
    told = team.come("Ben").post("/agreement/settle", data={"id": claim, "choice": "accept"})
    assert told.status_code == 403 and "needs editor" in told.json()["error"]
    assert team.come("Edna").post("/people/change", data={"name": "Ben", "what": "lock"}).status_code == 403


@both
def test_a_lock_a_role_and_a_password_take_effect_at_once(served: Team) -> None:
    ada, ann, ben = served.come("Ada"), served.come("Ann"), served.come("Ben")
    assert ada.post("/people/change", data={"name": "Ann", "what": "role", "role": "reader"}).status_code == 200
    assert ann.get("/review.json").status_code == 403
    assert ada.post("/people/change", data={"name": "Ann", "what": "lock"}).status_code == 200
    assert ann.get("/.json").status_code in (401, 404) and ann.get("/me.json").status_code == 401
    assert ada.post("/people/change", data={"name": "Ben", "what": "password", "password": "another long password"}).status_code == 200
    assert ben.get("/me.json").status_code == 401
    assert log_in(served.client(), "Ben", "another long password").status_code == 303


def test_one_changes_ones_own_password_by_the_present_one(team: Team) -> None:
    ann = team.come("Ann")
    assert ann.post("/me/password", data={"present": "wrong", "password": "a new long password"}).status_code == 403
    assert ann.post("/me/password", data={"present": PASSWORD.format("Ann"), "password": "short"}).status_code == 400
    assert ann.post("/me/password", data={"present": PASSWORD.format("Ann"), "password": "a new long password"}).status_code == 200
    assert ann.get("/me.json").status_code == 401 and log_in(team.client(), "Ann", "a new long password").status_code == 303


def test_somebody_always_runs_the_site(team: Team) -> None:
    for change in ({"what": "lock"}, {"what": "role", "role": "viewer"}):
        told = team.come("Ada").post("/people/change", data={"name": "Ada", **change})
        assert told.status_code == 400 and "last open account of an admin" in told.json()["error"]


@pytest.mark.parametrize(
    ("name", "role", "long"), [(" ann ", "coder", 12), ("", "coder", 12), ("A\nB", "coder", 12), ("Zoe", "king", 12), ("Zoe", "coder", 11)]
)
def test_an_account_that_cannot_be_is_refused(team: Team, name: str, role: str, long: int) -> None:
    with pytest.raises(InputError):
        team.book.add(name, role, "x" * long, "Ada")


# ---------------------------------------------------------------- what is kept


@both
def test_the_log_tells_who_came_failed_and_was_changed_and_no_password(served: Team) -> None:
    client = served.client()
    log_in(client, "Ann", "not her password")
    log_in(client, "my secret typed into the name", "x")
    ann = served.come("Ann")
    ann.post("/log-out", data={"token": ann.headers["x-karama-token"]})
    served.book.give_role("Ann", "editor", "Ada")
    told = list_log(served.record, "session")
    assert [(one["by"], one["what"]) for one in told] == [("Ann", "failed"), ("an unknown name", "failed"), ("Ann", "in"), ("Ann", "out")]
    changed = list_log(served.record, "account")[-1]
    assert (changed["by"], changed["what"], changed["name"], changed["role"]) == ("Ada", "role", "Ann", "editor")
    whole = json.dumps([karama.codec.encode(one) for kind in (LogEntry, Account) for one in served.record.tools.store.find(kind)])
    whole += (served.path / "journal.jsonl").read_text()
    assert not any(words in whole for words in ("not her password", "my secret typed", PASSWORD.format("Ann")))
    assert "$argon2" not in (served.path / "journal.jsonl").read_text()


@both
def test_accounts_are_only_added_to_and_verify_holds_them_against_the_log(served: Team) -> None:
    from sqlalchemy import text

    served.book.lock("Ben", "Ada")
    served.book.unlock("Ben", "Ada")
    rows = [one for one in served.record.tools.store.find(Account) if one.name == "Ben"]
    assert [one.locked for one in rows] == [False, True, False] and len({one.id for one in rows}) == 3
    assert not served.record.verify().faults
    store: Any = served.record.tools.store
    with store.transaction():
        store.writer().execute(text("UPDATE accounts SET role='admin' WHERE name='Ben'"))
    assert any("was changed after it was logged" in fault.what for fault in served.record.verify().faults)


@both
def test_coders_who_decide_side_by_side_lose_nothing(served: Team) -> None:
    people = [served.come(name) for name in ("Ann", "Ben", "Edna", "Ada")]
    claims = [row["id"] for row in people[0].get("/review.json").json()["queue"]][:12]

    def judge(number: int) -> int:
        client = people[number % 4]
        return client.post("/review/accept", data={"id": claims[number // 4]}).status_code

    with ThreadPoolExecutor(4) as others:
        assert set(others.map(judge, range(48))) == {200}
    made = list(served.record.tools.store.find(Decision))
    assert len({(one.by, one.claims) for one in made}) == 48
    assert not served.record.verify().faults


def test_an_account_without_argon2_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "argon2", None)
    with pytest.raises(SetupError, match=r"karama\[team\]"):
        Argon2()


# ---------------------------------------------------------------- from the command line


def test_accounts_are_kept_from_the_command_line(record_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "password"
    secret.write_text("a long passphrase\nsecond line")
    path = str(record_path)
    assert main(["serve", path, "--users", "--no-browser"]) == 6
    assert "nobody can log in as admin yet" in capsys.readouterr().err
    assert main(["users", path, "add", "Ada", "--role", "admin", "--password-file", str(secret)]) == 0
    assert main(["users", path, "add", "Ann", "--password-file", str(secret)]) == 0
    assert main(["users", path, "role", "Ann", "editor"]) == 0
    assert main(["users", path, "lock", "Ann"]) == 0
    capsys.readouterr()
    assert main(["users", path, "list", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["name"], one["role"], one["locked"]) for one in told] == [("Ada", "admin", False), ("Ann", "editor", True)]
    with karama.open(record_path) as record:
        assert HASHER.check(next(iter(record.tools.store.find(Account))).password, "a long passphrase")


def test_a_password_is_asked_for_and_never_an_argument(record_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["users", str(record_path), "add", "Ada", "--password", "a long passphrase"]) == 2
    assert main(["users", str(record_path), "add", "Ada", "--password-file", str(tmp_path / "none")]) == 3
    assert "the password cannot be read" in capsys.readouterr().err


# ---------------------------------------------------------------- in browsers


def open_as(chromium: Any, team: Team, name: str) -> Any:
    page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{team.url}/review")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD.format(name))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector("main[data-ready]")
    return page


def test_two_coders_judge_blind_by_keys_and_an_editor_settles(chromium: Any, team: Team) -> None:
    ann, ben = open_as(chromium, team, "Ann"), open_as(chromium, team, "Ben")
    queue = [str(row.get_attribute("data-id")) for row in ann.locator("#queue li").all()]
    for page, keys in ((ann, "aaa"), (ben, "ara")):
        for number, key in enumerate(keys):
            assert page.locator("#claim").get_attribute("data-id") == queue[number] and page.locator("#claim .state").count() == 0
            page.keyboard.press(key)
            if key == "r":
                page.keyboard.press("7")
            page.wait_for_selector(f'#claim[data-id="{queue[number + 1]}"]')
        page.wait_for_function("() => new Promise((done) => setTimeout(() => done(true), 500))")
    edna = open_as(chromium, team, "Edna")
    edna.goto(f"{team.url}/agreement")
    assert edna.locator(".figures dd").nth(1).inner_text() == "67 %"
    edna.get_by_label("reject", exact=True).check()
    edna.get_by_label("Because").fill("only feared")
    edna.get_by_role("button", name="Settle").click()
    edna.wait_for_selector("text=1 settled")
    made = list(team.record.tools.store.find(Decision))[-1]
    assert (made.by, made.verdict, len(list_settled(made))) == ("Edna", "reject", 2)
    for page in (ann, ben, edna):
        page.context.close()


@pytest.mark.parametrize("path", ["/log-in", "/people", "/me"])
def test_pages_of_people_have_no_barriers(page: Any, team: Team, check_access: Callable[..., None], path: str) -> None:
    page.goto(f"{team.url}/log-in")
    if path != "/log-in":
        page.get_by_label("Name").fill("Ada")
        page.get_by_label("Password").fill(PASSWORD.format("Ada"))
        page.get_by_role("button", name="Log in").click()
        page.goto(f"{team.url}{path}")
    check_access(page)
