/** A text without the mark of its encoding. */
export const withoutMark = (text: string | undefined): string | undefined => text?.replace(/^\uFEFF/, '');
