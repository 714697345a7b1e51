import type { WebTarget } from '../target.ts';

/** Where a web app is looked for. */
export interface PwaParams {
  readonly target: WebTarget;
  /** Page that links the manifest. */
  readonly path: string;
  /** Path of the worker script, when failsafe.yaml names it. */
  readonly serviceWorker?: string;
  /** Paths that must be pages. */
  readonly paths?: readonly string[];
}

/** The answer to one GET. */
export interface Resource {
  /** What was asked for. */
  readonly url: string;
  /** What answered, after redirects. */
  readonly finalUrl: string;
  readonly redirects: number;
  readonly status: number;
  /** Lower case, without parameters; empty when the answer has none. */
  readonly mediaType: string;
  readonly bytes: number;
  /** The body is a page: HTML by its media type, or by how it begins. */
  readonly html: boolean;
}

/** Nothing answered. */
export interface NoAnswer {
  readonly url: string;
  readonly error: { readonly code: string; readonly message: string };
}

/** What came of asking for something that the page needs. */
export type Fetched = Resource | NoAnswer;

/** The manifest, as text and as a value. */
export interface ManifestFacts {
  readonly fetched: Fetched;
  /** What the text says; undefined when it is no JSON. */
  readonly value?: unknown;
  /** The parser's words, when it is no JSON. */
  readonly syntaxError?: string;
  /** What was answered in the place of a manifest. */
  readonly noManifest?: string;
}

/** Pixels of one image in a file. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** What the first bytes of an image say. */
export interface ImageFacts {
  readonly format: 'png' | 'webp' | 'jpeg' | 'gif' | 'ico' | 'svg';
  /** One size; several in an ICO; none in an SVG, which fits any. */
  readonly sizes: readonly PixelSize[];
}

/** One entry of the manifest's `icons`. */
export interface IconFacts {
  readonly src: string;
  /** What the manifest claims: `192x192`, `any`, several with blanks between; empty when it claims nothing. */
  readonly claimedSizes: string;
  readonly claimedType: string;
  readonly purposes: readonly string[];
  readonly fetched: Fetched;
  /** Undefined when the file is no image that is known here. */
  readonly image?: ImageFacts;
  /** What is wrong with the image behind its header, in a few words. */
  readonly damage?: string;
}

/** Where the installed app starts. */
export interface StartUrlFacts {
  /** As the manifest has it. */
  readonly declared: string;
  readonly fetched: Fetched;
  readonly sameOrigin: boolean;
  /** The scope in force: the manifest's, else the folder of the start page. */
  readonly scope: string;
  /** What was reached in the end lies in the scope. */
  readonly inScope: boolean;
  /** Byte for byte the page that links the manifest. */
  readonly samePage: boolean;
  /** Byte for byte what the server answers to a path beside it that cannot exist. */
  readonly sameAsUnknown: boolean;
}

/** The worker script as a browser would fetch it: redirects are not followed. */
export interface WorkerScriptFacts {
  readonly fetched: Fetched;
  /** The folder of the script: the widest scope without a header. */
  readonly defaultScope: string;
  /** Header Service-Worker-Allowed, as a full URL. */
  readonly allowedScope?: string;
  /** Whether the page lies in the scope that the script may have. */
  readonly coversPage: boolean;
  readonly location?: string;
  /** Seconds that a cache may keep it, from Cache-Control or Expires; 0 when it must ask each time. */
  readonly maxAge?: number;
  /** What was answered in the place of a script. */
  readonly noScript?: string;
}

/** One of the paths that must be pages. */
export interface PathFacts {
  readonly path: string;
  readonly fetched: Fetched;
  /** Byte for byte the page that links the manifest. */
  readonly samePage: boolean;
}

/** What plain HTTP shows of a web app. */
export interface PwaObservation {
  /** The origin may have a service worker: HTTPS, or this machine. */
  readonly secure: boolean;
  readonly page: Resource;
  /** Seconds that a cache may keep it, from Cache-Control or Expires; 0 when it must ask each time. */
  readonly pageMaxAge?: number;
  /** What was answered in the place of a page. */
  readonly noPage?: string;
  /** `href` of the first `<link rel="manifest">`. */
  readonly manifestHref?: string;
  readonly manifest?: ManifestFacts;
  /** Empty also when the manifest cannot be read. */
  readonly icons: readonly IconFacts[];
  readonly startUrl?: StartUrlFacts;
  readonly worker?: WorkerScriptFacts;
  readonly paths: readonly PathFacts[];
}
