import { isPage } from '../../matching/judge-http-body.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { endpointsOf } from './endpoints.ts';
import { headerFaults } from './security-header-rules.ts';

/** The pages of a target carry the headers by which browsers protect people. */
export const check = defineCheck({
  id: 'api.security-headers',
  level: 'api',
  severity: 'warning',
  title: 'Pages carry security headers',
  why: 'Without them a browser runs injected scripts, shows the page in a foreign frame and guesses media types.',
  source: 'MDN HTTP Observatory',
  probe: 'http',
  codes: {
    SECURITY_HEADERS: {
      title: 'Security headers are missing or weak',
      cause: 'The server in front of the application does not set them.',
      fix: 'Set them in the proxy with `add_header … always;`, and in every `location` that sets headers of its own.',
    },
  },
  instances: loaded => {
    if (loaded.config.api?.securityHeaders === false) return [];
    const targets = new Map(endpointsOf(loaded).map(({ target }) => [target.name, target]));
    return [...targets.values()].map(target => ({
      subject: target.name,
      params: { target, method: 'GET', path: '/' },
      needs: [`connectivity.http:${target.name}`],
      expectation: { tls: target.tls },
    }));
  },
  evaluate(answer, { tls }) {
    if (answer.status >= 300 || !isPage(answer)) {
      return skip(
        `${answer.url} is no page: it answers with ${answer.status} ${answer.headers['content-type'] ?? ''}`,
      );
    }
    const faults = headerFaults(answer, tls);
    const score = 100 - faults.reduce((sum, { points }) => sum + points, 0);
    if (faults.length === 0) return pass('carries all security headers', { score });
    const list = faults.map(({ header, fault, points }) => `${header} ${fault} (−${points})`);
    return fail('SECURITY_HEADERS', `${score} of 100 points: ${list.join(', ')}`, {
      expected: 'all security headers',
      got: `${score} of 100 points`,
      evidence: { url: answer.url, score, faults: list },
      fixes: faults.map(({ header, send }) => ({
        text: `Send ${header}, e.g. in nginx: add_header ${header} "${send}" always;`,
      })),
    });
  },
});
