import { defineCheck } from '../check.ts';
import { fail, pass } from '../verdict.ts';
import { containerChecks, serviceOf, timeoutOf, whereIs } from './targets.ts';

const codes = {
  WRONG_PROTOCOL: {
    title: 'Another protocol is spoken there',
    cause: 'The port belongs to another server, to a proxy, or to TLS.',
    fix: 'Correct the port or `speaks` of the target.',
  },
  PING_REFUSED: {
    title: 'The server answers with an error',
    cause:
      'It is still loading its data, has no connection or no memory left, has lost its primary, or refuses this machine.',
    fix: 'Read what it says, and its log. Of Redis that is out of memory: raise maxmemory, remove what grows (a queue that nobody empties), or, where it is a cache only, set maxmemory-policy allkeys-lru.',
  },
};

/** A cache, a queue or a store answers in its own protocol. */
export const check = defineCheck({
  id: 'connectivity.ping',
  level: 'connectivity',
  severity: 'error',
  title: 'The server answers to a greeting in its protocol',
  why: 'An open port says that something listens. A server that hangs, loads its data or has no connection left accepts connections as well.',
  source:
    'RESP, MySQL client/server protocol, MongoDB wire protocol, AMQP 0-9-1, memcached protocol.txt, RFC 5321',
  probe: 'ping',
  codes,
  instances: loaded =>
    Object.values(loaded.protocolTargets).map(target => ({
      subject: target.name,
      params: { target },
      timeoutMs: timeoutOf(loaded),
      needs: [`connectivity.tcp:${target.name}`],
      excusedBy: containerChecks(loaded, 'restarts', [serviceOf(target.endpoint)]),
      expectation: { speaks: target.speaks, endpoint: target.endpoint },
    })),
  evaluate(answer, { speaks, endpoint }) {
    const where = whereIs(endpoint);
    const service = serviceOf(endpoint);
    const durationMs = Math.round(answer.durationMs);
    if (answer.reply === 'ready') {
      const account = answer.wantsAccount ? ', and wants an account, which a greeting has not' : '';
      return pass(`${where} answers in ${speaks}${account}`, { version: answer.version, durationMs });
    }
    const code = answer.reply === 'foreign' ? 'WRONG_PROTOCOL' : 'PING_REFUSED';
    const got = answer.reply === 'foreign' ? answer.got : answer.message;
    return fail(code, `${where}: ${answer.reply === 'foreign' ? 'no answer of ' : ''}${speaks}: ${got}`, {
      expected: `the answer of a server that speaks ${speaks} and takes work`,
      got,
      evidence: { durationMs },
      fixes:
        service === undefined ? undefined : [{ text: codes[code].fix, act: { action: 'logs', service } }],
    });
  },
});
