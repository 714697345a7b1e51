import type { IconFacts } from '../../model/observations/pwa.ts';
import { imageSize } from './image-size.ts';
import { iconEntries, textMember } from './manifest.ts';
import type { Downloader } from './resource.ts';

const MOST_ICONS = 40;
/** The pixels stand in the header of an image, behind a colour profile or a photo's thumbnail at most. */
const HEADER_BYTES = 2 ** 20;

const words = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Downloads every icon of a manifest once and reads its pixels. */
export async function observeIcons(
  manifest: unknown,
  manifestUrl: string,
  downloader: Downloader,
): Promise<IconFacts[]> {
  const downloads = new Map<string, ReturnType<Downloader['get']>>();
  const entries = iconEntries(manifest).slice(0, MOST_ICONS);
  return Promise.all(
    entries.map(async entry => {
      const src = textMember(entry, 'src') ?? '';
      const url = URL.parse(src, manifestUrl)?.href ?? src;
      const download = downloads.get(url) ?? downloader.get(url, { enough: HEADER_BYTES });
      downloads.set(url, download);
      const { fetched, body } = await download;
      const purposes = words(textMember(entry, 'purpose') ?? '');
      return {
        src,
        claimedSizes: textMember(entry, 'sizes') ?? '',
        claimedType: textMember(entry, 'type') ?? '',
        purposes: purposes.length === 0 ? ['any'] : purposes,
        fetched,
        image: imageSize(body),
      };
    }),
  );
}
