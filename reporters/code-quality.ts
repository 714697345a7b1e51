import type { Places } from '../src/engine/declared-at.ts';
import type { Report } from '../src/model/result.ts';
import { anchored } from './anchored.ts';
import { createFingerprints } from './fingerprints.ts';

/** What GitLab calls each status. */
const SEVERITIES = { fail: 'critical', error: 'major', warn: 'minor' } as const;

/** GitLab's Code Quality, whose widget shows what a merge request has added and mended: each root cause and warning at its line. */
export function renderCodeQuality(report: Report, places: Places): string {
  const fingerprint = createFingerprints();
  const issues = anchored(report, places)
    .filter(({ result }) => result.status !== 'known')
    .map(({ result, spot, file, line }) => {
      const { id, check, code, status, message } = result;
      return {
        description: [`${id} ${code}: ${spot ?? message}`, result.fixes[0]?.text].filter(Boolean).join(' '),
        check_name: check,
        fingerprint: fingerprint([id, code, file, spot].join('\n')),
        severity: SEVERITIES[status as keyof typeof SEVERITIES],
        location: { path: file, lines: { begin: line } },
      };
    });
  return `${JSON.stringify(issues, null, 2)}\n`;
}
