/**
 * How sharp a reconstruction kernel is, from its vendor's name.
 *
 * Sources: Solomon, Christianson, Samei, Med Phys 2012;39:6048 (GE and Siemens kernels matched by
 * noise texture: Standard ~ B43, Chest ~ B41, Lung and Bone ~ B75); Siemens name their kernels by a
 * letter, a sharpness number of two digits (10 smooth … 80 sharp) and a suffix; Toshiba/Canon FC01–19
 * are body, FC20–29 head, FC30–39 and FC80–89 high resolution, FC50–59 lung; Philips A (smooth)
 * through E, L lung, with a leading Y or E-type on newer scanners.
 */
export type KernelClass = 'soft' | 'medium' | 'sharp' | 'unknown';

type Rule = readonly [RegExp, (number: number) => KernelClass];

const siemens = (number: number): KernelClass => (number < 26 ? 'soft' : number < 50 ? 'medium' : 'sharp');
const canon = (number: number): KernelClass => {
  if (number >= 30 && number < 40) return 'sharp';
  if (number >= 50) return 'sharp';
  return 'medium';
};

/** Tried in order on the name in capitals; the bracketed digits are the number. */
const rules: readonly Rule[] = [
  [/^FC0*(\d{1,2})/u, canon],
  [/^(?:AB|B|BR|BV|BF|BL|BP|BM|I|J|T|QR|QQ|HR|D|U)(\d{2})/u, siemens],
  [/\bAB(\d{2})/u, siemens],
  [/^SOFT/u, () => 'soft'],
  [/^(?:STANDARD|STND|STD|DETAIL|CHST|CHEST|ABD)/u, () => 'medium'],
  [/^(?:LUNG|BONE|EDGE|ULTRA|HD ?LUNG|HD ?BONE)/u, () => 'sharp'],
  [/^(?:Y?A|SMOOTH)$/u, () => 'soft'],
  [/^(?:Y?[BC]|X[AB]|XCA|XCB)$/u, () => 'medium'],
  [/^(?:Y?[DEL]|YD|XCD|XE)$/u, () => 'sharp'],
];

export function kernelClass(kernel: string | null): KernelClass {
  const name = kernel?.toUpperCase().trim() ?? '';
  for (const [pattern, classify] of rules) {
    const found = pattern.exec(name);
    if (found !== null) return classify(Number(found[1] ?? 0));
  }
  return 'unknown';
}
