/** What the browser's store has to say: it keeps nothing, it is full, a file given back to it is not its own. */
import type { Issue, Refusal } from '../issues';
import { issue, refusal } from './entry';

export const storageIssues = {
  private_mode: (reason: string): Issue =>
    issue(
      'private_mode',
      'warning',
      `This browser keeps nothing after closing: ${reason}.`,
      'Save a session file before you close.',
    ),
  storage_full: (): Issue =>
    issue(
      'storage_full',
      'warning',
      'This browser has no room left to keep more; the last change is in this page only.',
      'Save a session file before you close, or remove what is no longer needed.',
    ),
  storage_failed: (reason: string): Issue =>
    issue(
      'storage_failed',
      'warning',
      `The last change could not be kept in this browser: ${reason}.`,
      'Save a session file before you close.',
    ),
} as const;

export const storageRefusals = {
  not_session: (reason: string): Refusal =>
    refusal(
      'not_session',
      3,
      `This is not a session file of BVX: ${reason}.`,
      'Choose a session file that was saved by BVX and not changed by another program.',
    ),
  not_result: (reason: string): Refusal =>
    refusal(
      'not_result',
      3,
      `This is not a result.json of BVX: ${reason}.`,
      'Choose a result.json that was saved by BVX and not changed by another program.',
    ),
} as const;
