/** The conformance sets from outside: what is in them, and where. Read only; never part of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { sharedFolder } from '../readers/disk-source';

export interface ConformanceFile {
  readonly path: string;
  readonly expected: 'image' | 'not-ct' | 'unreadable' | 'codestream' | 'raw';
  readonly alsoAcceptable?: string;
  readonly geometry?: string;
  readonly huValid?: boolean;
  readonly role?: string;
  readonly tolerance?: number | null;
  readonly huMin?: number | null;
  readonly huMax?: number | null;
  readonly huMean?: number | null;
  readonly samples?: readonly (readonly [frame: number, row: number, column: number, hu: number])[];
  readonly sha256OfInt16HU?: string | null;
  readonly sha256OfInt16Stored?: string | null;
  readonly frameOrder?: readonly number[];
  readonly text?: { readonly PatientName?: string };
}

export interface SeriesVolume {
  readonly name: string;
  readonly size: readonly number[];
  readonly probes: readonly {
    readonly lps: readonly [number, number, number];
    readonly hu: number;
    readonly tolerance: number;
  }[];
}

export interface TortureSeries {
  readonly id: string;
  readonly folder: string;
  readonly acceptable: readonly string[];
  readonly mustMention: readonly string[];
  readonly volumes: readonly SeriesVolume[];
}

const data = join(sharedFolder, 'data');

export const haveConformanceSets = existsSync(join(data, 'dicom-conformance.zip'));

export function conformanceFiles(): { files: readonly ConformanceFile[]; bytes: Map<string, Uint8Array> } {
  const bytes = entriesOf('dicom-conformance.zip');
  const manifest: { files: readonly ConformanceFile[] } = JSON.parse(text(bytes.get('manifest.json')));
  return { files: manifest.files, bytes };
}

export function tortureSeries(): { series: readonly TortureSeries[]; bytes: Map<string, Uint8Array> } {
  const bytes = entriesOf('series-torture.zip');
  const manifest: { series: readonly TortureSeries[] } = JSON.parse(
    readFileSync(join(data, 'series-torture.json'), 'utf8'),
  );
  return { series: manifest.series, bytes };
}

function entriesOf(name: string): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(readFileSync(join(data, name)))));
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
