// All sweeps and groups, live.

import { all } from '../api.js';
import { atMostEvery, fill, h, keyed, write } from '../dom.js';
import { live } from '../live.js';
import { icon } from '../parts/icon.js';
import { problemLine } from '../parts/problem.js';
import { progressBar } from '../parts/progress.js';
import { setState, stateBadge } from '../parts/state-badge.js';
import { count, duration, figure, figureName, plural, speed } from '../words.js';

const kinds = { sweep: 'sweep', cells: 'cells', 'md-gan': 'MD-GAN' };

export async function open(page) {
    page.title('Sweeps');
    const sweeps = new Map(),
        known = new Map();
    const problem = problemLine();
    const summary = h('p', { class: 'quiet small' });
    const body = h('tbody');
    const table = h(
        'table',
        { class: 'runs sweeps', 'data-test': 'sweeps-table' },
        h('caption', { class: 'unseen' }, 'Sweeps'),
        h(
            'thead',
            {},
            h(
                'tr',
                {},
                ['Sweep', 'State', 'Trials or epochs'].map(words => h('th', { scope: 'col' }, words)),
                ['Best', 'Iterations', 'Speed', 'Time'].map(words => h('th', { scope: 'col', class: 'number' }, words)),
            ),
        ),
        body,
    );
    const place = h('div', { class: 'card runs-card' }, h('p', { class: 'empty' }, 'Looking for sweeps…'));
    fill(
        page.root,
        h(
            'div',
            { class: 'page-head' },
            h('h1', {}, 'Sweeps'),
            summary,
            h(
                'div',
                { class: 'actions-end' },
                h('a', { class: 'button primary', href: '/new?sweep=mlp-lr-asha', 'data-test': 'new-sweep' }, icon('plus'), 'New sweep'),
            ),
        ),
        problem.element,
        place,
    );

    function draw() {
        write(summary, plural(sweeps.size, 'sweep'));
        if (sweeps.size === 0) {
            fill(
                place,
                h(
                    'div',
                    { class: 'empty', 'data-test': 'sweeps-empty' },
                    h('h2', {}, 'No sweep yet'),
                    h(
                        'p',
                        {},
                        'A sweep trains many GANs that differ in what you let vary, stops the hopeless ones early and tells which settings matter.',
                    ),
                    h('a', { class: 'button primary', href: '/new?sweep=mlp-lr-asha' }, 'Look at one that ships'),
                ),
            );
            return;
        }
        if (table.parentNode !== place) fill(place, table);
        keyed(
            body,
            sweeps.values(),
            row => row.id,
            makeRow,
            (element, row) => element.update(row),
            known,
        );
    }

    async function load() {
        const found = await all('/sweeps', 2000, page.signal);
        sweeps.clear();
        for (const row of found.items) sweeps.set(row.id, row);
        draw();
    }

    const drawSoon = atMostEvery(1000, draw);
    live('/live', 'lists', {
        signal: page.signal,
        onBack: () => load().catch(problem.say),
        onMessage({ sweeps: rows, gone_sweeps: gone }) {
            const news = rows.filter(row => !sweeps.has(row.id));
            for (const row of rows) if (sweeps.has(row.id)) sweeps.set(row.id, row);
            if (news.length) {
                // New ones come first, as the server lists them.
                const others = [...sweeps];
                sweeps.clear();
                for (const row of news) sweeps.set(row.id, row);
                for (const [id, row] of others) sweeps.set(id, row);
            }
            for (const id of gone) sweeps.delete(id);
            if (rows.length || gone.length) drawSoon();
        },
    });
    await load();
}

function makeRow(first) {
    const badge = stateBadge(first.state, { 'data-test': 'sweep-state' });
    const bar = progressBar(`Progress of ${first.id}`);
    const trials = h('span'),
        best = h('td', { class: 'number', 'data-label': 'Best' }),
        iterations = h('td', { class: 'number', 'data-label': 'Iterations' });
    const rate = h('td', { class: 'number', 'data-label': 'Speed' }),
        time = h('td', { class: 'number', 'data-label': 'Time' });
    const element = h(
        'tr',
        { 'data-test': 'sweep-row', 'data-id': first.id },
        h(
            'th',
            { scope: 'row', class: 'name-cell' },
            h(
                'span',
                { class: 'name-line' },
                h('a', { class: 'name', href: `/sweeps/${encodeURIComponent(first.id)}` }, first.id),
                h('span', { class: 'tag' }, kinds[first.kind] ?? first.kind),
            ),
            h('span', { class: 'under' }, first.recipe),
        ),
        h('td', { class: 'state-cell' }, badge),
        h('td', { class: 'progress-cell' }, bar.element, h('span', { class: 'progress-words' }, trials)),
        best,
        iterations,
        rate,
        time,
    );
    element.update = row => {
        const group = row.kind !== 'sweep';
        setState(badge, row.state, row.why);
        bar.set(group ? row.iterations : row.trials, row.budget, row.state);
        write(
            trials,
            group
                ? `${count(row.iterations)} of ${plural(row.budget, 'epoch')}, ${plural(row.trials, 'member')}`
                : `${count(row.trials)} of ${plural(row.budget, 'trial')}`,
        );
        write(best, row.objective ? `${figureName(row.objective.name)} ${figure(row.objective.value)}` : '–');
        write(iterations, group ? '–' : count(row.iterations));
        write(rate, group ? '–' : speed(row.iterations_per_second));
        write(time, duration(row.elapsed_seconds));
    };
    return element;
}
