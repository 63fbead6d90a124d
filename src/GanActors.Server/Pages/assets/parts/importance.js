// How much of the objective's variation each setting explains.

import { fill, h } from '../dom.js';
import { percent } from '../words.js';
import { shortKey } from './short-key.js';

export function importanceBars() {
    const element = h('ul', { class: 'importance', 'data-test': 'importance' });
    return {
        element,
        set(importance) {
            if (!importance || Object.keys(importance).length === 0) {
                fill(element, h('li', { class: 'quiet small' }, 'It takes some more trials to tell.'));
                return;
            }
            const sorted = Object.entries(importance).sort(([, a], [, b]) => b - a);
            const most = Math.max(sorted[0][1], 1e-9);
            fill(
                element,
                sorted.map(([key, share]) => {
                    const { player, words } = shortKey(key);
                    return h(
                        'li',
                        { title: key, 'data-key': key },
                        h('span', { class: 'importance-key' }, words),
                        h(
                            'span',
                            { class: 'importance-bar' },
                            h('span', { class: player ?? 'neither', style: { width: `${Math.max(1, (100 * share) / most)}%` } }),
                        ),
                        h('span', { class: 'numbers' }, percent(share)),
                    );
                }),
            );
        },
    };
}
