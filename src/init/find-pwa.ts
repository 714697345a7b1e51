import type { SourceObservation } from '../model/observations/source.ts';

/** A web app that can be installed, as its files show it. */
export interface FoundPwa {
  readonly manifest: string;
  /** The path that the worker's script is likely to have. */
  readonly serviceWorker: string;
}

const MANIFEST = /(?:^|\/)(?:manifest\.json|[^/]+\.webmanifest)$/;
const WORKER = /(?:^|\/)((?:sw|service-?worker)[\w.-]*\.js)$/i;

/** A manifest with a name and icons, and the script of a worker; undefined when one of them is missing. */
export function findPwa({ files }: SourceObservation): FoundPwa | undefined {
  const isManifest = ({ path, text = '' }: (typeof files)[number]) =>
    MANIFEST.test(path) && /"icons"/.test(text) && /"start_url"/.test(text);
  const manifest = files.find(isManifest)?.path;
  const worker = files.find(
    ({ path, text = '' }) => WORKER.test(path) && /addEventListener\(\s*["'](?:install|fetch)["']/.test(text),
  );
  const script = WORKER.exec(worker?.path ?? '')?.[1];
  return manifest === undefined || script === undefined
    ? undefined
    : { manifest, serviceWorker: `/${script}` };
}
