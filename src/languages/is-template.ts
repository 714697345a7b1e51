/** Where frameworks and generators keep what files are made from. */
const FOLDER = /(?:^|\/)[\w-]*(?:templates?|skeleton|cookiecutter)[\w-]*\/|\{\{/i;

/** Jinja, Django, Liquid, Go, Mustache; ERB and EJS. */
const MARK = /\{%-?\s*\w|\{\{-?\s*[\w.]|<%[-=#]?\s/;

/** Whether a file that is none of its language becomes one when it is filled in. */
export const isTemplate = (path: string, text: string): boolean => FOLDER.test(path) && MARK.test(text);
