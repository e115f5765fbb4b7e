/**
 * How sharp a reconstruction kernel is, from its vendor's name.
 *
 * GE and Siemens by Solomon, Christianson, Samei, Med Phys 2012;39:6048, who matched kernels by noise
 * texture; the others by the names that the vendors give. Siemens: letters, a number from 10 (smooth)
 * to 90 (sharp), f for fast or s for standard; 50 and more are sharp (B50 medium sharp, B60, B70, B80;
 * likewise Br, Bl, Hr, Qr, and the iterative I, J and P forms). GE: SOFT, STANDARD, CHST, DETAIL, then
 * LUNG, BONE, BONEPLUS, EDGE, ULTRA. Philips: A smooth to E sharp, L lung, with Y for the newer ones.
 * Toshiba and Canon: FC01–FC29 body and head, FC30–FC39 and FC80–FC89 high resolution, FC50–FC59 lung.
 */
export type KernelClass = 'soft' | 'medium' | 'sharp' | 'unknown';

type Rule = readonly [pattern: RegExp, classify: (number: number) => KernelClass];

const siemens = (number: number): KernelClass => (number < 30 ? 'soft' : number < 50 ? 'medium' : 'sharp');
const canon = (number: number): KernelClass => (number < 30 || (number >= 40 && number < 50) ? 'medium' : 'sharp');

/** Tried in order on the name in capitals; the bracketed digits are the number. */
const rules: readonly Rule[] = [
  [/^FC0*(\d{1,2})(?!\d)/u, canon],
  [/^[A-Z]{1,2}(\d{2})[A-Z]?(?!\d)/u, siemens],
  // Somatom Plus 4 and its kin: 59 .10.AB50
  [/\b[A-Z]{1,2}(\d{2})$/u, siemens],
  [/^SOFT/u, () => 'soft'],
  [/^(?:STANDARD|STND|STD|DETAIL|CHST|CHEST|BODY)/u, () => 'medium'],
  [/^(?:LUNG|BONE|EDGE|ULTRA|HD ?LUNG|HD ?BONE)/u, () => 'sharp'],
  [/^(?:Y?A|UA|XA|SMOOTH)$/u, () => 'soft'],
  [/^(?:Y?[BC]|U[BC]|X[BC])$/u, () => 'medium'],
  [/^(?:Y?[DEL]|U[DE]|X[DE])$/u, () => 'sharp'],
];

export function kernelClass(kernel: string | null): KernelClass {
  // Siemens writes a second value for the strength of its iteration: the first is the kernel
  const name = kernel?.split('\\')[0].toUpperCase().trim() ?? '';
  for (const [pattern, classify] of rules) {
    const found = pattern.exec(name);
    if (found !== null) return classify(Number(found[1] ?? 0));
  }
  return 'unknown';
}
