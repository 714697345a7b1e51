/** What a deployment consisted of when it was looked at. */
export interface Fingerprint {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Digests of the files that describe it, by their path in the project. */
  readonly files: Readonly<Record<string, string>>;
  /** When each service was started, ISO 8601; only of services that outlive a run. */
  readonly started: Readonly<Record<string, string>>;
  /** The commit of the work tree, where git has one. */
  readonly commit?: string;
}

/** What git tells of the time between two fingerprints. */
export interface Commits {
  /** Their first lines, the newest first. */
  readonly subjects: readonly string[];
  /** Paths that differ, commits or not. */
  readonly paths: readonly string[];
}

const FIRST = 3;

function some(items: readonly string[]): string {
  const more = items.length > FIRST ? ` and ${items.length - FIRST} more` : '';
  return `${items.slice(0, FIRST).join(', ')}${more}`;
}

/** What is different now, each as a sentence: whoever looks for a cause begins with what has changed. */
export function changesBetween(before: Fingerprint, now: Fingerprint, commits: Commits): string[] {
  const names = [...new Set([...Object.keys(before.files), ...Object.keys(now.files)])];
  const files = names
    .filter(name => before.files[name] !== now.files[name])
    .map(name => {
      if (before.files[name] === undefined) return `${name} is new`;
      return now.files[name] === undefined ? `${name} is gone` : `${name} has changed`;
    });
  const { subjects, paths } = commits;
  const others = paths.filter(path => !names.includes(path));
  const started = Object.entries(now.started)
    .filter(([service, at]) => before.started[service] !== undefined && at > before.at)
    .map(([service, at]) => `${service} was started again at ${at.slice(0, 19)}Z`);
  return [
    ...files,
    ...(subjects.length === 0
      ? []
      : [`${subjects.length} commit${subjects.length === 1 ? '' : 's'}: ${some(subjects)}`]),
    ...(others.length === 0 ? [] : [`other files differ: ${some(others)}`]),
    ...started,
  ];
}
