import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './support/deployment.ts';
import {
  type DocumentApp,
  referenceDocumentApp,
  type Said,
  smallDocumentApp,
} from './support/document-app.ts';
import { engine } from './support/engine.ts';
import { LONG } from './support/long-test.ts';

const DOCUMENT = readFileSync(join(ROOT, 'fixtures/document/README-FAILSAFE.md'), 'utf8');

/** The lines of the blocks of the document, each once. */
const commands = [
  ...new Set(
    [...DOCUMENT.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
      block.split('\n').filter(line => line !== '' && !line.startsWith('#')),
    ),
  ),
];
const docker = await engine();

/** Nothing but what the terminal itself shows of the end of its input. */
const SILENT = /^(?:\^[@D]|[\b\s])*$/;

/** A way to type a command of the document, and what must come of it. */
interface Trial {
  readonly as?: string;
  readonly answer?: (app: DocumentApp) => string;
  readonly says: RegExp;
  readonly exitCode?: number;
}

/** In the order in which they can be tried: what is watched has to be there first. */
const trials = (service: string): Readonly<Record<string, Trial>> => ({
  'chmod +x scripts/*.sh': { says: /^$/ },
  './scripts/auto-setup.sh': { says: /Set up, and healthy/ },
  './scripts/auto-setup.sh --clean-images': {
    answer: ({ project }) => project,
    says: /remove the containers[\s\S]*Set up, and healthy/,
  },
  './scripts/pre-commit-check.sh': { says: /✓/ },
  './scripts/health-check.sh': { says: /HEALTHY/ },
  './scripts/continuous-monitor.sh monitor': { says: /monitors .* in the background/ },
  './scripts/continuous-monitor.sh status': { says: /HEALTHY[\s\S]*seen .* by process/ },
  './scripts/continuous-monitor.sh logs': { says: /looked: \d+ pass/ },
  './scripts/continuous-monitor.sh alerts': { says: /no alert fires/ },
  'docker-compose restart [service-name]': {
    as: `docker-compose restart ${service}`,
    says: /Restarting/,
  },
  'docker-compose exec users python manage.py recreate_db': { says: SILENT },
  'docker-compose exec users python manage.py seed_db': { says: SILENT },
  'docker-compose logs': { says: /Attaching/ },
  'docker-compose logs -f': { as: 'timeout 5 docker-compose logs -f', says: /Attaching/, exitCode: 124 },
  'docker-compose logs [service-name]': { as: `docker-compose logs ${service}`, says: /Attaching/ },
  'docker-compose ps': { says: /Up/ },
  'docker system df': { says: /Images/ },
});

/** Those that are always tried; all the others with FAILSAFE_LONG=1. */
const QUICK = [
  'chmod +x scripts/*.sh',
  './scripts/auto-setup.sh',
  './scripts/continuous-monitor.sh monitor',
  './scripts/continuous-monitor.sh status',
  './scripts/continuous-monitor.sh alerts',
];

async function tryOut(app: DocumentApp, command: string, trial: Trial): Promise<void> {
  const { exitCode, text }: Said = await app.type(trial.as ?? command, trial.answer?.(app));
  expect({ command, exitCode, text }).toEqual({
    command,
    exitCode: trial.exitCode ?? 0,
    text: expect.stringMatching(trial.says),
  });
}

test('every command of the document has its trial, and no other', () => {
  expect(Object.keys(trials('any')).sort()).toEqual(commands.sort());
});

if (!docker.available) test.skip(docker.reason);

describe.runIf(docker.available)('the commands of the document', () => {
  test('the scripts, on a small deployment', async () => {
    await using app = await smallDocumentApp();
    for (const [command, trial] of Object.entries(trials('web')))
      if (LONG ? !command.includes(' exec users ') : QUICK.includes(command))
        await tryOut(app, command, trial);

    const day = new Date().toLocaleDateString('sv').replaceAll('-', '');
    expect(await readdir(join(app.folder, 'logs'))).toContain(`monitor-${day}.log`);
    expect(await readdir(join(app.folder, '.failsafe/logs'))).toContainEqual(
      expect.stringMatching(/^setup-\d{8}-\d{6}\.log$/),
    );
    expect(await app.run('./scripts/continuous-monitor.sh stop')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('has ended'),
    });
    expect(await app.run('./scripts/continuous-monitor.sh watch')).toMatchObject({ exitCode: 2 });
    if (!LONG) return;
    expect(await app.run('./scripts/continuous-monitor.sh status')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('no monitor runs'),
    });
    const refused = await app.run('./scripts/auto-setup.sh --clean-images');
    expect(refused).toMatchObject({ exitCode: 2, text: expect.stringContaining('NOT_CONFIRMED') });
  }, 300_000);

  test.runIf(LONG)(
    'on the reference application',
    async () => {
      await using app = await referenceDocumentApp();
      for (const [command, trial] of Object.entries(trials('users'))) await tryOut(app, command, trial);
      // What was recreated and seeded is what the checks want to see
      await tryOut(app, './scripts/health-check.sh', { says: /HEALTHY/ });
    },
    900_000,
  );
});
