import type { Draft, Entry } from './draft.ts';
import { candidates, draftEndpoints, type Running } from './draft-endpoints.ts';
import { reachOf } from './draft-reach.ts';
import { type DraftTarget, draftTargets, frontOf } from './draft-targets.ts';
import { findPwa } from './find-pwa.ts';
import { findSignIn } from './find-sign-in.ts';
import type { Live } from './look-live.ts';
import { findMigrations } from './migrations.ts';
import type { Survey } from './survey.ts';

/** A draft that knows its targets, before anything was looked at. */
export interface Outline {
  readonly draft: Draft;
  readonly targets: readonly DraftTarget[];
}

/** A password that is to come from a variable which is not set yet: from the .env file that an example is there for. */
const wantsVariable =
  ({ project, lookup }: Survey) =>
  ({ value }: DraftTarget): boolean => {
    const { password } = value as { password?: { env?: string } };
    const isUnset = password?.env !== undefined && !lookup(password.env);
    return isUnset && project.files.some(({ path }) => path === '.env.example');
  };

/** The part of failsafe.yaml that follows from the files alone, and is enough to find the stack that runs. */
export async function makeOutline(survey: Survey, attachTo?: string): Promise<Outline> {
  const { targets, leftOut } = await draftTargets(survey);
  const { services, name, composeFiles, envFile } = survey;
  const oneShots = services.flatMap(one =>
    one.oneShot === undefined
      ? []
      : [
          {
            name: one.name,
            value: one.name,
            note: 'others wait for it to end with 0',
            guessed: one.oneShot === 'guessed' ? 'its command ends by itself' : undefined,
          },
        ],
  );
  const draft: Draft = {
    project: name,
    compose: composeFiles,
    env: envFile ?? (targets.some(wantsVariable(survey)) ? '.env' : undefined),
    attachTo,
    oneShots,
    targets,
    reach: [],
    front: frontOf(targets, survey)?.name,
    endpoints: [],
    leftOut,
  };
  return { draft, targets };
}

/** Whether anything in the file goes by the front that is chosen. */
export function frontMatters(survey: Survey, { draft, targets }: Outline, runs: boolean): boolean {
  const front = targets.find(({ name }) => name === draft.front);
  const asked = candidates(survey, targets, front).some(({ from }) => from !== 'its page');
  return runs || asked || findPwa(survey.project) !== undefined;
}

/** Services that have done their work, as far as can be seen: whoever was stopped by hand looks the same, if it is a worker. */
function endedIn({ services }: Survey, { live }: Running): Draft['oneShots'] {
  return services.flatMap(({ name, raw, kind, ports, oneShot, healthcheck }) => {
    const goesOn = oneShot !== undefined || kind !== 'unknown' || ports.length > 0 || healthcheck;
    if (goesOn || !(raw.restart === undefined || raw.restart === 'no' || raw.restart === 'on-failure'))
      return [];
    const { state, exitCode } = live.services.find(({ service }) => service === name) ?? {};
    const isDone = state === 'exited' && exitCode === 0;
    return isDone
      ? [{ name, value: name, guessed: 'it has ended with exit code 0, and is not started again' }]
      : [];
  });
}

/** Takes out targets that do not answer in what they are taken to speak, and the mark of a guess from those that do. */
async function seenTargets(targets: readonly DraftTarget[], live: Live) {
  const leftOut: string[] = [];
  const kept: DraftTarget[] = [];
  for (const target of targets) {
    const against = await live.speaks(target.name);
    if (against === undefined)
      kept.push(target.use === 'database' ? target : { ...target, guessed: undefined });
    else if (target.guessed === undefined) kept.push({ ...target, note: `now: ${against}` });
    else leftOut.push(`${target.service}:${target.port}: ${against}`);
  }
  return { kept, leftOut };
}

async function seenReach(all: ReturnType<typeof reachOf>, live: Live | undefined): Promise<Entry[]> {
  if (live === undefined) return all;
  const reached = await Promise.all(all.map(({ value }) => live.reaches(value)));
  return all.filter((_, index) => reached[index]);
}

async function pwaOf(
  survey: Survey,
  front: string | undefined,
  running: Running | undefined,
): Promise<Entry | undefined> {
  const found = findPwa(survey.project);
  if (found === undefined || front === undefined) return undefined;
  const { serviceWorker, manifest } = found;
  const value = { target: front, serviceWorker };
  const target = running?.webTargets[front];
  if (running === undefined || target === undefined)
    return { value, guessed: `${manifest}, and a worker beside it` };
  const [page, worker] = await Promise.all(['/', serviceWorker].map(path => running.live.path(target, path)));
  const linked =
    page !== undefined && 'answer' in page && /<link\b[^>]*\brel=["']?manifest\b/i.test(page.answer.body);
  const script =
    worker !== undefined &&
    'answer' in worker &&
    /javascript/.test(worker.answer.headers['content-type'] ?? '');
  return linked && script
    ? { value, note: `the page links a manifest, and ${serviceWorker} is there` }
    : undefined;
}

/** The whole failsafe.yaml, with what the running stack answers where it runs. */
export async function makeDraft(
  survey: Survey,
  { draft, targets }: Outline,
  running?: Running,
): Promise<Draft> {
  const { kept, leftOut } =
    running === undefined ? { kept: [...targets], leftOut: [] } : await seenTargets(targets, running.live);
  const front = kept.find(({ name }) => name === draft.front) ?? frontOf(kept, survey);
  const endpoints = await draftEndpoints(candidates(survey, kept, front), front?.name, running);
  const database = kept.find(({ use }) => use === 'database');
  const migrations = database && findMigrations(survey);
  return {
    ...draft,
    oneShots: [...draft.oneShots, ...(running === undefined ? [] : endedIn(survey, running))],
    targets: kept,
    front: front?.name,
    reach: await seenReach(reachOf(survey), running?.live),
    endpoints: endpoints.endpoints,
    pwa: await pwaOf(survey, front?.name, running),
    database: database && { value: undefined, ...migrations, target: database.name },
    leftOut: [...draft.leftOut, ...leftOut, ...endpoints.leftOut, ...[findSignIn(survey) ?? []].flat()],
  };
}
