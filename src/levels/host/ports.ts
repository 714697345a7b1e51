import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { ENGINE, onDocker } from './on-docker.ts';

/** Each port that the compose file publishes is free, or held by this very deployment. */
export const check = defineCheck({
  id: 'host.ports',
  level: 'host',
  severity: 'error',
  title: 'The port is free',
  why: 'A container whose port is taken is not started.',
  source: 'Docker documentation: Published ports',
  probe: 'host-port',
  codes: {
    PORT_TAKEN: {
      title: 'Somebody else has the port',
      cause: 'Another program, or a container of another project, listens on it.',
      fix: 'Stop it, or publish another port of this machine in the compose file.',
    },
  },
  instances: loaded =>
    onDocker(loaded, () =>
      Object.entries(loaded.compose?.services ?? {}).flatMap(([service, { ports }]) =>
        ports.flatMap(({ published, protocol, hostIp }) =>
          published === undefined || published === 0
            ? []
            : [
                {
                  subject: `${service}.${published}${protocol === 'tcp' ? '' : `.${protocol}`}`,
                  params: { port: published, protocol, ip: hostIp },
                  expectation: { port: published },
                  needs: [ENGINE],
                },
              ],
        ),
      ),
    ),
  evaluate({ holders, project }, { port }) {
    const others = holders.filter(holder => holder.project !== project);
    if (holders.length === 0) return pass(`port ${port} is free`);
    if (others.length === 0) return pass(`port ${port} is held by this deployment`);
    const names = others.map(({ pid, name, project: of }) =>
      pid === undefined ? `${name}${of === undefined ? '' : ` of ${of}`}` : `${name} (process ${pid})`,
    );
    const [first] = others;
    return fail('PORT_TAKEN', `port ${port} is held by ${names.join(', ')}`, {
      expected: 'a free port',
      got: names.join(', '),
      evidence: { port, holders: names },
      fixes: [
        {
          text: `Stop ${first?.name}, or publish another port than ${port}.`,
          ...(first?.pid !== undefined && { command: `kill ${first.pid}` }),
        },
      ],
    });
  },
});
