import type { LoadedConfig } from '../config/loaded-config.ts';
import type { Plan, PlannedCheck } from '../engine/planned-check.ts';
import { backupSubjects } from './backup-schedule.ts';
import {
  DEFAULT_RULES,
  HOST,
  type Policy,
  type Rules,
  type Setup,
  type SubjectSetup,
} from './machine/rules.ts';

/** The log of alerts, which is always written. */
export const FILE_CHANNEL = 'file';

const START_MS = 60_000;
const STATEFUL_START_MS = 300_000;
const TEN_MINUTES = 600_000;

/** Checks that say whether a service is there at all, so that an act on it may follow. */
export const ABOUT_SERVICE: readonly string[] = [
  'containers.running',
  'containers.healthy',
  'connectivity.tcp',
  'connectivity.http',
  'database.connect',
];

/** Checks that tell of what was: they stay red for a while after all is well, and no act turns them green. */
const HISTORY: Readonly<Record<string, number>> = {
  'containers.logs': TEN_MINUTES,
  'containers.restarts': TEN_MINUTES,
  'containers.stays-up': START_MS,
  'containers.oom': TEN_MINUTES,
};

const DATABASES =
  /(?:^|\/)[\w-]*(?:postgres|postgis|timescale|mysql|mariadb|mongo|redis|valkey|rabbitmq|elasticsearch|opensearch|cassandra|clickhouse|minio|etcd)[\w-]*(?::|@|$)/i;

/** Whether a check tells of what was, and stays red for a while. */
export const isHistory = ({ check }: PlannedCheck): boolean => Object.hasOwn(HISTORY, check.id);

/** What a check is a look at: its service, the host, or nothing but itself. */
export function subjectOf({ id, check, services }: PlannedCheck): string {
  if (check.id === 'containers.disk') return HOST;
  const [service] = services;
  return service !== undefined && ABOUT_SERVICE.includes(check.id) ? service : id;
}

function isStateful(loaded: LoadedConfig, service: string): boolean {
  const { stack } = loaded.config;
  const process = stack?.processes?.[service];
  const isTarget = Object.values(loaded.databaseTargets).some(
    ({ endpoint }) => 'service' in endpoint && endpoint.service === service,
  );
  const image = loaded.compose?.services[service]?.image ?? '';
  return isTarget || (process !== undefined && 'postgres' in process) || DATABASES.test(image);
}

function serviceSetup(loaded: LoadedConfig, service: string, fallback: Policy): SubjectSetup {
  const declared = loaded.config.monitor?.heal?.services?.[service];
  const stateful = declared?.stateful ?? isStateful(loaded, service);
  return {
    kind: 'service',
    dependsOn: loaded.topology.dependsOn[service] ?? [],
    policy: declared?.policy ?? fallback,
    stateful,
    startMs: declared?.startWithin ?? (stateful ? STATEFUL_START_MS : START_MS),
  };
}

function checkSetup(planned: PlannedCheck, plan: Plan, policy: Policy): SubjectSetup {
  const needed = planned.needs.flatMap(id => plan.byId.get(id) ?? []).map(subjectOf);
  return {
    kind: 'check',
    ...(isHistory(planned) && { history: true as const }),
    dependsOn: [...new Set([...planned.services, ...needed])].filter(key => key !== planned.id),
    policy,
    stateful: false,
    startMs: HISTORY[planned.check.id] ?? START_MS,
  };
}

function rulesOf({ config }: LoadedConfig): Rules {
  const { interval, failures, repeat, heal } = config.monitor ?? {};
  const { budget, alerts } = DEFAULT_RULES;
  const attempts = heal?.attempts ?? budget.service;
  return {
    ...DEFAULT_RULES,
    intervalMs: interval ?? DEFAULT_RULES.intervalMs,
    failures: failures ?? DEFAULT_RULES.failures,
    among: Math.max(DEFAULT_RULES.among, (failures ?? 0) + 2),
    budget: { service: attempts, stack: 2 * attempts, windowMs: heal?.within ?? budget.windowMs },
    alerts: { ...alerts, repeatMs: repeat ?? alerts.repeatMs },
  };
}

/** What the machine has to know of a deployment. With `dryRun` it acts on nothing, and says what it would do. */
export function setupOf(loaded: LoadedConfig, plan: Plan, dryRun: boolean): Setup {
  const { monitor } = loaded.config;
  const careful = (policy: Policy): Policy => (dryRun && policy === 'auto' ? 'suggest' : policy);
  const fallback = monitor?.heal?.policy ?? 'auto';
  const subjects: Record<string, SubjectSetup> = {};
  for (const planned of plan.checks) {
    const key = subjectOf(planned);
    const own =
      key === HOST
        ? { ...checkSetup(planned, plan, 'off'), kind: 'host' as const, dependsOn: [] }
        : key === planned.id
          ? checkSetup(planned, plan, fallback)
          : serviceSetup(loaded, key, fallback);
    subjects[key] = { ...own, policy: careful(own.policy) };
  }
  Object.assign(subjects, backupSubjects(loaded));
  return {
    project: loaded.config.project,
    rules: rulesOf(loaded),
    subjects,
    channels: [FILE_CHANNEL, ...Object.keys(monitor?.channels ?? {})],
    silences: (monitor?.silences ?? []).map(({ root, until }) => ({ root, until: Date.parse(until) })),
  };
}
