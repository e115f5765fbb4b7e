/** How an entry of the catalogue is made, and how its numbers are written. */
import type { Issue, Refusal, Severity } from '../issues';

export const issue = (code: string, severity: Severity, message: string, action: string): Issue => ({
  code,
  severity,
  message,
  action,
});

export const refusal = (code: string, exit: Refusal['exit'], message: string, action: string): Refusal => ({
  code,
  message,
  action,
  exit,
});
