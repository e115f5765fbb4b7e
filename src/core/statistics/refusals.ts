/** Why a statistic gives no number: the codes of the files, with words and what to do. */
import type { StatisticRefusal } from './contract';

const refuse = (error: string, message: string, action: string): StatisticRefusal => ({ error, message, action });

export const statisticRefusals = {
  too_few_values: (has: number, needs: number): StatisticRefusal =>
    refuse(
      'too_few_values',
      `Only ${has} complete ${has === 1 ? 'value' : 'values'}; this test needs at least ${needs}.`,
      'Add cases, or choose a test for fewer values.',
    ),
  too_many_values: (has: number, most: number): StatisticRefusal =>
    refuse(
      'too_many_values',
      `${has} values are more than the ${most} for which this form of the test is defined or can be computed.`,
      'Use the approximate form of the test.',
    ),
  too_many_tables: (n: number): StatisticRefusal =>
    refuse(
      'too_many_values',
      `${n} cases in a table of this size can lie in too many ways to count them all.`,
      'Set "simulate" to true for a p from tables drawn at random, or take the chi-square test.',
    ),
  constant_input: (): StatisticRefusal =>
    refuse(
      'constant_input',
      'All values are the same, so there is no spread to compare with.',
      'Check the column; a constant has no test.',
    ),
  too_few_groups: (has: number, needs: number): StatisticRefusal =>
    refuse(
      'too_few_groups',
      `Only ${has} ${has === 1 ? 'group has' : 'groups have'} values; this test needs ${needs}.`,
      'Check the grouping and its levels.',
    ),
  all_zero_differences: (): StatisticRefusal =>
    refuse(
      'all_zero_differences',
      'No pair differs, so there is no signed rank.',
      'Check that the two columns are not the same.',
    ),
  empty_row_or_column: (): StatisticRefusal =>
    refuse(
      'empty_row_or_column',
      'A row or column of the table is empty.',
      'Leave that level out, or join it with another.',
    ),
  no_discordant_pairs: (): StatisticRefusal =>
    refuse('no_discordant_pairs', 'No pair changed, so there is nothing to test.', 'Report the counts.'),
  collinear: (term: string): StatisticRefusal =>
    refuse(
      'collinear',
      `"${term}" is a combination of the other predictors, so its share cannot be told.`,
      'Leave it out.',
    ),
  separation: (term: string): StatisticRefusal =>
    refuse(
      'separation',
      `The outcome is separated by ${term === '' ? 'the predictors' : `"${term}"`}: its odds ratio has no finite estimate.`,
      'Leave the predictor out, join its levels, or use an exact or penalised method.',
    ),
  malformed_input: (name: string, problem: string): StatisticRefusal =>
    refuse('malformed_input', `"${name}": ${problem}.`, 'Correct the input of this analysis.'),
  unknown_test: (id: string): StatisticRefusal =>
    refuse('unknown_test', `There is no test "${id}".`, 'Choose one of the documented test ids.'),
} as const;
