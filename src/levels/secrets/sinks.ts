/** A place in code that takes a secret. */
export interface Sink {
  readonly pattern: RegExp;
  /** What of a match is the name, and what the value; a sink without a name is one by itself. */
  readonly read: (match: RegExpExecArray) => { name?: string; value: string };
  /** Paths of files in which it means that; all where there is none. */
  readonly files?: RegExp;
  /** Also in files whose own rules look at assignments. */
  readonly isCommand?: true;
}

const named = (pattern: RegExp): Sink => ({
  pattern,
  read: ([, name = '', value = '']) => ({ name, value }),
});
const unnamed = (pattern: RegExp): Sink => ({ pattern, read: ([, value = '']) => ({ value }) });
const command = (pattern: RegExp): Sink => ({ ...unnamed(pattern), isCommand: true });

/** Files in which a text needs no quotes. */
const DATA = /\.(?:ya?ml|ini|cfg|conf|properties|toml)$/i;
const SHELL = /\.(?:sh|bash|envrc)$|(?:^|\/)(?:Makefile|Procfile|Jenkinsfile|[\w-]+)$/;
const BARE = String.raw`([^\s"'\x60#$;|&(){}\[\]]{8,200})`;

/** Ends of what a secret is called; what stands before them is told apart by {@link isSecretName}. */
const NAME = String.raw`([\w.-]*(?:pass(?:word|wd|phrase)?|pwd|secret|token|credentials?|key(?:_base)?))`;
const TEXT = String.raw`[bru]?["'\x60]([^"'\x60\s]{6,200})["'\x60]`;

/**
 * Assignments, subscripts, keyword arguments, maps, defaults of variables, addresses, flags, headers. All work on one
 * line, so that none can run away.
 */
export const sinks: readonly Sink[] = [
  // name = "…", name: "…", "name" => "…", conf["name"] = "…", name: str = "…"
  named(new RegExp(String.raw`${NAME}["']?\]?\s*(?::\s*\w+\s*)?(?::=|=>|=(?!=)|:)\s*${TEXT}`, 'gi')),
  // os.getenv("NAME", "…"), os.environ.get("NAME", "…")
  named(
    new RegExp(
      String.raw`(?:getenv|environ\.get|\benv)\(\s*["']${NAME}["']\s*,\s*(?:default\s*=\s*)?${TEXT}`,
      'gi',
    ),
  ),
  // process.env.NAME || "…"
  named(new RegExp(String.raw`(?:env|ENV)(?:\.|\[["'])${NAME}["'\]]*\s*(?:\|\||\?\?)\s*${TEXT}`, 'gi')),
  // define('NAME', '…')
  named(new RegExp(String.raw`\bdefine\(\s*["']${NAME}["']\s*,\s*${TEXT}`, 'gi')),
  // name: …, name = …, to the end of the line
  {
    ...named(new RegExp(String.raw`^\s*(?:-\s+)?${NAME}\s*[:=]\s*${BARE}\s*(?:#.*)?$`, 'gi')),
    files: DATA,
  },
  // NAME=… in front of a command, or alone
  { ...named(new RegExp(String.raw`(?:^|\s)(?:export\s+)?${NAME}=${BARE}(?=\s|;|$)`, 'gi')), files: SHELL },
  // scheme://user:…@host
  unnamed(/\b[a-z][a-z0-9+.-]{2,20}:\/\/[^\s/:@"'`]{1,60}:([^\s/:@"'`]{6,100})@[\w.-]/gi),
  // --requirepass …, --password=…
  command(/--(?:requirepass|password|passwd|masterauth)[= ]["']?([^\s"',\]]{6,100})/gi),
  // curl -u user:…, mysql -p…
  command(/\bcurl\b[^|;]*?\s(?:-u|--user)[= ]?["']?[^\s:"'$]{1,60}:([^\s"']{6,100})/gi),
  command(/\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^|;]*?\s-p["']?([^\s"']{6,100})/gi),
  // Authorization: Basic …, Bearer …; X-Api-Key: …
  command(/authorization["']?\s*[:=,]?\s*["'`]?(?:Basic|Bearer|Token)\s+([A-Za-z0-9+/=._!-]{16,})/gi),
  command(/\bx-(?:[\w-]+-)?(?:key|token|secret)["']?\s*[:,]\s*["'`]?([A-Za-z0-9+/=._!-]{8,200})/gi),
];
