/** The version of failsafe, as package.json has it. */
export const version = '0.1.0';
