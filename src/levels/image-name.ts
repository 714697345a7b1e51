/** The parts of the name of an image. */
export interface ImageName {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const IMAGE = /^([^\s@:]+(?::\d+\/[^\s@:]+)?)(?::([\w.-]+))?(?:@(\w+:\w+))?$/;

/** Reads `registry:5000/name:tag@sha256:…`; undefined when it is none. */
export function imageOf(text: unknown): ImageName | undefined {
  const [, name, tag, digest] = (typeof text === 'string' && IMAGE.exec(text)) || [];
  return name === undefined ? undefined : { name, tag, digest };
}
