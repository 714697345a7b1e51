/** Files of definitions that nginx brings. */
const BROUGHT =
  /(?:^|\/)(?:mime\.types|(?:fastcgi|uwsgi|scgi|proxy)_params|fastcgi\.conf|modules-enabled\/\*\.conf)$/;

/** Whether an include means what nginx brings: it defines no names. */
export const isBrought = (file: string): boolean => BROUGHT.test(file);
