/** analysis.R: base R that repeats every number of the statistics from analysis_data.csv and stops where one differs. */
import { csvLine } from '../result';
import { findStatistic, isRefusal, type AnalysisResult, type DataTable, type Json } from '../statistics';
import { dataFunctions, rInputs } from './r-data';
import { rTests, sharedFunctions } from './r-tests';
import { rName, rText, rValue } from './r-values';

/** Largest difference of two numbers, as a share of their size; R's own searches stop near 1e-8. */
const TOLERANCE = 1e-6;
/** R looks for the odds ratio of Fisher's test with a coarser step than BVX. */
const ROUGH = 2e-2;

/** The table that the script reads: every column, full precision. */
export function analysisData(table: DataTable): string {
  const names = [...table.columns.keys()];
  const columns = [...table.columns.values()];
  const lines = Array.from({ length: table.rows }, (_, row) => csvLine(columns.map((column) => column[row] ?? null)));
  return csvLine(names) + lines.join('');
}

/** The script for these results, which stand in the order in which they were run. */
export function analysisScript(results: readonly AnalysisResult[], table: DataTable, program: string): string {
  const used = [...new Set(results.map(({ test }) => test))].flatMap((test) => rTests[test] ?? []);
  return [
    `# Repeats the statistics of ${oneLine(program)} from analysis_data.csv in base R (4.1 or newer).`,
    '# Run it in the folder of the data: Rscript analysis.R',
    'options(digits = 15, width = 120)',
    readData(table),
    sharedFunctions.trim(),
    dataFunctions.trim(),
    comparison.trim(),
    ...used.map((text) => text.trim()),
    '',
    ...results.map((result) => callOf(result, table)),
    '',
    closing.trim(),
    '',
  ].join('\n');
}

function readData(table: DataTable): string {
  const texts = [...table.columns].filter(([, column]) => column.some((value) => typeof value === 'string'));
  return [
    'data <- read.csv("analysis_data.csv", check.names = FALSE, colClasses = "character", na.strings = "",',
    '                 encoding = "UTF-8", quote = "\\"", comment.char = "")',
    `text_columns <- ${rValue(texts.map(([name]) => name))}`,
    'for (name in names(data)) data[[name]] <- if (name %in% text_columns)',
    '  sub("^\'(?=\'*[=+@\\t\\r-])", "", data[[name]], perl = TRUE) else as.numeric(data[[name]])',
  ].join('\n');
}

const comparison = `
numbers_done <- 0
differing <- character(0)
p_values <- list()
p_of <- function(id) or_default(p_values[[id]], NA)
run <- function(id, title, got, wanted) {
  cat("\\n", id, ": ", title, "\\n", sep = "")
  got <- tryCatch(got, error = function(problem) {
    cat("  R could not repeat this: ", conditionMessage(problem), "\\n", sep = "")
    differing <<- c(differing, id)
    list()
  })
  p_values[[id]] <<- got$p_value
  for (name in names(wanted)) {
    rough <- is.null(got[[name]]) && !is.null(got[[paste0("rough_", name)]])
    mine <- as.numeric(if (rough) got[[paste0("rough_", name)]] else got[[name]])
    theirs <- as.numeric(wanted[[name]])
    if (length(mine) == 0) { cat("  ", name, ": not repeated here\\n", sep = ""); next }
    limit <- if (rough) ${ROUGH} else ${TOLERANCE}
    floor <- if (grepl("^p_|p_raw|p_adjusted|p_value", name)) 1e-300 else 1e-9
    same <- length(mine) == length(theirs) && all(ifelse(is.na(theirs), !is.finite(mine),
      is.finite(mine) & abs(mine - theirs) <= floor + limit * abs(theirs)))
    cat("  ", name, " = ", paste(format(mine, digits = 15), collapse = ", "), if (same) "" else
      paste0("   DIFFERS from ", paste(format(theirs, digits = 15), collapse = ", ")), "\\n", sep = "")
    numbers_done <<- numbers_done + length(mine)
    if (!isTRUE(same)) differing <<- c(differing, paste(id, name))
  }
}
`;

const closing = `
cat("\\n", numbers_done, " numbers repeated, ", length(differing), " differ\\n", sep = "")
stopifnot(isTRUE(all.equal(differing, character(0))))
`;

function callOf(result: AnalysisResult, table: DataTable): string {
  const { id, test, result: outcome } = result;
  const label = findStatistic(test)?.label ?? test;
  if (isRefusal(outcome)) return `# ${oneLine(id)}: ${oneLine(label)} was refused: ${oneLine(outcome.message)}`;
  if (rTests[test] === undefined) {
    return `# ${oneLine(id)}: ${oneLine(label)} draws random numbers of its own and is not repeated here.`;
  }
  const given = [...rInputs(result, table), ...optionsOf(result)];
  const call = `bvx_${test}(${given.map(({ name, expression }) => `${name} = ${expression}`).join(', ')})`;
  const wanted = flatNumbers(outcome).map(([name, value]) => `${rName(name)} = ${rValue(value)}`);
  return `run(${rText(id)}, ${rText(label)}, ${call},\n    list(${wanted.join(', ')}))`;
}

/** Options as given, where the test and its R function know them. */
function optionsOf({ test, fields }: AnalysisResult): { readonly name: string; readonly expression: string }[] {
  const statistic = findStatistic(test);
  const { options } = fields;
  const nested = typeof options === 'object' && options !== null ? Object.entries(options) : [];
  const all = new Map<string, unknown>([...Object.entries(fields), ...nested]);
  return Object.keys(statistic?.options ?? {}).flatMap((name) => {
    const value = all.get(name);
    return value === undefined || value === null ? [] : [{ name, expression: rValue(value) }];
  });
}

/** What only says how it was done, not what came out. */
const settings = new Set(['conf_level', 'conf_level_reached', 'seed', 'replicates', 'sweeps', 'm', 'n_raters', 'mu']);

/** Numbers of a result under plain names; lists of records as columns, `post_hoc.p_raw`. */
function flatNumbers(result: Readonly<Record<string, Json>>): [string, number | null | readonly (number | null)[]][] {
  return Object.entries(result).flatMap(([name, value]): [string, number | null | readonly (number | null)[]][] => {
    if (settings.has(name)) return [];
    if (value === null || typeof value === 'number') return [[name, value]];
    if (!Array.isArray(value)) return [];
    const items = value as readonly Json[];
    if (items.length > 0 && items.every(isNumberOrNull)) return [[name, items]];
    const records = items.filter(isRecord);
    if (records.length === 0 || records.length !== items.length) return [];
    return Object.keys(records[0]).flatMap((key): [string, (number | null)[]][] => {
      const column = records.map((record) => record[key]);
      return column.every(isNumberOrNull) ? [[`${name}.${key}`, column]] : [];
    });
  });
}

const isNumberOrNull = (value: Json | undefined): value is number | null => value === null || typeof value === 'number';
const isRecord = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
