/** Words over and beside the views: planes, tools, windows, slab. Part of `words`. */
export const readingWords = {
  reading: {
    views: 'Views',
    tools: 'Tools',
    plane: { axial: 'Axial', coronal: 'Coronal', sagittal: 'Sagittal' },
    vessels3d: 'Vessels',
    lungs3d: 'Lungs',
    vesselsFollow: 'vessels follow',
    colourAndWidth: 'colour and width: cross-sectional area',
    branches: (n: string, metres: string) => `${n} branches · ${metres}`,
    slice: (n: number, of: number) => `slice ${n} / ${of}`,
    sliceLive: (plane: string, n: number, of: number, hu: string) => `${plane}, slice ${n} of ${of}, ${hu}`,
    window: (width: string, level: string) => `W ${width} L ${level}`,
    zoom: (percent: string) => `Zoom ${percent}`,
    rightLung: (litres: string) => `Right lung ${litres}`,
    leftLung: (litres: string) => `Left lung ${litres}`,
    lungsReady: 'Lungs are ready. Vessels appear as they are found.',
    reading: 'Reading the slices',
    scrollBar: (plane: string) => `${plane} slices`,
    waits: (name: string, measuring: boolean) =>
      measuring ? `${name} waits until this scan is measured.` : `${name} waits.`,
    openWaiting: 'Open it now',
    forgetWaiting: 'Do not open it',
    tilted: (degrees: string) =>
      `The slices are tilted by ${degrees}. This plane would be drawn askew, so only the axial slices are shown.`,
    noGpu: '3-D needs a graphics card. Slices and figures work without it.',
    drawSlowly: 'Draw slowly',
    lost: '3-D stopped: the graphics card was reset. Slices and figures are not affected.',
    drawAgain: 'Draw again',
    maximumProjection: 'largest vessel in front',
    waitingFor3d: 'Vessels follow the measurement.',
    turn: 'Drag to turn, click a vessel to see its figures',
    facing: (azimuthDegrees: number) => facingWords(azimuthDegrees),
    legend: 'Vessel calibre',
    hidden: 'hidden',
    below: 'below range',
  },

  tool: {
    crosshair: 'Cross-hair',
    window: 'Window',
    pan: 'Pan',
    zoom: 'Zoom',
    measure: 'Measure',
    vessels: 'Vessels on or off',
    lungs: 'Lungs on or off',
    slab: 'Slab: 5, 10, 20 mm, one slice',
    layout: 'Layout',
    leftOut: 'What was left out of the vessels',
    outline: 'Vessels as outline',
    fill: 'Vessels filled',
  },

  slab: {
    blend: { maximum: 'maximum', mean: 'mean' },
    other: (blend: 'maximum' | 'mean') => (blend === 'maximum' ? 'mean' : 'maximum'),
    shown: (mm: string, blend: string) => `Slab ${mm}, ${blend}`,
    off: 'Back to one slice',
  },

  layout: { oneAndThree: '1 + 3', grid: '2 × 2', one: 'One view' },

  windows: {
    lung: 'Lung',
    fine: 'Fine vessels',
    mediastinum: 'Mediastinum',
    bone: 'Bone',
    measured: 'As measured',
  },
} as const;

/** `Front, 14° left`: from where the vessels are seen, and how far turned. */
function facingWords(azimuthDegrees: number): string {
  const quarter = Math.round(azimuthDegrees / 90);
  const faces = ['Front', 'Patient’s left', 'Back', 'Patient’s right'];
  const face = faces[((quarter % 4) + 4) % 4];
  const rest = Math.round(azimuthDegrees - quarter * 90);
  if (rest === 0) return face;
  return `${face}, ${Math.abs(rest)}° ${rest > 0 ? 'left' : 'right'}`;
}
