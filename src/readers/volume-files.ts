/**
 * NIfTI, NRRD and MetaImage: one file is one volume. Read by ITK (itk-wasm image-io), checked here.
 */
import { fitnessOf, geometryLimits, type LeftOut, memoryEstimate, type SeriesSummary } from '../core/dicom';
import { refusals } from '../core/issue-catalogue';
import { done, type Outcome, type Refusal, refused } from '../core/issues';
import type { ScanFacts } from '../core/result/types';
import { type Volume, voxelCount } from '../core/volume';
import { companionName, findCompanion } from './companion';
import type { ReaderHost, SourceFile } from './contract';
import { type ItkImage, runItk } from './itk';
import { geometryOfItk, volumeOfItk } from './itk-volume';
import { assumedGeometry, type Listed, loadRefusal } from './listed';
import { holdsNonFinite, readNiftiHeader, withVoxelPlace } from './nifti-header';
import { SourceDamaged } from './source';
import type { Source } from './sources';

export interface VolumeFiles {
  readonly listed: readonly Listed[];
  readonly leftOut: readonly LeftOut[];
  /** Paths of data files that belong to a header. */
  readonly companions: ReadonlySet<string>;
}

type Format = 'nifti' | 'nrrd' | 'meta';

interface VolumeFile {
  readonly format: Format;
  readonly header: SourceFile;
  readonly data: SourceFile | null;
  readonly dataName: string | null;
  readonly release: () => void;
}

/** Lists volume files by their headers; what is no three-dimensional picture of one channel is left out. */
export async function listVolumeFiles(
  sources: readonly Source[],
  files: readonly SourceFile[],
  host: ReaderHost,
): Promise<VolumeFiles> {
  const listed: Listed[] = [];
  const leftOut: LeftOut[] = [];
  const companions = new Set<string>();
  for (const source of sources) {
    const { path } = source.file;
    try {
      const file = withCompanion(source, files);
      if (file.data !== null) companions.add(file.data.path);
      listed.push(await listVolumeFile(file, source.head, host));
    } catch (thrown) {
      if (!(thrown instanceof SourceDamaged)) throw thrown;
      leftOut.push({ path, kind: 'unreadable', reason: thrown.message });
    }
  }
  return { listed, leftOut, companions };
}

function withCompanion(source: Source, files: readonly SourceFile[]): VolumeFile {
  const { file: header, format, release } = source;
  if (format === 'maybe_dicom') throw new Error('a DICOM file is no volume file');
  const dataName = companionName(source);
  if (dataName === null) return { format, header, data: null, dataName, release };
  const data = findCompanion(header, dataName, files);
  if (data === null) throw new SourceDamaged(`its data file ${dataName} is not beside it`);
  return { format, header, data, dataName, release };
}

async function listVolumeFile(file: VolumeFile, head: Uint8Array, host: ReaderHost): Promise<Listed> {
  const refusal = file.format === 'nifti' ? checkNifti(file, head) : null;
  // the header of NIfTI suffices; the others are read with their data, or ITK takes them for cut short
  const image = await readWithItk(file, host, file.format === 'nifti' ? head : null);
  if (image.size.length !== 3) throw new SourceDamaged(`it has ${image.size.length} dimensions, 3 are needed`);
  if (image.components !== 1) throw new SourceDamaged(`it has ${image.components} values a voxel, a CT has one`);
  // NRRD and MetaImage are there already, with their values
  const first = image.values.length === 0 ? null : volumeOfItk(image, false);
  const summary = summaryOf(file.format, image, refusal ?? (first?.ok === false ? first.refusal : null));
  // read once for the pictures of the chooser and the load; given away by the load
  let kept: Outcome<Volume> | null = first?.ok === true ? first : null;
  const volume = async (): Promise<Outcome<Volume>> => {
    kept ??= volumeOfItk(await readWithItk(file, host, null), summary.refusal !== null);
    return kept;
  };
  return {
    summary,
    load: async (options) => {
      const before = loadRefusal(summary, options);
      if (before !== null) return refused(before);
      const outcome = await readOrRefuse(file, volume);
      kept = null;
      options.onProgress?.(1);
      return outcome.ok ? done(outcome.value, assumedGeometry(summary)) : outcome;
    },
    slice: async (index) => {
      const outcome = await readOrRefuse(file, volume);
      if (!outcome.ok) return outcome;
      const [width, height, n] = outcome.value.geometry.size;
      if (index < 0 || index >= n) return refused(refusals.unknown_slice(index, n));
      const size = width * height;
      return done({ hu: outcome.value.hu.slice(index * size, (index + 1) * size), width, height });
    },
  };
}

async function readOrRefuse(file: VolumeFile, read: () => Promise<Outcome<Volume>>): Promise<Outcome<Volume>> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof SourceDamaged)) throw thrown;
    return refused(refusals.slice_unreadable(file.header.path, thrown.message));
  }
}

const extensions: Readonly<Record<Format, readonly [together: string, apart: string]>> = {
  nifti: ['nii', 'hdr'],
  nrrd: ['nrrd', 'nhdr'],
  meta: ['mha', 'mhd'],
};

/**
 * Reads a file with ITK, or only what its header says.
 * @param head of a NIfTI whose header alone is wanted; null for everything
 */
async function readWithItk(file: VolumeFile, host: ReaderHost, head: Uint8Array | null): Promise<ItkImage> {
  const [together, apart] = extensions[file.format];
  const path = file.dataName === null ? `volume.${together}` : `volume.${apart}`;
  const whole = head ?? (await file.header.read(0, file.header.size));
  const nifti = file.format === 'nifti' ? readNiftiHeader(whole) : null;
  const inputs = [{ path, bytes: nifti === null ? whole : withVoxelPlace(whole, nifti) }];
  if (file.data !== null && file.dataName !== null) {
    // an implied name goes with the name that the header has here
    const beside = file.format === 'nifti' ? 'volume.img' : file.dataName;
    inputs.push({ path: beside, bytes: head === null ? await file.data.read(0, file.data.size) : new Uint8Array() });
  }
  if (head === null && file.format === 'nifti') checkNumbers(inputs);
  const args = [path, '0', '1', '--memory-io', ...(head === null ? [] : ['--information-only'])];
  const name = `${file.format}-read-image` as const;
  const image = await runItk(host, { name, args, output: 1, files: inputs, large: head === null });
  file.release();
  // ITK says no more than that it cannot
  if (typeof image === 'string') throw new SourceDamaged(nifti?.axesFault ?? image);
  return image;
}

/** Throws `SourceDamaged` where the file is cut short. */
function checkNifti({ header, data }: VolumeFile, head: Uint8Array): Refusal | null {
  const nifti = readNiftiHeader(head);
  if (nifti === null) throw new SourceDamaged('its NIfTI header is damaged');
  const present = (data ?? header).size;
  if (present < nifti.bytes) throw new SourceDamaged(`it is cut short (${present} of ${nifti.bytes} bytes)`);
  return nifti.unoriented ? refusals.geometry_missing('qform and sform are missing', header.path) : null;
}

/** Throws `SourceDamaged` where voxels are no numbers. */
function checkNumbers(inputs: readonly { readonly bytes: Uint8Array }[]): void {
  const header = readNiftiHeader(inputs[0].bytes);
  const data = inputs.at(-1)?.bytes;
  if (header !== null && data !== undefined && holdsNonFinite(data, header)) {
    throw new SourceDamaged('it holds values that are no numbers (NaN or infinite)');
  }
}

function summaryOf(format: Format, image: ItkImage, refusal: Refusal | null): SeriesSummary {
  const geometry = geometryOfItk(image);
  const facts: ScanFacts = {
    modality: null,
    manufacturer: null,
    model: null,
    kernel: null,
    contrastAgent: null,
    kvp: null,
    seriesDescription: null,
    sliceThicknessMm: null,
    acquiredAt: null,
    patientId: null,
    files: 1,
  };
  const all = refusal ?? geometryLimits(geometry);
  return {
    id: '',
    uid: null,
    format,
    facts,
    geometry,
    slices: geometry.size[2],
    ...fitnessOf(geometry, facts, all),
    rank: 0,
    issues: [],
    refusal: all,
    memoryBytes: memoryEstimate(voxelCount(geometry)),
  };
}
