// A run's checkpoints, and which of them are kept for good.

import { get, mayChange, put, remove, runPath } from '../api.js';
import { fill, h } from '../dom.js';
import { bytes, count, figure, figureName, timeAgo } from '../words.js';
import { icon } from './icon.js';
import { problemLine } from './problem.js';

export function checkpointTable(id, { signal }) {
    const problem = problemLine();
    const place = h('div', { class: 'scroll-x' });

    async function load() {
        const rows = await get(runPath(id, '/checkpoints'), signal);
        if (rows.length === 0) {
            fill(place, h('p', { class: 'quiet small' }, 'None yet.'));
            return;
        }
        fill(
            place,
            h(
                'table',
                { class: 'checkpoints', 'data-test': 'checkpoints' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        ['Checkpoint', 'Written'].map(words => h('th', { scope: 'col' }, words)),
                        h('th', { scope: 'col', class: 'number' }, 'Size'),
                        h('th', { scope: 'col' }, 'Condition'),
                        h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Keep')),
                        h('th', { scope: 'col' }, 'Figures'),
                    ),
                ),
                h(
                    'tbody',
                    {},
                    rows.map(row =>
                        h(
                            'tr',
                            { 'data-test': 'checkpoint', 'data-version': row.version },
                            h('th', { scope: 'row' }, count(row.iteration), h('span', { class: 'faint mono small' }, ` ${row.version}`)),
                            h('td', {}, timeAgo(row.written)),
                            h('td', { class: 'number' }, bytes(row.bytes)),
                            h(
                                'td',
                                {},
                                h(
                                    'span',
                                    { class: `tag ${row.condition === 'whole' ? 'good' : row.condition === 'damaged' ? 'bad' : 'warn'}` },
                                    row.condition,
                                ),
                            ),
                            h(
                                'td',
                                { class: 'number' },
                                h(
                                    'button',
                                    {
                                        type: 'button',
                                        class: 'small',
                                        'aria-pressed': String(row.pinned),
                                        'data-test': 'pin',
                                        disabled: !mayChange(),
                                        title: row.pinned ? 'It is kept for good; press to let it go with the others' : 'Keep it for good',
                                        on: { click: () => pin(row) },
                                    },
                                    icon('pin'),
                                    row.pinned ? 'Kept' : 'Keep',
                                ),
                            ),
                            h('td', {}, row.figures.map(one => `${figureName(one.name)} ${figure(one.value)}`).join(', ')),
                        ),
                    ),
                ),
            ),
        );
    }

    async function pin(row) {
        problem.clear();
        const path = runPath(id, `/checkpoints/${encodeURIComponent(row.version)}/pin`);
        try {
            await (row.pinned ? remove(path) : put(path));
            await load();
        } catch (failure) {
            problem.say(failure);
        }
    }

    return { element: h('div', { class: 'stack' }, problem.element, place), load };
}
