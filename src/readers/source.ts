/** Files made of other files, and what a damaged one throws. */
import type { SourceFile } from './contract';

/** The bytes of a file turned out damaged when they were read; caught where the file can be named. */
export class SourceDamaged extends Error {}

/** A file from an offset on. */
export function tailOf(file: SourceFile, offset: number): SourceFile {
  return {
    path: file.path,
    size: Math.max(0, file.size - offset),
    read: (from, to) => file.read(offset + from, offset + to),
  };
}
