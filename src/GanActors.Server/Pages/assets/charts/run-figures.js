// The charts of a run, in the order in which they are read.

import { accuracy } from './accuracy.js';
import { gradients } from './gradients.js';
import { losses, sides } from './losses.js';
import { rates, steps } from './rates.js';
import { scores } from './scores.js';

export const first = [losses, accuracy];
export const further = [scores, gradients, sides, rates, steps];
export const runFigures = [...first, ...further];
