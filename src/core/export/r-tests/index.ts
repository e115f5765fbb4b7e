/** R functions by test id: base R, written from the formulas that docs/definitions.md names. */
import { agreementTests } from './agreement';
import { correlationTests } from './correlation';
import { countTests } from './counts';
import { designTests } from './designs';
import { modelTests } from './models';
import { severalGroupTests } from './several-groups';
import { twoGroupTests } from './two-groups';

export { sharedFunctions } from './shared';

export const rTests: Readonly<Record<string, string>> = {
  ...correlationTests,
  ...twoGroupTests,
  ...severalGroupTests,
  ...countTests,
  ...modelTests,
  ...agreementTests,
  ...designTests,
};
