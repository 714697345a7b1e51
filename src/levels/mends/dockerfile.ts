import { dirname, join } from 'node:path/posix';
import { composeServices, contextOf, dockerfileOf } from '../compose-services.ts';
import { type Mend, replacing } from './mend.ts';

const IGNORED = '.env*\n!.env.example\n';

/** In the one folder that the image is built from. A build that asks git keeps its history. */
const leaveSecretsOut: Mend = (spot, project) => {
  if (!spot.message.includes('there is no .dockerignore')) return [];
  const builders = composeServices(project).filter(service => dockerfileOf(service) === spot.file);
  const contexts = new Set(builders.map(contextOf));
  const [context = dirname(spot.file)] = contexts;
  if (contexts.size > 1) return [];
  const asksGit = /\bgit\b|setuptools[_-]scm/.test(
    project.files.find(({ path }) => path === spot.file)?.text ?? '',
  );
  return [{ file: join(context, '.dockerignore'), create: asksGit ? IGNORED : `${IGNORED}.git\n` }];
};

/** By rule. */
export const mends: Readonly<Record<string, Mend>> = {
  D04: leaveSecretsOut,
  D05: replacing(/ADD\b/iy, () => 'COPY'),
};
