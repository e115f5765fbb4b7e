/** Memory of the page with its workers, where the browser tells it (Chromium, in an isolated page). */
const everyMs = 20_000;

/** Reports now and then until the returned function is called; never where the browser is silent. */
export function watchMemory(report: (bytes: number) => void): () => void {
  const measure: unknown = Reflect.get(performance, 'measureUserAgentSpecificMemory');
  if (typeof measure !== 'function' || !crossOriginIsolated) return () => {};
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = async (): Promise<void> => {
    const answer: unknown = await Promise.resolve(Reflect.apply(measure, performance, [])).catch(() => null);
    if (ended) return;
    const bytes: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'bytes') : null;
    if (typeof bytes === 'number') report(bytes);
    timer = setTimeout(() => void ask(), everyMs);
  };
  void ask();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
