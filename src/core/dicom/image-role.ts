/** What an image is in its series, by ImageType (PS3.3 C.7.6.1.1.2 and C.8.2.1.1.1). */

/** `derived_slices` are axial slices marked DERIVED without a sign of reformatting: usable, with a warning. */
export type ImageRole = 'original' | 'derived_slices' | 'localizer' | 'derived';

const localizerWords = ['LOCALIZER', 'SCOUT', 'TOPO', 'TOPOGRAM', 'SCANOGRAM', 'SURVIEW'];

/** Values that tell a picture computed from slices: planes and projections, sums, renderings, maps. */
const computedWords = new Set(
  [
    'CSA,MPR,CPR,REFORMATTED,REFORMAT,RESAMPLED,PROJECTION,MIP,MINIP,MAX_IP,MIN_IP',
    'AVERAGE,MEAN,MAXIMUM,MINIMUM,ADDITION,SUBTRACTION,DIVISION,CALCULATED',
    '3D,VR,VRT,RENDERING,SURFACE,RENDERED,SCREEN',
    'PERFUSION,CBF,CBV,MTT,TTP,RCBF,RCBV,PARAMETRIC',
  ].flatMap((words) => words.split(',')),
);

export function imageRole(imageType: readonly string[]): ImageRole {
  const values = imageType.map((value) => value.toUpperCase());
  // vendors put more than one word into a value: CT_SOM5 MIP, CSA MPR
  const words = [...values, ...values.flatMap((value) => value.split(/\s+/u))];
  if (words.some((word) => localizerWords.includes(word))) return 'localizer';
  if (words.some((word) => computedWords.has(word))) return 'derived';
  if (values[0] !== 'DERIVED') return 'original';
  // lossy coding alone makes an image DERIVED (PS3.3 C.7.6.1.1.5), so the word by itself does not refuse it
  return values[2] === undefined || values[2] === '' || ['AXIAL', 'OTHER', 'VOLUME'].includes(values[2])
    ? 'derived_slices'
    : 'derived';
}
