import type { CodePage } from '../levels/check.ts';

/** Codes that any check can give, because its probe could not look or got no answer. */
export const commonCodes: Readonly<Record<string, CodePage>> = {
  TIMEOUT: {
    title: 'No answer in time',
    cause: 'The target accepts no work: it hangs, is paused, is overloaded, or packets to it are dropped.',
    fix: 'Look whether it is paused or busy; read its log; raise `timeout` only if it is meant to be this slow.',
  },
  ECONNREFUSED: {
    title: 'Connection refused',
    cause: 'Nothing listens on that port: the process is down, still starting, or listens elsewhere.',
    fix: 'Read the log of the service and compare the port it listens on with the one in failsafe.yaml.',
  },
  ECONNRESET: {
    title: 'Connection reset',
    cause: 'The other side closed the connection before it had answered: it crashed, or a proxy cut it.',
    fix: 'Read the log of the service at this time.',
  },
  ENOTFOUND: {
    title: 'Host name not found',
    cause: 'The name is misspelt, or the name server does not know it.',
    fix: 'Check the host name in failsafe.yaml and the name server of this machine.',
  },
  BODY_TRUNCATED: {
    title: 'The answer ended early',
    cause: 'The server or a proxy closed the connection in the middle of the body.',
    fix: 'Read the log of the service; look for crashes and for limits of the proxy.',
  },
  SERVICE_MISSING: {
    title: 'No such service in the stack',
    cause: 'The service was never started, or was removed.',
    fix: 'Start it, or correct its name in failsafe.yaml.',
  },
  SERVICE_NOT_RUNNING: {
    title: 'The service does not run',
    cause: 'Its container or process has ended or is paused.',
    fix: 'Read its log, mend what it says, start it.',
  },
  PORT_NOT_PUBLISHED: {
    title: 'The port is not published',
    cause: 'The compose file does not publish this port, or the container was started without it.',
    fix: 'Add the port under `ports:` of the service, or check another target.',
  },
  ENGINE_UNREACHABLE: {
    title: 'No Docker engine',
    cause: 'The engine is not running, or DOCKER_HOST points elsewhere.',
    fix: 'Start Docker, or correct DOCKER_HOST.',
  },
  ENGINE_PERMISSION: {
    title: 'No permission to talk to Docker',
    cause: 'Your user may not open the socket of the engine.',
    fix: 'Add your user to the group `docker`, or use a rootless engine.',
  },
  CANCELLED: {
    title: 'Cancelled',
    cause: 'The run was stopped before this look was finished.',
    fix: 'Run again.',
  },
};
