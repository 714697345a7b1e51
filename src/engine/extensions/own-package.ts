import module from 'node:module';
import { extname } from 'node:path';

const EXTEND = new URL(`../../extend/index${extname(import.meta.url)}`, import.meta.url).href;
const entries = new Set<string>();
let isHooked = false;

/**
 * Has `failsafe/extend` mean the failsafe that runs: a project without Node packages, checked by `npx failsafe`, has no
 * other, and of two copies the errors of one are unknown to the other.
 */
export function lendOwnPackage(entry: string): void {
  entries.add(entry);
  if (isHooked) return;
  isHooked = true;
  module.registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'failsafe/extend') return { url: EXTEND, shortCircuit: true };
      if (specifier === 'failsafe' && entries.has(context.parentURL ?? ''))
        throw new Error("it imports 'failsafe', which is for specs; modules import 'failsafe/extend'");
      return next(specifier, context);
    },
  });
}
