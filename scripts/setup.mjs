// `npm run setup`: makes what a fresh clone lacks.
import { prepare } from './prepare.mjs';

prepare();
