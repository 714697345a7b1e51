import type Docker from 'dockerode';
import type pg from 'pg';
import type { Page } from 'playwright-core';
import { test as base } from 'vitest';
import type { Stack } from '../model/stack.ts';
import type { HttpAgent } from './http.ts';
import { blockerOf } from './verify-each.ts';

/** What a spec of one's own is lent. Nothing is opened that a test does not ask for; all is closed after it. */
export interface DeploymentFixtures {
  /** The stack that is looked at: addresses, states, logs. */
  readonly stack: Stack;
  /** A supertest agent bound to a web target of failsafe.yaml; without a name, to the only one. */
  readonly http: (target?: string) => Promise<HttpAgent>;
  /** A pg client connected to a database target of failsafe.yaml; without a name, to the only one. */
  readonly db: (target?: string) => Promise<pg.Client>;
  /** The start page of a web target in a real browser with an empty profile; the test is skipped where there is none. */
  readonly page: (target?: string) => Promise<Page>;
  /** The engine. */
  readonly docker: Docker;
  /** Ends the test as `blocked` when one of these checks fails, such as `database.connect:db`. */
  readonly needs: (...checks: readonly string[]) => Promise<void>;
}

/** Vitest's `test`, lent what looks at the deployment of failsafe.yaml. */
export const test = base.extend<DeploymentFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from it which fixtures this one needs
  stack: async ({}, use) => use((await import('./deployment.ts')).stack),
  http: async ({ signal }, use) => {
    await using closing = new AsyncDisposableStack();
    await use(async name => {
      const { holdHttp } = await import('./http.ts');
      const { value, giveBack } = await holdHttp(name, signal);
      closing.defer(giveBack);
      return value;
    });
  },
  db: async ({ signal }, use) => {
    await using closing = new AsyncDisposableStack();
    await use(async name => {
      const { holdDatabase } = await import('./database.ts');
      const { value, giveBack } = await holdDatabase(name, signal);
      closing.defer(giveBack);
      return value;
    });
  },
  page: async ({ signal, skip }, use) => {
    await using closing = new AsyncDisposableStack();
    await use(async name => {
      const { holdPage } = await import('./browser.ts');
      const held = await holdPage(name, signal);
      if (held === undefined)
        return skip((await import('../probes/browser/find-browser.ts')).noBrowserReason());
      closing.defer(held.giveBack);
      return held.value;
    });
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above
  docker: async ({}, use) => {
    const [{ default: Engine }, { openEngine }] = await Promise.all([
      import('dockerode'),
      import('../runtimes/docker/engine.ts'),
    ]);
    await use(new Engine(openEngine().options));
  },
  needs: async ({ task }, use) =>
    use(async (...ids) => {
      const blocker = await blockerOf(ids);
      if (blocker === undefined) return;
      task.meta.failsafeBlocked = blocker;
      throw new Error(`blocked by ${blocker.root.id}: ${blocker.root.message}`);
    }),
});
