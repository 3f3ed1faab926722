import type { Config } from "./config.js";
import type { EnvType, LayeredSettings, Settings, Value } from "./value.js";

/** The settings that a site has before `djk.toml` says anything; `env`, `BASE_DIR` are names of the generated module. */
export function defaultSettings(config: Pick<Config, "site" | "django">): LayeredSettings {
  const { package: name } = config.site;
  return {
    all: {
      ...application(name),
      ...data,
      ...authentication(name),
      LANGUAGE_CODE: text("en-us"),
      TIME_ZONE: text("UTC"),
      USE_I18N: scalar(true),
      USE_TZ: scalar(true),
      STATIC_URL: text("/static/"),
      ...(configuresEmail(config.django) ? {} : email),
      LOGGING: logging,
    },
    dev: { DEBUG: scalar(true) },
    test: {
      DEBUG: scalar(false),
      // Django's own hashers are slow on purpose; no test needs that.
      PASSWORD_HASHERS: list(text("django.contrib.auth.hashers.MD5PasswordHasher")),
    },
    production,
  };
}

function application(name: string): Settings {
  return {
    SECRET_KEY: env("SECRET_KEY", "str"),
    ALLOWED_HOSTS: env("ALLOWED_HOSTS", "list", list()),
    CSRF_TRUSTED_ORIGINS: env("CSRF_TRUSTED_ORIGINS", "list", list()),
    CSRF_FAILURE_VIEW: text("djk.errors.csrf_failure"),
    INSTALLED_APPS: list(...installedApps.map(text), text(name)),
    MIDDLEWARE: list(...middleware.map(text)),
    ROOT_URLCONF: text("djk_site.root"),
    WSGI_APPLICATION: text("djk_site.wsgi.application"),
    ASGI_APPLICATION: text("djk_site.asgi.application"),
    TEMPLATES: templates(name),
  };
}

const installedApps = [
  "django.contrib.admin",
  "django.contrib.auth",
  "django.contrib.contenttypes",
  "django.contrib.sessions",
  "django.contrib.messages",
  "django.contrib.staticfiles",
  "djk",
];

const middleware = [
  "djk.middleware.HealthMiddleware",
  "djk.middleware.RequestIdMiddleware",
  "djk.middleware.DataRequestMiddleware",
  "django.middleware.security.SecurityMiddleware",
  "django.contrib.sessions.middleware.SessionMiddleware",
  "django.middleware.common.CommonMiddleware",
  "django.middleware.csrf.CsrfViewMiddleware",
  "django.contrib.auth.middleware.AuthenticationMiddleware",
  "django.contrib.messages.middleware.MessageMiddleware",
  "django.middleware.clickjacking.XFrameOptionsMiddleware",
  "djk.middleware.NotFoundMiddleware",
];

function templates(name: string): Value {
  return list(
    dict({
      BACKEND: text("django.template.backends.django.DjangoTemplates"),
      DIRS: list(code(`BASE_DIR / "${name}" / "templates"`), code('Path(__file__).parent / "templates"')),
      APP_DIRS: scalar(true),
      OPTIONS: dict({
        context_processors: list(
          text("django.template.context_processors.request"),
          text("django.contrib.auth.context_processors.auth"),
          text("django.contrib.messages.context_processors.messages"),
        ),
      }),
    }),
  );
}

const data: Settings = {
  DATABASES: dict({ default: env("DATABASE_URL", "database", text("sqlite:///db.sqlite3")) }),
  MEDIA_URL: text("/media/"),
  MEDIA_ROOT: text("media"),
  DEFAULT_AUTO_FIELD: text("django.db.models.BigAutoField"),
};

function authentication(name: string): Settings {
  return {
    AUTH_USER_MODEL: text(`${name}.User`),
    AUTH_PASSWORD_VALIDATORS: list(
      ...["UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword"].map((validator) =>
        dict({ NAME: text(`django.contrib.auth.password_validation.${validator}Validator`) }),
      ),
    ),
  };
}

const email: Settings = {
  EMAIL: env("EMAIL_URL", "email", code('"smtp://localhost" if env.name == "production" else "console://"')),
};

/** Whether a site names its mail settings itself; Django 6.1 refuses the old and the new kind together. */
function configuresEmail(own: LayeredSettings): boolean {
  const names = Object.values(own).flatMap((settings) => Object.keys(settings));
  return names.some((name) => /^(MAILERS|EMAIL_(BACKEND|HOST|PORT|USE_[TS]|SSL|TIMEOUT|FILE).*)$/.test(name));
}

const logging = dict({
  version: scalar(1n),
  disable_existing_loggers: scalar(false),
  filters: dict({
    request_id: dict({ "()": text("djk.request_id.RequestIdFilter") }),
    require_debug_false: dict({ "()": text("django.utils.log.RequireDebugFalse") }),
  }),
  formatters: dict({
    line: dict({
      format: text("{asctime} {levelname} {name} [{request_id}] {message}"),
      style: text("{"),
    }),
  }),
  handlers: dict({
    console: dict({
      class: text("logging.StreamHandler"),
      filters: list(text("request_id")),
      formatter: text("line"),
    }),
    mail_admins: dict({
      class: text("django.utils.log.AdminEmailHandler"),
      filters: list(text("require_debug_false")),
      level: text("ERROR"),
    }),
  }),
  root: dict({ handlers: list(text("console")), level: text("INFO") }),
  // In place of Django's own handlers of this logger: its console prints in DEBUG only, and root has one already.
  loggers: dict({ django: dict({ handlers: list(text("mail_admins")), level: text("INFO") }) }),
});

const production: Settings = {
  DEBUG: scalar(false),
  MIDDLEWARE: list(
    { kind: "defaults" },
    {
      kind: "placed",
      use: "whitenoise.middleware.WhiteNoiseMiddleware",
      side: "after",
      anchor: "django.middleware.security.SecurityMiddleware",
    },
  ),
  STATIC_ROOT: code('BASE_DIR / "static"'),
  STORAGES: dict({
    default: dict({ BACKEND: text("django.core.files.storage.FileSystemStorage") }),
    staticfiles: dict({ BACKEND: text("django.contrib.staticfiles.storage.ManifestStaticFilesStorage") }),
  }),
  WHITENOISE_ROOT: code('BASE_DIR / "public"'),
  WHITENOISE_IMMUTABLE_FILE_TEST: code(String.raw`r"/client/.+-[\w-]{8,}\.\w+$|\.[0-9a-f]{12}\.\w+$"`),
  SECURE_SSL_REDIRECT: scalar(true),
  SECURE_PROXY_SSL_HEADER: code('env.proxy_header("SECURE_PROXY_SSL_HEADER")'),
  SECURE_HSTS_SECONDS: scalar(3600n),
  SESSION_COOKIE_SECURE: scalar(true),
  CSRF_COOKIE_SECURE: scalar(true),
  SILENCED_SYSTEM_CHECKS: list(text("security.W005"), text("security.W021")),
};

function scalar(value: string | boolean | bigint): Value {
  return { kind: "scalar", value };
}

function text(value: string): Value {
  return { kind: "scalar", value };
}

function code(code: string): Value {
  return { kind: "code", code };
}

function list(...items: Value[]): Value {
  return { kind: "list", items };
}

function dict(entries: Record<string, Value>): Value {
  return { kind: "dict", entries };
}

function env(name: string, type: EnvType, fallback: Value | null = null): Value {
  return { kind: "env", name, type, fallback };
}
