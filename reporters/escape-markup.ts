/** XML 1.0 allows no other control characters, not even escaped; no page needs them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

const entity = (character: string) => ENTITIES[character] ?? '';

/** Most texts have nothing of it. */
const MAY_CHANGE = /[^\n\t\x20!#-%'-;=?-~]/;

/** Text as the content of an element, of XML or HTML, or as the value of an attribute in double quotes of HTML. */
export const escapeMarkup = (text: string): string =>
  MAY_CHANGE.test(text) ? text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"]/g, entity) : text;

/** Text as the value of an attribute of XML, whose parsers make spaces of line breaks. */
export const escapeAttribute = (text: string): string =>
  /[\n\t]/.test(text) ? escapeMarkup(text).replace(/[\n\t]/g, entity) : escapeMarkup(text);
