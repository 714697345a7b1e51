/** A place in code that takes a secret. */
export interface Sink {
  readonly pattern: RegExp;
  /** What of a match is the name, and what the value; a sink without a name is one by itself. */
  readonly read: (match: RegExpExecArray) => { name?: string; value: string };
  /** Paths of files in which it means that; all where there is none. */
  readonly files?: RegExp;
  /** Also in files whose own rules look at assignments. */
  readonly isCommand?: true;
  /** A text without which the pattern cannot match. */
  readonly holds?: string;
  /** Whether a name says that the value is a secret. */
  readonly isNamed?: true;
}

const named = (pattern: RegExp, holds?: string): Sink => ({
  pattern,
  holds,
  read: ([, name = '', value = '']) => ({ name, value }),
  isNamed: true,
});
const unnamed = (pattern: RegExp, holds?: string): Sink => ({
  pattern,
  holds,
  read: ([, value = '']) => ({ value }),
});
const command = (pattern: RegExp, holds?: string): Sink => ({ ...unnamed(pattern, holds), isCommand: true });

/** Files in which a text needs no quotes. */
const DATA =
  /\.(?:ya?ml|ini|cfg|cnf|conf|properties|toml|mk)$|(?:^|\/)(?:Makefile|\.(?:npmrc|yarnrc|pypirc|s3cfg|boto))$/i;
const SHELL = /\.(?:sh|bash|envrc|ini)$|(?:^|\/)(?:Makefile|Procfile|Jenkinsfile|[\w-]+)$/;
const DOCKERFILE = /(?:^|\/)(?:Dockerfile|Containerfile)[\w.-]*$|\.dockerfile$/;
const BARE = String.raw`([^\s"'\x60#$;|&(){}\[\]]{8,200})`;

/** Ends of what a secret is called; what stands before them is told apart by {@link isSecretName}. */
const NAME = String.raw`([\w.-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|key(?:_base)?))`;
/** In quotes, which are escaped where one text stands in another, as in a notebook. */
const TEXT = String.raw`[bru]?\\?["'\x60]([^"'\x60\s\\]{6,200})\\?["'\x60]`;
/** What reads a variable, and takes what is there without it; what sets one. */
const READER = String.raw`(?:getenv|environ\.get|setdefault|setenv|putenv|getproperty|fetch|\bconfig|\benv)`;
const ADDRESS = /\b[a-z][a-z0-9+.-]{2,20}:\/\/[^\s/:@"'`]{0,60}:([^\s/:@"'`]{6,100})@[\w.-]/gi;
/** What wraps a value without changing it. */
const WRAPPER = String.raw`(?:SecretStr|SecretBytes|Secret|Field|Buffer\.from|str|bytes)`;

/**
 * Assignments, subscripts, keyword arguments, maps, defaults of variables, addresses, flags, headers. All work on one
 * line, so that none can run away.
 */
export const sinks: readonly Sink[] = [
  // name = "…", name: "…", "name" => "…", conf["name"] = "…", name: str = "…"
  named(new RegExp(String.raw`${NAME}\\?["']?\]?\s*(?::\s*\w+\s*)?(?::=|=>|=(?!=)|:)\s*${TEXT}`, 'gi')),
  // name: SecretStr = SecretStr("…"), name = Field(default="…")
  named(
    new RegExp(
      String.raw`${NAME}\s*(?::\s*[\w.\[\] |]+)?=\s*${WRAPPER}\(\s*(?:default\s*=\s*)?(?:${WRAPPER}\()?${TEXT}`,
      'gi',
    ),
    '(',
  ),
  // os.getenv("NAME", "…"), config("NAME", default="…"), ENV.fetch("NAME", "…")
  named(new RegExp(String.raw`${READER}\(\s*["']${NAME}["']\s*,\s*(?:default\s*=\s*)?${TEXT}`, 'gi'), '('),
  // process.env.NAME || "…"
  named(new RegExp(String.raw`(?:env|ENV)(?:\.|\[["'])${NAME}["'\]]*\s*(?:\|\||\?\?)\s*${TEXT}`, 'gi')),
  // define('NAME', '…')
  named(new RegExp(String.raw`\bdefine\(\s*["']${NAME}["']\s*,\s*${TEXT}`, 'gi'), '('),
  // "key": "NAME", "value": "…"
  named(new RegExp(String.raw`"(?:key|name)"\s*:\s*"${NAME}"\s*,\s*"value"\s*:\s*"([^"\s\\]{6,200})"`, 'gi')),
  // <name>…</name>
  named(new RegExp(String.raw`<(?:\w+:)?${NAME}>\s*([^<>\s]{6,200})\s*</`, 'gi'), '</'),
  // name: …, name = …, to the end of the line
  {
    ...named(new RegExp(String.raw`^\s*(?:-\s+)?${NAME}\s*[:?]?[:=]\s*${BARE}\s*(?:#.*)?$`, 'gi')),
    files: DATA,
  },
  // NAME=… in front of a command, or alone
  { ...named(new RegExp(String.raw`(?:^|\s)(?:export\s+)?${NAME}=${BARE}(?=\s|;|$)`, 'gi')), files: SHELL },
  {
    ...named(new RegExp(String.raw`(?:^|\s)${NAME}=${BARE}(?=\s|;|$)`, 'gi')),
    files: DOCKERFILE,
    isCommand: true,
  },
  // A line of shell in a workflow: export NAME=…
  named(new RegExp(String.raw`\bexport\s+${NAME}=${BARE}(?=\s|;|$)`, 'gi')),
  // ${NAME:-…}
  named(new RegExp(String.raw`\$\{${NAME}:?[-=]${BARE}\}`, 'gi'), '${'),
  // scheme://user:…@host
  unnamed(ADDRESS, '://'),
  { ...command(ADDRESS, '://'), files: DOCKERFILE },
  // user:…@tcp(host)
  unnamed(/["'`][\w.-]{1,60}:([^\s:@"'`]{6,100})@(?:tcp|unix)\(/g),
  // host=db user=shop password=…; Server=db;User Id=sa;Password=…
  command(
    /(?:\b(?:host|server|data source|user|user id|uid|dbname|database|initial catalog)\s*=\s*[^;"']*?[;\s]\s*)(?:password|pwd)\s*=\s*([^\s;"'`]{6,100})(?=[;\s"'`]|$)/gi,
  ),
  // ?user=shop&password=…
  command(/[?&](?:password|passwd|access_token|auth_token|api_?key|client_secret)=([^\s&"'`#]{8,200})/gi),
  // --requirepass …, --password=…, "--password", "…"
  command(
    /--(?:requirepass|password|passwd|masterauth|secret|token|api-key)(?:[= ]|["'],\s*)["']?([^\s"',\]]{6,100})/gi,
  ),
  // curl -u user:…, mysql -p…, sshpass -p …, redis-cli -a …, docker login -p …
  command(/\bcurl\b[^|;]*?\s(?:-u|--user)[= ]?["']?[^\s:"'$]{1,60}:([^\s"']{6,100})/gi),
  command(/\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^|;]*?\s-p["']?([^\s"']{6,100})/gi),
  command(
    /\b(?:sshpass\s|redis-cli\b[^|;]*?\s-a|docker\s+login\b[^|;]*?\s-p|redis-cli["'],\s*["']-a)(?:\s*-p)?(?:\s+|["'],\s*)["']?([^\s"',\]]{6,100})/gi,
  ),
  // echo … | docker login --password-stdin, echo user:… | chpasswd
  command(
    /\becho\s+(?:-n\s+)?["']?(?:[\w-]+:)?([^\s"':]{6,100})["']?\s*\|\s*(?:sudo\s+)?(?:docker\s+login|chpasswd|passwd)\b/gi,
  ),
  // //registry/:_authToken=…
  command(/(?:^|[\s:"'])_(?:authToken|password|auth)[= ]["']?([^\s"']{8,400})/g),
  // "auth": "…" of Docker
  { ...unnamed(/"auth"\s*:\s*"([A-Za-z0-9+/]{12,400}={0,2})"/g), files: /\.json$|\.dockercfg$/ },
  // machine … password …; requirepass …; host:port:database:user:…
  { ...unnamed(/\bpassword\s+([^\s#]{6,100})/g), files: /(?:^|\/)[._]netrc$/ },
  { ...unnamed(/^\s*(?:requirepass|masterauth)\s+["']?([^\s"']{6,200})/g), files: /\.conf$/ },
  { ...unnamed(/^[^#:\s]+:[^:]*:[^:]*:[^:]*:(\S{6,100})$/g), files: /(?:^|\/)\.?pgpass(?:\.conf)?$/ },
  // CREATE USER … PASSWORD '…', IDENTIFIED BY '…'
  command(
    /\b(?:identified\s+(?:with\s+\S+\s+)?by|(?:user|role)\s+\S+\s+(?:with\s+)?(?:(?:login|superuser|createdb)\s+)*(?:encrypted\s+)?password)\s+'([^'\s]{6,200})'/gi,
  ),
  // jwt.sign(claims, '…'), createHmac('sha256', '…'), cookieParser('…'), auth=("user", "…")
  unnamed(new RegExp(String.raw`\bjwt\.(?:sign|verify|encode|decode)\([^"'\x60]*,\s*${TEXT}\s*[,)]`, 'gi')),
  unnamed(new RegExp(String.raw`\bcreateHmac\(\s*["']\w+["']\s*,\s*${TEXT}`, 'gi')),
  unnamed(new RegExp(String.raw`\bcookieParser\(\s*${TEXT}`, 'gi')),
  unnamed(new RegExp(String.raw`(?:\bauth\s*=\s*|\bHTTPBasicAuth)\(\s*["'][^"'\s]+["']\s*,\s*${TEXT}`, 'g')),
  // Authorization: Basic …, Bearer …; X-Api-Key: …
  command(/authorization["']?\s*[:=,]?\s*["'`]?(?:Basic|Bearer|Token)\s+([A-Za-z0-9+/=._!-]{16,})/gi),
  unnamed(/"value"\s*:\s*"(?:Basic|Bearer|Token)\s+([A-Za-z0-9+/=._!-]{16,})"/gi),
  command(/\bx-(?:[\w-]+-)?(?:key|token|secret)(?:["']?\s*[:,]|\s)\s*["'`]?([A-Za-z0-9+/=._!-]{8,200})/gi),
];
