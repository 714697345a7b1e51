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
  BODY_TOO_LARGE: {
    title: 'The answer is too large',
    cause: 'The server sends without end, or far more than any client would wait for.',
    fix: 'Ask for the address with curl and look at what comes; have the server send what it is meant to.',
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
  PORT_UNKNOWN: {
    title: 'It could not be seen who has a port',
    cause: 'The engine is on another machine, or this system does not tell.',
    fix: 'Look there: `ss -ltnp`, or `lsof -nP -iTCP -sTCP:LISTEN`.',
  },
  ENGINE_UNREACHABLE: {
    title: 'No Docker engine',
    cause: 'The engine is not running, or DOCKER_HOST points elsewhere.',
    fix: 'Start Docker, or correct DOCKER_HOST.',
  },
  ENGINE_TIMEOUT: {
    title: 'The Docker engine did not answer in time',
    cause: 'It runs, but is busier than it can manage, or it hangs.',
    fix: 'Look at the load of the machine and run again, or raise `timeout`; when `docker info` hangs as well, restart the engine.',
  },
  ENGINE_PERMISSION: {
    title: 'No permission to talk to Docker',
    cause: 'Your user may not open the socket of the engine.',
    fix: 'Add your user to the group `docker`, or use a rootless engine.',
  },
  EPIPE: {
    title: 'The other side hung up while it was being written to',
    cause: 'It crashed, or it refuses requests of this size or form.',
    fix: 'Read the log of the service at this time.',
  },
  EHOSTUNREACH: {
    title: 'No route to the host',
    cause: 'The machine is off, or a network or firewall on the way drops the connection.',
    fix: 'Check the address in failsafe.yaml, the VPN and the firewall.',
  },
  ENETUNREACH: {
    title: 'No route to the network',
    cause: 'This machine has no route there, for instance no IPv6.',
    fix: 'Check the address in failsafe.yaml and the routes of this machine.',
  },
  EAI_AGAIN: {
    title: 'The name server does not answer',
    cause: 'DNS of this machine is down or out of reach.',
    fix: 'Check the name server of this machine (/etc/resolv.conf), then run again.',
  },
  HTTP_PROTOCOL: {
    title: 'The answer is no HTTP',
    cause: 'Something else listens on this port, or the server is broken.',
    fix: 'Check the port in failsafe.yaml and what listens there.',
  },
  BAD_CONTENT_ENCODING: {
    title: 'The body cannot be decompressed',
    cause: 'The server or a proxy announces a compression that it did not apply, or cuts the body.',
    fix: 'Look at the compression settings of the server and of each proxy on the way.',
  },
  INVALID_REQUEST: {
    title: 'The request cannot be sent',
    cause: 'A header or a path in failsafe.yaml has characters that HTTP does not allow.',
    fix: 'Correct the request in failsafe.yaml.',
  },
  TLS_NOT_SPOKEN: {
    title: 'No TLS is spoken there',
    cause: 'The port serves plain HTTP, or something else.',
    fix: 'Correct `tls`, the URL or the port in failsafe.yaml, or the listener of the server.',
  },
  TLS_HANDSHAKE: {
    title: 'The TLS handshake fails',
    cause:
      'Client and server have no protocol version or cipher in common, or the server wants a client certificate.',
    fix: 'Look at the TLS settings of the server.',
  },
  PAGE_NOT_LOADED: {
    title: 'A browser does not load the page',
    cause:
      'The browser breaks off what another client gets: it refuses the port, the certificate or the answer.',
    fix: 'Open the address in a browser; what it says stands under "because".',
  },
  BROWSER_SLOW: {
    title: 'The browser is too slow to tell',
    cause: 'This machine is so busy that its own browser takes most of the time of the look.',
    fix: 'Run again when the machine has less to do, or raise `pwa.timeout`.',
  },
  BROWSER_NOT_STARTED: {
    title: 'The browser does not start',
    cause:
      'The browser that was found is broken, lacks a library, or this machine is too busy to start it in time.',
    fix: 'Start it by hand to see what it says, or name another one with FAILSAFE_BROWSER.',
  },
  BROWSER_LOST: {
    title: 'The browser broke off the look',
    cause: 'It crashed, or was killed: often for want of memory or of space in /dev/shm.',
    fix: 'Run again; give the machine or the container more memory (`--shm-size`).',
  },
  BROWSER_NOT_EXECUTABLE: {
    title: 'The named browser cannot be run',
    cause: 'FAILSAFE_BROWSER or CHROME_PATH names something that is no program.',
    fix: 'Correct the variable or remove it.',
  },
  ENGINE_ERROR: {
    title: 'The Docker engine refuses or fails',
    cause: 'The engine is in trouble: no disk, restarting, or of another version than the request.',
    fix: 'Look at `docker info` and at the log of the engine (`journalctl -u docker`).',
  },
  NO_TOOL_IN_CONTAINER: {
    title: 'The container has nothing to connect with',
    cause:
      'The image holds neither bash, nc, python3, node, perl nor busybox, so nothing can be tried from inside.',
    fix: 'Declare the connection from a service that has one of them, or remove it from `connectivity.reach`.',
  },
  DISK_UNKNOWN: {
    title: 'The disk of the engine cannot be seen',
    cause: 'The engine runs on another machine or in a virtual one.',
    fix: 'Run failsafe where the engine runs, or watch that disk by other means.',
  },
  PROBE_THREW: {
    title: 'A probe of your own threw',
    cause:
      'The module that brings it has a mistake, or did not expect what came: that says nothing of the target.',
    fix: 'Mend the probe; have it throw `new ProbeError("target", CODE, message)` for what is evidence against the target.',
  },
  PROBE_HANGS: {
    title: 'A probe of your own does not end',
    cause: 'It waits without its `signal`, which aborts when the time of the look is up.',
    fix: 'Hand `signal` to whatever it waits for; raise `timeout` in `custom` only if it is meant to be this slow.',
  },
  VERDICT_INVALID: {
    title: 'A check of your own gives no verdict',
    cause: 'Its `evaluate` threw, or gave what is no verdict, or a code that it does not declare.',
    fix: 'Return what `pass`, `warn`, `fail` or `skip` of failsafe/extend gives, with a code of `codes`.',
  },
  RUN_ENDED: {
    title: 'The stack has ended',
    cause: 'The run that started it was stopped or killed while it was looked at.',
    fix: 'Run again.',
  },
  CANCELLED: {
    title: 'Cancelled',
    cause: 'The run was stopped before this look was finished.',
    fix: 'Run again.',
  },
};
