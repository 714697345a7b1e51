import { createHash, randomBytes } from 'node:crypto';
import type { LoadedConfig } from '../../config/loaded-config.ts';

/** The names under which one run appears at the engine. */
export interface RunNames {
  /** The compose project, different for each run. */
  readonly project: string;
  /** The compose project for which images are built, the same for all runs, so that they are kept and used again. */
  readonly buildProject: string;
  /** The image that is built for a service. Checkouts of the same application do not share it. */
  imageName(service: string): string;
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'app';

/** Makes up the names of a new run. */
export function nameRun({ config, composeFiles }: LoadedConfig): RunNames {
  const buildProject = `failsafe-${slug(config.project)}`;
  const checkout = createHash('sha256').update(composeFiles.join('\n')).digest('hex').slice(0, 8);
  return {
    project: `${buildProject}-${randomBytes(4).toString('hex')}`,
    buildProject,
    imageName: service => `${buildProject}/${slug(service)}:${checkout}`,
  };
}
