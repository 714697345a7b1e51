import { createHash } from 'node:crypto';
import type { Places } from '../src/engine/declared-at.ts';
import type { Report } from '../src/model/result.ts';
import { anchored } from './anchored.ts';

/** What GitLab calls each status. */
const SEVERITIES = { fail: 'critical', error: 'major', warn: 'minor' } as const;

/** GitLab's Code Quality, whose widget shows what a merge request has added and mended: each root cause and warning at its line. */
export function renderCodeQuality(report: Report, places: Places): string {
  const seen = new Map<string, number>();
  const issues = anchored(report, places)
    .filter(({ result }) => result.status !== 'known')
    .map(({ result, spot, file, line }) => {
      const { id, check, code, status, message } = result;
      const key = [id, code, file, spot].join('\n');
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return {
        description: [`${id} ${code}: ${spot ?? message}`, result.fixes[0]?.text].filter(Boolean).join(' '),
        check_name: check,
        fingerprint: createHash('sha256').update(`${key}\n${before}`).digest('hex'),
        severity: SEVERITIES[status as keyof typeof SEVERITIES],
        location: { path: file, lines: { begin: line } },
      };
    });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
