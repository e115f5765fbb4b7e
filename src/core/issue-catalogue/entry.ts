/** How an entry of the catalogue is made, and how its numbers are written. */
import type { Issue, Refusal, Severity } from '../issues';

/** `discreet` is the message without names of files, where it has some. */
export const issue = (code: string, severity: Severity, message: string, action: string, discreet?: string): Issue => ({
  code,
  severity,
  message,
  action,
  ...(discreet === undefined ? {} : { discreet }),
});

export const refusal = (code: string, exit: Refusal['exit'], message: string, action: string): Refusal => ({
  code,
  message,
  action,
  exit,
});
