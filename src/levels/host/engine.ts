import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { onDocker } from './on-docker.ts';

/** The first engine with the API that failsafe speaks and the compose file format of today. */
const OLDEST_MAJOR = 20;

/** The Docker engine is installed, runs, may be used, and is not too old. */
export const check = defineCheck({
  id: 'host.engine',
  level: 'host',
  severity: 'error',
  title: 'The Docker engine answers',
  why: 'Without it no container is started.',
  source: 'Docker Engine API',
  probe: 'engine',
  codes: {
    ENGINE_UNREACHABLE: {
      title: 'No Docker engine',
      cause: 'It is not installed or not running, or DOCKER_HOST or the docker context names another one.',
      fix: 'Install it, or start it: `sudo systemctl start docker`, or Docker Desktop.',
    },
    ENGINE_TIMEOUT: {
      title: 'The Docker engine does not answer in time',
      cause: 'It hangs, or this machine is busier than it can manage.',
      fix: 'Look at the load of the machine; when `docker info` hangs as well, restart it: `sudo systemctl restart docker`.',
    },
    ENGINE_PERMISSION: {
      title: 'The Docker engine may not be used',
      cause: 'Its socket belongs to root and the group docker, and this user is in neither.',
      fix: '`sudo usermod -aG docker $USER`, then log in again; or use a rootless engine.',
    },
    ENGINE_OLD: {
      title: 'The Docker engine is too old',
      cause: 'It was installed years ago.',
      fix: 'Install a current one.',
    },
  },
  instances: loaded => onDocker(loaded, () => [{ subject: 'docker', params: {}, expectation: undefined }]),
  evaluate({ version }) {
    const major = Number.parseInt(version, 10);
    if (!(major < OLDEST_MAJOR)) return pass(`Docker engine ${version}`, { version });
    return fail('ENGINE_OLD', `the Docker engine is ${version}`, {
      expected: `${OLDEST_MAJOR}.10 or later`,
      got: version,
    });
  },
  evaluateError({ code, message }) {
    // That it does not answer is what was looked for
    return code === 'ENGINE_UNREACHABLE' || code === 'ENGINE_TIMEOUT' || code === 'ENGINE_PERMISSION'
      ? fail(code, message)
      : undefined;
  },
});
