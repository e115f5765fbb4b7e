import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { words } from '../../src/app/words';
import { cohortWords } from '../../src/app/words-cohort';
import { gasWords } from '../../src/app/words-gases';
import { reportWords } from '../../src/app/words-report';
import { statisticsWords } from '../../src/app/words-statistics';
import { trialWords } from '../../src/app/words-trial';

/** All texts of a tree, functions called with plain values. */
function texts(tree: unknown, path: string): { path: string; text: string }[] {
  if (typeof tree === 'string') return [{ path, text: tree }];
  if (Array.isArray(tree)) return tree.flatMap((one, index) => texts(one, `${path}.${index}`));
  if (typeof tree === 'object' && tree !== null) {
    return Object.entries(tree).flatMap(([name, one]) => texts(one, `${path}.${name}`));
  }
  return [];
}

/** Files of the page, for what must not stand in them. */
function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(vue|ts|css)$/.test(name) ? [path] : [];
  });
}

const all = [
  ...texts(words, 'words'),
  ...texts(gasWords, 'gases'),
  ...texts(trialWords, 'trial'),
  ...texts(cohortWords, 'cohort'),
  ...texts(statisticsWords, 'statistics'),
  ...texts(reportWords, 'report'),
];

describe('the words of the screen', () => {
  test('none is empty', () => {
    expect(all.length).toBeGreaterThan(150);
    for (const { path, text } of all) expect(text.trim(), path).not.toBe('');
  });

  test('calm: no exclamation mark, no "please", no "oops", no "something went wrong"', () => {
    for (const { path, text } of all) expect(text, path).not.toMatch(/!|please|oops|went wrong/i);
  });

  test('one term a thing: "measure", not "analyse" or "process"', () => {
    // a blood-gas analyser is a thing, analysis.R a file; `analysed` is the word of the flow line that all files share
    const known = /analysers?\b|\banalysed\b|analysis\.R/gi;
    for (const { path, text } of all)
      expect(text.replaceAll(known, ''), path).not.toMatch(/analy[sz]|process|segment/i);
  });

  test('the lines that are always visible, to the letter', () => {
    expect(words.research).toBe('Research use only. Not for diagnosis.');
    expect(words.privacy).toBe('Nothing leaves this computer');
  });

  test('words with numbers', () => {
    expect(words.series.leftOut(1)).toBe('1 file was left out.');
    expect(words.series.leftOut(2)).toBe('2 files were left out.');
    expect(words.panel.stage('read', 312)).toBe('Read 312 slices');
    expect(words.reading.facing(0)).toBe('Front');
    expect(words.reading.facing(14)).toBe('Front, 14° left');
    expect(words.reading.facing(-100)).toBe('Patient’s right, 10° right');
    expect(words.reading.facing(180)).toBe('Back');
  });
});

describe('codes', () => {
  test('that begin with the name of a field are told by its label', () => {
    expect(cohortWords.code('hb_g_dl_out_of_range')).toBe('Haemoglobin out of range');
    expect(cohortWords.code('pao2_mmhg_unusual')).toBe('PaO2 unusual');
    expect(cohortWords.code('no_such_code')).toBe('no such code');
  });
});

describe('the files of the page', () => {
  const files = sources('src/app');

  test('hold no inline style and no other origin', () => {
    for (const path of files) {
      const text = readFileSync(path, 'utf8');
      expect(text, path).not.toMatch(/\sstyle="/);
      expect(text, path).not.toMatch(/https?:\/\//);
    }
  });
});
