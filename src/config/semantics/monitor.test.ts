import { expect, test } from 'vitest';
import { folderWith, placed, problemsOf } from '../testing/problems-of.ts';

const BEFORE = 'version: 1\nproject: shop\nstack: { compose: docker-compose.yml }\n';
const COMPOSE = 'services: { web: { image: nginx } }\n';

/** The line of the section, the code, and the text that the problem points at. */
test.each<[string, string?, string?]>([
  ['{}'],
  ['{ heal: { attempts: 3, within: 30m } }'],
  ['{ heal: { attempts: 3, within: 3m } }', 'CONFIG_INVALID_VALUE', '3m }'],
  ['{ heal: { attempts: 20 } }', 'CONFIG_INVALID_VALUE', '20 }'],
  ['{ heal: { within: 10m, services: { web: { startWithin: 5m } } } }', 'CONFIG_INVALID_VALUE', '10m'],
  ['{ heal: { services: { wbe: { policy: off } } } }', 'CONFIG_UNKNOWN_REFERENCE', 'wbe'],
  ['{ interval: 100ms }', 'CONFIG_INVALID_VALUE', '100ms'],
  ['{ every: { auth: 0 } }', 'CONFIG_INVALID_VALUE', '0 }'],
  ['{ maintenance: [{ cron: "61 * * * *", for: 1h }] }', 'CONFIG_INVALID_VALUE', '"61'],
  ['{ silences: [{ root: web, until: "2027-01-31" }] }'],
  ['{ silences: [{ root: api.status:list, until: "2027-01-31T18:00Z" }] }'],
  ['{ silences: [{ root: wbe, until: "2027-01-31" }] }', 'CONFIG_UNKNOWN_REFERENCE', 'wbe'],
  ['{ silences: [{ root: web, until: "2027-13-31" }] }', 'CONFIG_INVALID_VALUE', '"2027'],
  ['{ page: { port: 9000 } }'],
  ['{ page: { host: 0.0.0.0 } }', 'CONFIG_INVALID_VALUE', '0.0.0.0'],
])('monitor: %s', async (section, code, mark) => {
  const line = `monitor: ${section}`;
  await using folder = await folderWith({
    'failsafe.yaml': `${BEFORE}${line}\n`,
    'docker-compose.yml': COMPOSE,
  });
  const problems = await problemsOf({ cwd: folder.path });
  const expected = mark === undefined ? [] : [`${code} 4:${line.indexOf(mark) + 1}`];
  expect(problems.map(placed)).toEqual(expected);
});
