/** What one DICOM file is: a CT image with its header, something else that is left out, or unreadable. */
import { shownName, shownText } from './charset';
import { type Dataset, decimalNumber, text } from './dataset';
import { type FrameHeader, readFrameHeaders } from './frame-header';
import { objectKind } from './object-kind';
import { type PixelLayout, readPixelLayout } from './pixel-layout';
import { type TransferSyntax, transferSyntax } from './syntax';

export interface CtImage {
  readonly seriesUid: string;
  readonly studyUid: string;
  /** Positions of different frames of reference cannot be compared. */
  readonly frameOfReference: string | null;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly syntax: TransferSyntax;
  readonly layout: PixelLayout;
  readonly frames: readonly FrameHeader[];
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly contrastAgent: string | null;
  readonly kvp: number | null;
  readonly seriesDescription: string | null;
  readonly acquiredAt: string | null;
  /** Lossy coding now or before (LossyImageCompression). */
  readonly lossy: boolean;
}

export type FileReading =
  | { readonly kind: 'ct'; readonly image: CtImage }
  | { readonly kind: 'not_ct' | 'not_image' | 'unreadable'; readonly reason: string };

/** Interprets a parsed data set; `syntaxUid` as declared, null for a bare native data set. */
export function readHeader(dataset: Dataset, syntaxUid: string): FileReading {
  if (Object.keys(dataset.elements).length === 0) return { kind: 'unreadable', reason: 'it holds no data' };
  const other = objectKind(dataset);
  if (other !== null) return other;
  const syntax = transferSyntax(syntaxUid);
  if (syntax === undefined) return unreadable(`the transfer syntax ${syntaxUid} is not supported`);
  const pixels = readPixelLayout(dataset);
  if (!pixels.ok) return unreadable(pixels.reason);
  const frames = readFrameHeaders(dataset, pixels.layout.frames);
  const fault = frames.find((frame) => frame.rescaleFault !== null)?.rescaleFault;
  if (fault !== undefined && fault !== null) return unreadable(`${fault}, so its HU are unknown`);
  return { kind: 'ct', image: ctImage(dataset, syntax, pixels.layout, frames) };
}

const unreadable = (reason: string): FileReading => ({ kind: 'unreadable', reason });

function ctImage(
  dataset: Dataset,
  syntax: TransferSyntax,
  layout: PixelLayout,
  frames: readonly FrameHeader[],
): CtImage {
  return {
    seriesUid: text(dataset, 'x0020000e') ?? '',
    studyUid: text(dataset, 'x0020000d') ?? '',
    frameOfReference: text(dataset, 'x00200052'),
    patientId: shownText(dataset, 'x00100020'),
    patientName: shownName(dataset, 'x00100010'),
    syntax,
    layout,
    frames,
    manufacturer: shownText(dataset, 'x00080070'),
    model: shownText(dataset, 'x00081090'),
    contrastAgent: shownText(dataset, 'x00180010'),
    kvp: decimalNumber(dataset, 'x00180060'),
    seriesDescription: shownText(dataset, 'x0008103e'),
    acquiredAt: dateTime(text(dataset, 'x00080022'), text(dataset, 'x00080032')),
    lossy: syntax.lossy || text(dataset, 'x00282110') === '01',
  };
}

/** DICOM date and time as ISO 8601 local time; null where the date is not written as PS3.5 asks. */
function dateTime(date: string | null, time: string | null): string | null {
  const day = /^(\d{4})\.?(\d{2})\.?(\d{2})$/u.exec(date ?? '');
  if (day === null) return null;
  const clock = /^(\d{2}):?(\d{2}):?(\d{2})/u.exec(time ?? '');
  const iso = `${day[1]}-${day[2]}-${day[3]}`;
  return clock === null ? iso : `${iso}T${clock[1]}:${clock[2]}:${clock[3]}`;
}
