/**
 * Expected trouble as values: what is wrong with a scan, how bad it is, and what the user can do.
 *
 * An `Issue` travels beside a result, a `Refusal` takes its place. Both are plain records because
 * fields of a thrown error are lost at a worker's border. The one catalogue of codes is
 * `issue-catalogue.ts`; exceptions are for bugs.
 *
 *   const outcome = await engine.measure(...);
 *   if (!outcome.ok) show(outcome.refusal.message, outcome.refusal.action);
 */
export type Severity = 'info' | 'warning' | 'error';

export interface Issue {
  /** Stable, snake_case, listed in docs/file-formats.md. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong, with its number. */
  readonly message: string;
  /** One sentence: what to do, or what it means for the figures. */
  readonly action: string;
  /**
   * The message without names of files, where it has some: paths often hold a patient's name, so this one goes into
   * files that may be passed on.
   */
  readonly discreet?: string;
}

/** Why there is no result. `exit` is the command line's exit code (docs/file-formats.md). */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly action: string;
  readonly exit: 2 | 3 | 4 | 5 | 130;
}

/** A value with what was noticed on the way, or the reason why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly refusal: Refusal; readonly issues: readonly Issue[] };

export function done<T>(value: T, issues: readonly Issue[] = []): Outcome<T> {
  return { ok: true, value, issues };
}

export function refused<T>(refusal: Refusal, issues: readonly Issue[] = []): Outcome<T> {
  return { ok: false, refusal, issues };
}
