import type { LoadedConfig } from '../../config/loaded-config.ts';
import type { Pwa } from '../../config/schema/pwa.ts';
import type { PwaParams } from '../../model/observations/pwa.ts';
import type { PwaBrowserParams } from '../../model/observations/pwa-browser.ts';
import type { WebTarget } from '../../model/target.ts';

const DEFAULT_TIMEOUT_MS = 20_000;

/** The web app of this deployment and what is common to its checks. */
interface DeclaredApp {
  readonly pwa: Pwa;
  readonly target: WebTarget;
  /** The page that links the manifest. */
  readonly path: string;
  readonly common: { readonly tags: readonly string[]; readonly timeoutMs: number };
}

function declaredApp({ config, webTargets }: LoadedConfig): DeclaredApp | undefined {
  const { pwa } = config;
  const target = pwa && webTargets[pwa.target];
  if (pwa === undefined || target === undefined) return undefined;
  const common = { tags: pwa.tags ?? [], timeoutMs: pwa.timeout ?? DEFAULT_TIMEOUT_MS };
  return { pwa, target, path: pwa.path ?? '/', common };
}

/** The one application of a check that looks at the web app over HTTP. `needs` are tails of ids of this level. */
export function onApp(loaded: LoadedConfig, needs: readonly string[] = []) {
  const app = declaredApp(loaded);
  if (app === undefined) return [];
  const { pwa, target, path, common } = app;
  const params: PwaParams = { target, path, serviceWorker: pwa.serviceWorker, paths: pwa.offline };
  const subject = target.name;
  return [
    { ...common, subject, params, expectation: null, needs: needs.map(name => `pwa.${name}:${subject}`) },
  ];
}

/** {@link onApp}, where failsafe.yaml names the worker's script. */
export const onWorkerScript = (loaded: LoadedConfig, needs?: readonly string[]) =>
  loaded.config.pwa?.serviceWorker === undefined ? [] : onApp(loaded, needs);

/** A check that looks with a browser: what it expects, and the ids of the checks that explain that it fails. */
export interface InBrowser<Expectation> {
  readonly subject: string;
  readonly expectation: Expectation;
  readonly excusedBy: readonly string[];
}

/** What a check that looks with a browser may want to know of the app. */
export interface AboutApp {
  /** Of the target, the usual subject. */
  readonly name: string;
  readonly path: string;
  readonly workerExpected: boolean;
  /** Ids of the checks of the worker's script: none where failsafe.yaml does not name it. */
  readonly scriptChecks: readonly string[];
  /** Id of another check of this level. */
  id(check: string): string;
}

/** The applications of a check that looks with a browser. All share one look, and none is made without a page. */
export function inBrowser<Expectation>(
  loaded: LoadedConfig,
  apply: (pwa: Pwa, about: AboutApp) => readonly InBrowser<Expectation>[],
) {
  const app = declaredApp(loaded);
  if (app === undefined) return [];
  const { pwa, target, path, common } = app;
  const id = (check: string) => `pwa.${check}:${target.name}`;
  const workerExpected = pwa.serviceWorker !== undefined || pwa.offline !== undefined;
  const scriptChecks = pwa.serviceWorker === undefined ? [] : [id('worker-script')];
  const params: PwaBrowserParams = {
    target,
    path,
    enabled: pwa.browser ?? true,
    workerExpected,
    offline: pwa.offline ?? [],
    offlineShows: pwa.offlineShows,
  };
  const about: AboutApp = { name: target.name, path, workerExpected, scriptChecks, id };
  return apply(pwa, about).map(instance => ({ ...common, ...instance, params, needs: [id('page')] }));
}
