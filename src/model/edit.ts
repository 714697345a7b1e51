/** Replaces what stands between two offsets (UTF-16 units) of a file's text, its byte order mark left out. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Gives a file its run bit. */
export interface RunBitEdit {
  readonly file: string;
  readonly executable: true;
}

/** Makes a file that is not there. */
export interface NewFileEdit {
  readonly file: string;
  /** Its text. */
  readonly create: string;
}

/** The smallest change of a file that mends something in it. */
export type Edit = TextEdit | RunBitEdit | NewFileEdit;
