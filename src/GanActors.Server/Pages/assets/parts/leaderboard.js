// A sweep's trials, best first.

import { attribute, fill, h, keyed, write } from '../dom.js';
import { count, figure, figureName, nothing } from '../words.js';
import { shortKey } from './short-key.js';
import { setState, stateBadge } from './state-badge.js';

const runAddress = id => `/runs/${encodeURIComponent(id)}`;

export function leaderboard({ onOpen }) {
    const head = h('tr'),
        body = h('tbody'),
        known = new Map();
    const element = h(
        'table',
        { class: 'leaderboard', 'data-test': 'leaderboard' },
        h('caption', { class: 'unseen' }, 'Trials, best first'),
        h('thead', {}, head),
        body,
    );
    let keys = null,
        outline = null;

    function makeRow(first) {
        const rank = h('td', { class: 'number rank' }),
            badge = stateBadge(first.state),
            iterations = h('td', { class: 'number' }),
            objective = h('td', { class: 'number strong' });
        const settings = keys.map(() => h('td', { class: 'number setting' }));
        const trial = h('th', { scope: 'row' });
        const element = h(
            'tr',
            {
                'data-test': 'trial-row',
                'data-trial': first.number,
                // Anywhere on the row; keyboards have the link.
                on: {
                    click: event => {
                        if (!event.target.closest('a') && !getSelection().toString()) onOpen(first.number);
                    },
                },
            },
            rank,
            trial,
            settings,
            iterations,
            objective,
            h('td', {}, badge),
        );
        let shown = null;
        element.update = row => {
            if (row === shown) return;
            shown = row;
            write(rank, row.rank === null ? nothing : String(row.rank));
            const runs = row.runs.join();
            if (trial.dataset.runs !== runs) {
                trial.dataset.runs = runs;
                fill(
                    trial,
                    row.runs.length === 0
                        ? `${row.number}`
                        : row.runs.map((id, index) =>
                              h('a', { href: runAddress(id), title: id }, index === 0 ? `${row.number}` : `seed ${index + 1}`),
                          ),
                );
            }
            keys.forEach((key, index) => write(settings[index], setting(row.settings[key])));
            write(
                iterations,
                row.state === 'running' && row.done ? `${count(row.iterations)} + ${count(row.done)}` : count(row.iterations),
            );
            write(objective, figure(row.objective));
            setState(badge, row.state, row.failure);
            attribute(element, 'data-rank', row.rank);
        };
        return element;
    }

    return {
        element,
        set(trials, newOutline) {
            if (keys === null || outline.parameters.length !== newOutline.parameters.length) {
                outline = newOutline;
                keys = outline.parameters.map(parameter => parameter.key);
                body.replaceChildren();
                known.clear();
                fill(
                    head,
                    h('th', { scope: 'col', class: 'number' }, 'Rank'),
                    h('th', { scope: 'col' }, 'Trial'),
                    keys.map(key => {
                        const { player, words } = shortKey(key);
                        return h(
                            'th',
                            { scope: 'col', class: 'number', title: key },
                            player ? [h('span', { class: `dot ${player}` }), ' '] : null,
                            words,
                        );
                    }),
                    h('th', { scope: 'col', class: 'number' }, 'Iterations'),
                    h(
                        'th',
                        { scope: 'col', class: 'number', title: outline.minimize ? 'Less is better' : 'More is better' },
                        figureName(outline.metric),
                        outline.minimize ? ' ↓' : ' ↑',
                    ),
                    h('th', { scope: 'col' }, 'State'),
                );
            }
            keyed(
                body,
                trials,
                trial => trial.number,
                makeRow,
                (element, trial) => element.update(trial),
                known,
            );
        },
    };
}

function setting(text) {
    if (text === undefined) return nothing;
    const number = Number(text);
    return text.length > 8 && Number.isFinite(number) ? figure(number) : text;
}
