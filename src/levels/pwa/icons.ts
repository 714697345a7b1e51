import type { IconFacts } from '../../model/observations/pwa.ts';
import { defineCheck } from '../check.ts';
import { fail, pass, skip } from '../verdict.ts';
import { describeAnswer, isFallback, NO_FALLBACK_FOR_FILES } from './answer.ts';
import { onApp } from './app.ts';

type Code = 'ICON_NO_ANSWER' | 'ICON_STATUS' | 'ICON_HTML' | 'ICON_NOT_IMAGE' | 'ICON_DAMAGED' | 'ICON_SIZE';

const pixels = ({ width, height }: { width: number; height: number }) => `${width}x${height}`;

/** An ICO must hold every size that is claimed; another image is of one size, which must be among those claimed. */
function sizeDiffers({ claimedSizes, image }: IconFacts): boolean {
  const claimed = claimedSizes.toLowerCase().split(/\s+/).filter(Boolean);
  const real = image?.sizes.map(pixels) ?? [];
  if (claimed.length === 0 || claimed.includes('any') || real.length === 0) return false;
  if (image?.format === 'ico') return !claimed.every(size => real.includes(size));
  return !claimed.some(size => real.includes(size));
}

interface Bad {
  readonly code: Code;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}

function judgeIcon(icon: IconFacts): Bad | undefined {
  const { src, fetched, image, damage, claimedSizes } = icon;
  const got = describeAnswer(fetched);
  const bad = (code: Code, message: string, expected = 'an image'): Bad => ({ code, message, expected, got });
  if ('error' in fetched) return bad('ICON_NO_ANSWER', fetched.error.message);
  if (isFallback(fetched)) return bad('ICON_HTML', `${src} answers 200 with a page`);
  if (fetched.status !== 200) return bad('ICON_STATUS', `${src} answers ${fetched.status}`, '200');
  if (image === undefined) return bad('ICON_NOT_IMAGE', `${src} is no image that a browser takes as an icon`);
  if (damage !== undefined) return bad('ICON_DAMAGED', `${src} is a damaged ${image.format}: ${damage}`);
  if (!sizeDiffers(icon)) return undefined;
  const real = image.sizes.map(pixels).join(' ');
  return { ...bad('ICON_SIZE', `${src} has ${real} pixels, not ${claimedSizes}`, claimedSizes), got: real };
}

/** Whether the icons exist and are what the manifest says of them. */
export const check = defineCheck({
  id: 'pwa.icons',
  level: 'pwa',
  severity: 'error',
  title: 'The icons are there, with the pixels they claim',
  why: 'Browsers choose an icon by its claim, and drop the app when the file turns out to be something else.',
  source: 'W3C Image Resource; W3C PNG, §5.3 and §10',
  probe: 'pwa',
  codes: {
    ICON_NO_ANSWER: {
      title: 'Nothing answers for an icon',
      cause: 'The host of the icon cannot be reached, or src is no URL that can be fetched.',
      fix: 'Serve the icons from the origin of the page.',
    },
    ICON_STATUS: {
      title: 'An icon does not answer 200',
      cause: 'The file is not deployed, or src points elsewhere.',
      fix: 'Put the file where src points; it is resolved against the manifest, not the page.',
    },
    ICON_HTML: {
      title: 'A page answers in place of an icon',
      cause:
        'The file is missing, and the fallback of the single-page application answers 200 with index.html.',
      fix: 'Deploy the icon, and let missing files answer 404.',
    },
    ICON_NOT_IMAGE: {
      title: 'An icon is no image',
      cause:
        'The file is empty, begins as no image does, or has a format that browsers do not take as an icon.',
      fix: 'Export the icon again as PNG.',
    },
    ICON_DAMAGED: {
      title: 'An icon is damaged',
      cause:
        'The file was cut off or changed on its way: by a deployment as text, a full disk, a rewrite of line ends.',
      fix: 'Export the icon again, and copy it as binary.',
    },
    ICON_SIZE: {
      title: 'An icon has other pixels than it claims',
      cause: 'The image was replaced or scaled, and `sizes` in the manifest was not.',
      fix: 'Correct `sizes`, or scale the image.',
    },
  },
  instances: loaded => onApp(loaded, ['manifest-json']),
  evaluate({ icons }) {
    if (icons.length === 0) return skip('the manifest names no icons');
    const bad = icons.map(judgeIcon).filter(one => one !== undefined);
    const [first] = bad;
    if (first === undefined)
      return pass(icons.length === 1 ? 'the icon is as it says' : `${icons.length} icons are as they say`);
    const { code, message, expected, got } = first;
    return fail(code, bad.length === 1 ? message : `${message}, and ${bad.length - 1} more`, {
      expected,
      got,
      evidence: { wrong: bad.map(one => one.message) },
      fixes: code === 'ICON_HTML' ? [NO_FALLBACK_FOR_FILES] : undefined,
    });
  },
});
