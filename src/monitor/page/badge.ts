import type { Overview } from './overview.ts';

const COLOURS = { healthy: '#2e7d32', unhealthy: '#c62828', unknown: '#616161' } as const;
const LABEL = 62;
const STATE = 74;

/** A badge for a README; it names nothing that would have to be escaped. */
export const renderBadge = ({ verdict }: Pick<Overview, 'verdict'>): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${LABEL + STATE}" height="20" role="img" aria-label="failsafe: ${verdict}">
<title>failsafe: ${verdict}</title>
<rect width="${LABEL}" height="20" fill="#424242"/><rect x="${LABEL}" width="${STATE}" height="20" fill="${COLOURS[verdict]}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
<text x="${LABEL / 2}" y="14">failsafe</text><text x="${LABEL + STATE / 2}" y="14">${verdict}</text>
</g></svg>
`;
