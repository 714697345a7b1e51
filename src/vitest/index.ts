/** What specs of one's own import: `import { expect, test } from 'failsafe'`. */
export { type DeploymentMatchers, expect, type ResponseExpectation } from './matchers.ts';
export { type DeploymentFixtures, test } from './test.ts';
export { plannedChecks as plan, verifyAll, verifyEach } from './verify-each.ts';
