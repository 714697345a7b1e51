import type { LoadedConfig } from '../../config/loaded-config.ts';

function test({ databaseTargets, webTargets }: LoadedConfig, service: string): string {
  for (const { endpoint, user, database } of Object.values(databaseTargets)) {
    if ('service' in endpoint && endpoint.service === service) {
      return `["CMD", "pg_isready", "-q", "-h", "127.0.0.1", "-p", "${endpoint.port}", "-U", "${user}", "-d", "${database}"]`;
    }
  }
  for (const { endpoint, tls, basePath } of Object.values(webTargets)) {
    if ('service' in endpoint && endpoint.service === service) {
      const url = `${tls ? 'https' : 'http'}://127.0.0.1:${endpoint.port}${basePath}/`;
      return `["CMD", "curl", "-fsS", "-o", "/dev/null", "${url}"]`;
    }
  }
  return '["CMD", "a command that ends with 0 when the service works"]';
}

/** The lines that give a service a health check, made for what failsafe.yaml says of it. */
export function healthcheckSnippet(loaded: LoadedConfig, service: string): string {
  return [
    `${service}:`,
    '  healthcheck:',
    `    test: ${test(loaded, service)}`,
    '    interval: 10s',
    '    timeout: 3s',
    '    retries: 3',
    '    start_period: 30s',
  ].join('\n');
}
