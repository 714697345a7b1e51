import type { LoadedConfig } from '../config/loaded-config.ts';

/** How a daily log is written, and how much of it is kept. */
export interface LogRules {
  /** Lines for people, or one JSON object a line. */
  readonly format: 'text' | 'json';
  /** Files of earlier days are removed after so many milliseconds. */
  readonly keepMs: number;
  /** All files of one log together, in bytes; the oldest go first. */
  readonly mostBytes: number;
}

/** What stands unless failsafe.yaml says otherwise. */
export const DEFAULT_LOG_RULES: LogRules = {
  format: 'text',
  keepMs: 30 * 86_400_000,
  mostBytes: 200_000_000,
};

/** What failsafe.yaml says of the logs of the monitor. */
export function logRulesOf({ config }: Pick<LoadedConfig, 'config'>): LogRules {
  const { format, keep, atMost } = config.monitor?.logs ?? {};
  return {
    format: format ?? DEFAULT_LOG_RULES.format,
    keepMs: keep ?? DEFAULT_LOG_RULES.keepMs,
    mostBytes: atMost ?? DEFAULT_LOG_RULES.mostBytes,
  };
}
