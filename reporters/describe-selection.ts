import type { ResolvedConfig } from 'vitest/node';

const SHOWN = 3;

/**
 * Which part of the checks a run of Vitest was asked for, in words: by tags, by the name of a test, by spec files.
 * Undefined when it was asked for all of them.
 *
 * @param specs the spec files that are run, relative to the root
 * @param declared how many there are
 */
export function describeSelection(
  {
    tagsFilter = [],
    testNamePattern,
    shard,
  }: Pick<ResolvedConfig, 'tagsFilter' | 'testNamePattern' | 'shard'>,
  specs: readonly string[],
  declared: number,
): string | undefined {
  const files = specs.length > SHOWN ? `${specs.length} of ${declared} spec files` : specs.join(', ');
  const parts = [
    ...tagsFilter,
    ...(testNamePattern === undefined ? [] : [`names like ${testNamePattern.source}`]),
    ...(shard
      ? [`shard ${shard.index}/${shard.count}`]
      : specs.length >= declared
        ? []
        : [files || 'a path that no spec file has']),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
}
