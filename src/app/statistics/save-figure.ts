/** A figure as picture: drawn by the browser at 300 dpi for a column 16 cm wide. */

const DPI = 300;
const WIDTH_CM = 16;
const CM_PER_INCH = 2.54;

/** PNG bytes of an SVG text; null where the browser cannot draw it. */
export async function pngOfSvg(svg: string): Promise<Uint8Array | null> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const width = Math.round((WIDTH_CM / CM_PER_INCH) * DPI);
    const height = Math.round((width * image.naturalHeight) / image.naturalWidth);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}
