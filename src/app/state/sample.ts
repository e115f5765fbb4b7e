/** The sample: a zip and its known truth, fetched from the page's own origin, checked before use. */
import type { EngineFile } from '../../engine';

export interface SampleTruth {
  readonly percent: { readonly bv5: number; readonly bv5To10: number; readonly bv10: number };
  readonly volumes: {
    readonly tbvMl: number;
    readonly bv5Ml: number;
    readonly bv5To10Ml: number;
    readonly bv10Ml: number;
  };
  readonly lungs: { readonly rightMl: number; readonly leftMl: number };
}

const zipAddress = 'sample/bvx-sample.zip';
const truthAddress = 'sample/truth.json';

/** The sample's files and truth; null where this server has no sample. */
export async function fetchSample(): Promise<{ files: readonly EngineFile[]; truth: SampleTruth | null } | null> {
  const [zip, truth] = await Promise.all([fetchOwn(zipAddress), fetchOwn(truthAddress)]);
  if (zip === null) return null;
  const blob = await zip.blob();
  const parsed: unknown = truth === null ? null : await truth.json().catch(() => null);
  return { files: [{ kind: 'blob', path: 'bvx-sample.zip', blob }], truth: readTruth(parsed) };
}

/** A page server answers unknown addresses with its page: html is no sample. */
async function fetchOwn(address: string): Promise<Response | null> {
  const response = await fetch(new URL(address, document.baseURI)).catch(() => null);
  if (response === null || !response.ok) return null;
  return response.headers.get('content-type')?.startsWith('text/html') ? null : response;
}

/** truth.json in the page's own names; null where a figure is missing. */
export function readTruth(json: unknown): SampleTruth | null {
  const read = (group: string, name: string): number => {
    const part: unknown = isRecord(json) ? json[group] : undefined;
    const value: unknown = isRecord(part) ? part[name] : undefined;
    return typeof value === 'number' ? value : Number.NaN;
  };
  const truth: SampleTruth = {
    percent: { bv5: read('percent', 'bv5'), bv5To10: read('percent', 'bv5_10'), bv10: read('percent', 'bv10') },
    volumes: {
      tbvMl: read('volumes', 'tbv_ml'),
      bv5Ml: read('volumes', 'bv5_ml'),
      bv5To10Ml: read('volumes', 'bv5_10_ml'),
      bv10Ml: read('volumes', 'bv10_ml'),
    },
    lungs: { rightMl: read('lungs', 'right_ml'), leftMl: read('lungs', 'left_ml') },
  };
  const complete = [truth.percent, truth.volumes, truth.lungs].every((part) =>
    Object.values(part).every((value) => Number.isFinite(value)),
  );
  return complete ? truth : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
