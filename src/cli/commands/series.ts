/** bvx series: what is in there, ranked for BV5, with reasons, and what was set aside. */
import process from 'node:process';
import type { Inventory, SeriesSummary } from '../../core/dicom/types';
import { createNodeEngine } from '../../engine/node';
import { readArguments, type Command } from '../command';
import { filesOf } from '../inputs';
import { progressBar, tellRefusal, withEngine } from '../terminal';

export const series: Command = {
  name: 'series',
  usage: 'series INPUT [--json]',
  summary: 'Lists the series, ranked for BV5, with reasons, and the files that were left out.',
  help: 'INPUT   a folder, a zip, one file, or several\n--json  the list as JSON on stdout\n--quiet no progress bar',
  async run(argv) {
    const { values, positionals } = readArguments(argv, { json: { type: 'boolean' }, quiet: { type: 'boolean' } });
    const files = await filesOf(positionals);
    return withEngine(createNodeEngine({ threads: 1 }), async (engine) => {
      const bar = progressBar(values.quiet ?? false);
      const outcome = await engine.open(files, (p) => bar.report(p));
      bar.stop();
      if (!outcome.ok) return tellRefusal(outcome.refusal, values.json ?? false);
      process.stdout.write(values.json ? `${JSON.stringify(toJson(outcome.value), null, 1)}\n` : toText(outcome.value));
      return 0;
    });
  },
};

function toJson(inventory: Inventory): unknown {
  return {
    files: inventory.files,
    series: inventory.series.map((s) => ({
      id: s.id,
      uid: s.uid,
      format: s.format,
      verdict: s.verdict,
      rank: s.rank,
      reason: s.reason,
      description: s.facts.seriesDescription,
      modality: s.facts.modality,
      manufacturer: s.facts.manufacturer,
      model: s.facts.model,
      kernel: s.facts.kernel,
      contrast_agent: s.facts.contrastAgent,
      slices: s.slices,
      slice_thickness_mm: s.facts.sliceThicknessMm,
      spacing_mm: s.geometry?.spacingMm ?? null,
      size: s.geometry?.size ?? null,
      origin_mm: s.geometry?.originMm ?? null,
      direction: s.geometry?.direction ?? null,
      memory_mb: Math.round(s.memoryBytes / 1e6),
      issues: s.issues,
      error: s.refusal && { code: s.refusal.code, message: s.refusal.message, action: s.refusal.action },
    })),
    left_out: inventory.leftOut,
  };
}

function toText(inventory: Inventory): string {
  const lines = [`${inventory.files} files, ${inventory.series.length} series`, ''];
  for (const s of inventory.series) lines.push(...seriesLines(s), '');
  if (inventory.leftOut.length > 0) {
    lines.push(`${inventory.leftOut.length} files were left out:`);
    for (const file of inventory.leftOut) lines.push(`  ${file.path}: ${file.reason} [${file.kind}]`);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

const verdictWords = { best: 'best', usable: 'usable', not_for_bv5: 'not for BV5' } as const;

function seriesLines(s: SeriesSummary): string[] {
  const spacing = s.geometry?.spacingMm.map((mm) => mm.toFixed(3)).join(' × ');
  const facts = [
    `${s.slices} slices`,
    spacing === undefined ? null : `${spacing} mm`,
    s.facts.sliceThicknessMm === null ? null : `thickness ${s.facts.sliceThicknessMm} mm`,
    s.facts.kernel === null ? null : `kernel ${s.facts.kernel}`,
    s.facts.contrastAgent === null ? null : `contrast ${s.facts.contrastAgent}`,
  ];
  return [
    `${s.rank}. ${s.facts.seriesDescription ?? 'no description'} (${verdictWords[s.verdict]}: ${s.reason})`,
    `   ${facts.filter((fact) => fact !== null).join(', ')}`,
    `   ${s.uid ?? s.id}`,
    ...s.issues.map((issue) => `   ${issue.severity}: ${issue.message} ${issue.action} [${issue.code}]`),
    ...(s.refusal === null ? [] : [`   refused: ${s.refusal.message} ${s.refusal.action} [${s.refusal.code}]`]),
  ];
}
