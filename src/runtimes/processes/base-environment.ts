const SET_BY_VITEST = /^(VITEST|VITEST_.*|TEST)$/;

/**
 * What every service gets: the variables of `stack.env`, and over them those of this process; as everywhere in
 * failsafe.yaml, an empty one counts as unset. What Vitest sets for its
 * own sake is left out (`NODE_ENV=test` first of all), so that a service runs the same whoever starts it.
 */
export function baseEnvironment(
  stackEnvironment: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const underVitest = environment.VITEST !== undefined;
  const result: Record<string, string> = { ...stackEnvironment };
  for (const [name, value = ''] of Object.entries(environment)) {
    if (underVitest && (SET_BY_VITEST.test(name) || (name === 'NODE_ENV' && value === 'test'))) continue;
    if (value !== '' || result[name] === undefined) result[name] = value;
  }
  return result;
}
