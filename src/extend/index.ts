/** What modules of one's own import: `import { defineCheck, defineProbe, fail, pass } from 'failsafe/extend'`. */
export { fail, pass, skip, warn } from '../levels/verdict.ts';
export { ProbeError } from '../model/probe-error.ts';
export type { Secret } from '../model/secret.ts';
export type { Address, Stack } from '../model/stack.ts';
export type { DatabaseTarget, ProtocolTarget, WebTarget } from '../model/target.ts';
export type { Verdict } from '../model/verdict.ts';
export type { AlertNotice, Notice } from '../monitor/machine/state.ts';
export { type BroughtChannel, defineChannel, type OwnChannel, type OwnChannelContext } from './channel.ts';
export { type BroughtCheck, defineCheck, type OwnCheck } from './check.ts';
export { defineProbe, type OwnLook, type OwnProbe, type OwnProbeContext } from './probe.ts';
