import type { IconFacts } from '../../model/observations/pwa.ts';
import { imageDamage } from './image-damage.ts';
import { imageSize } from './image-size.ts';
import { iconEntries, textMember } from './manifest.ts';
import type { Downloader } from './resource.ts';

const MOST_ICONS = 40;
/**
 * The size stands in the header of an image, behind a colour profile or a photo's thumbnail at most. No icon of use is
 * larger as a whole.
 */
const MOST_BYTES = 2 ** 20;

const words = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean);

interface Icon extends Pick<IconFacts, 'fetched' | 'image' | 'damage'> {}

async function look(url: string, downloader: Downloader): Promise<Icon> {
  const { fetched, body } = await downloader.get(url, { enough: MOST_BYTES });
  const image = imageSize(body);
  const damage = image && (await imageDamage(body, image, body.length < MOST_BYTES));
  return { fetched, image, damage };
}

/** Downloads every icon of a manifest once and looks into it. */
export async function observeIcons(
  manifest: unknown,
  manifestUrl: string,
  downloader: Downloader,
): Promise<IconFacts[]> {
  const icons = new Map<string, Promise<Icon>>();
  const entries = iconEntries(manifest).slice(0, MOST_ICONS);
  return Promise.all(
    entries.map(async entry => {
      const src = textMember(entry, 'src') ?? '';
      const url = URL.parse(src, manifestUrl)?.href ?? src;
      const icon = icons.get(url) ?? look(url, downloader);
      icons.set(url, icon);
      const purposes = words(textMember(entry, 'purpose') ?? '');
      return {
        src,
        claimedSizes: textMember(entry, 'sizes') ?? '',
        claimedType: textMember(entry, 'type') ?? '',
        purposes: purposes.length === 0 ? ['any'] : purposes,
        ...(await icon),
      };
    }),
  );
}
