import type { Lookup } from './compose-variables.ts';

/**
 * Whether compose starts a service of these profiles by itself: one without any, and one with a profile that
 * COMPOSE_PROFILES names (separated by commas, `*` for all). What an active service depends on does not become
 * active by that: compose refuses such a file.
 */
export function activeProfiles(lookup: Lookup): (profiles: readonly string[]) => boolean {
  const active = new Set((lookup('COMPOSE_PROFILES') ?? '').split(',').map(profile => profile.trim()));
  return profiles =>
    profiles.length === 0 || active.has('*') || profiles.some(profile => active.has(profile));
}
