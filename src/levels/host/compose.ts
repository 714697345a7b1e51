import { defineCheck } from '../check.ts';
import { fail, pass, warn } from '../verdict.ts';
import { onDocker } from './on-docker.ts';

/** docker compose is installed, in its second version. */
export const check = defineCheck({
  id: 'host.compose',
  level: 'host',
  severity: 'error',
  title: 'docker compose is here',
  why: 'It builds and starts the services.',
  source: 'Docker documentation: Compose, migrate to V2',
  probe: 'compose-cli',
  codes: {
    COMPOSE_MISSING: {
      title: 'docker compose is not installed',
      cause: 'Neither `docker compose` nor `docker-compose` answers.',
      fix: 'Install the package docker-compose-plugin, or name another command with FAILSAFE_COMPOSE.',
    },
    COMPOSE_V1: {
      title: 'docker compose is of the first version',
      cause: '`docker-compose` has had no updates since July 2023, and does not know newer compose files.',
      fix: 'Install the package docker-compose-plugin.',
    },
  },
  instances: loaded => onDocker(loaded, () => [{ subject: 'docker', params: {}, expectation: undefined }]),
  evaluate(found) {
    if (found === undefined) return fail('COMPOSE_MISSING', 'docker compose is not installed');
    const { command, version } = found;
    if (version.startsWith('1.'))
      return warn('COMPOSE_V1', `${command} is of version ${version}`, {
        expected: '2 or later',
        got: version,
      });
    return pass(`${command} ${version}`, { version });
  },
});
