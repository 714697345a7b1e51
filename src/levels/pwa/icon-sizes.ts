import type { IconFacts } from '../../model/observations/pwa.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { onApp } from './app.ts';

const claims = (icons: readonly IconFacts[], size: string) =>
  icons.some(({ claimedSizes, image }) => {
    const sizes = claimedSizes.toLowerCase().split(/\s+/);
    return sizes.includes(size) || (sizes.includes('any') && image?.format === 'svg');
  });

/** Whether the icons serve launcher, splash screen and round masks alike. */
export const check = defineCheck({
  id: 'pwa.icon-sizes',
  level: 'pwa',
  severity: 'warning',
  title: 'The icons come in 192, 512 and maskable',
  why: 'A size that is missing is scaled up and blurred; without a maskable icon Android puts the logo on a white plate.',
  source: 'web.dev: Add a web app manifest',
  probe: 'pwa',
  codes: {
    ICON_192_MISSING: {
      title: 'No icon of 192 pixels',
      cause: 'The manifest lists other sizes only.',
      fix: 'Add an icon with "sizes": "192x192": the launcher uses it.',
    },
    ICON_512_MISSING: {
      title: 'No icon of 512 pixels',
      cause: 'The manifest lists smaller sizes only.',
      fix: 'Add an icon with "sizes": "512x512": the splash screen uses it.',
    },
    MASKABLE_MISSING: {
      title: 'No maskable icon',
      cause: 'No icon has "maskable" in its purpose.',
      fix: 'Add an icon with "purpose": "maskable" whose logo stays within the inner 80 %.',
    },
  },
  instances: loaded => onApp(loaded, ['manifest-json']),
  evaluate({ icons }) {
    if (icons.length === 0) return skip('the manifest names no icons');
    const missing = [
      claims(icons, '192x192') ? undefined : ({ code: 'ICON_192_MISSING', what: '192x192' } as const),
      claims(icons, '512x512') ? undefined : ({ code: 'ICON_512_MISSING', what: '512x512' } as const),
      icons.some(({ purposes }) => purposes.includes('maskable'))
        ? undefined
        : ({ code: 'MASKABLE_MISSING', what: 'maskable' } as const),
    ].filter(one => one !== undefined);
    const [first] = missing;
    if (first === undefined) return pass('192x192, 512x512 and maskable are there');
    const list = missing.map(({ what }) => what).join(', ');
    return fail(first.code, `no icon is ${list}`, { expected: '192x192, 512x512, maskable' });
  },
});
