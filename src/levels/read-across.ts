import type { SourceFile } from '../model/observations/source.ts';

/** What says that code reads a file of variables by itself. */
export const LOADS_FILE = /\bload_dotenv\b|\bdotenv\b|\bdjango-environ\b|import\.meta\.env|REACT_APP_/;

/** Routes and blueprints stand beside what makes the application. */
const ABOUT_FLASK = /flask|blueprint/i;

/**
 * Whether a rule that looks across files looks into the text of this one. A rule that wants more says so here, as the text of all
 * other files is let go when they have been judged by themselves.
 */
export function isReadAcross({ path, text, language, tree, flaws }: SourceFile): boolean {
  if (text === undefined || tree !== undefined || language === 'shell') return true;
  // Syntax that was found wrong may have cost the tree
  if (flaws.length > 0 || /(?:^|\/)(?:Procfile|\.gitignore)$/.test(path)) return true;
  if (language === 'json') return false;
  if (LOADS_FILE.test(text)) return true;
  if (language === 'python') return ABOUT_FLASK.test(text);
  return language === 'javascript' && text.includes('.env');
}
