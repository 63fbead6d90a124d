// Tells changes to those who listen instead of looking.

import { h, write } from './dom.js';

export const announcer = h('div', { class: 'unseen', 'aria-live': 'polite', 'data-test': 'announcer' });

export function announce(words) {
    write(announcer, words);
}
