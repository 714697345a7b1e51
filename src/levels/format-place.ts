import type { Place } from '../model/verdict.ts';
import { visiblePath } from './visible-path.ts';

/** `services/users/Dockerfile:3:1`. */
export const formatPlace = ({ file, line, column }: Place): string =>
  `${visiblePath(file)}:${line}:${column}`;
