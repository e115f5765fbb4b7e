/** Where the readers find their decoders in a page: assets of its own origin. */
import charlsUrl from '@cornerstonejs/codec-charls/decodewasm?url';
import jpegUrl from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpegUrl from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjphUrl from '@cornerstonejs/codec-openjph/wasm?url';
import type { ReaderHost } from '../readers';

const codecUrls = { charls: charlsUrl, openjpeg: openjpegUrl, openjph: openjphUrl, libjpeg: jpegUrl } as const;

export const browserReaderHost: ReaderHost = {
  async codecWasm(name) {
    const response = await fetch(codecUrls[name]);
    if (!response.ok) throw new Error(`decoder ${name} could not be loaded (${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  },
  itkPipelines(name) {
    const folder = `${import.meta.env.BASE_URL}itk/${name.includes('dicom') ? 'dicom' : 'image-io'}`;
    return { kind: 'web', folder: new URL(folder, location.origin).href };
  },
};
