// All runs, live: the newest first, or in any other order.

import { all, attemptKey, mayChange, post } from '../api.js';
import { afterQuiet, atMostEvery, fill, h, write } from '../dom.js';
import { live } from '../live.js';
import { icon } from '../parts/icon.js';
import { problemLine } from '../parts/problem.js';
import { compareRows, runTable, sortings } from '../parts/run-table.js';
import { states } from '../parts/state-badge.js';
import { go, note } from '../router.js';
import { server } from '../server.js';
import { count, plural, spaced } from '../words.js';

/** Held in the page; if there are more, states and words are looked for by the server. */
const most = 5000;
const step = 100;

export async function open(page) {
    page.title('Runs');
    const runs = new Map();
    const selected = new Set();
    let total = 0,
        more = false,
        shown = step,
        loaded = false;
    let state = page.query.get('state') ?? '',
        words = page.query.get('search') ?? '';
    let sortKey = page.query.get('sort') ?? 'started',
        down = page.query.get('order') !== 'up';

    const problem = problemLine();
    const quick = h(
        'button',
        { type: 'button', class: 'primary', 'data-test': 'start-quick', disabled: !mayChange(), on: { click: startQuick } },
        icon('spark'),
        'Start the quick start',
    );
    const compare = h('button', {
        type: 'button',
        'data-test': 'compare',
        hidden: true,
        on: { click: () => go(`/compare?ids=${[...selected].map(encodeURIComponent).join(',')}`) },
    });
    const search = h('input', {
        type: 'search',
        value: words,
        placeholder: 'Name, recipe or data',
        'aria-label': 'Search runs',
        'data-test': 'search-runs',
        on: { input: () => looked() },
    });
    const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'State' });
    const sorting = h(
        'select',
        { class: 'phone-only', 'aria-label': 'Sort by', on: { change: () => sort(sorting.value, sorting.value === 'started') } },
        sortings.map(([key, label]) => h('option', { value: key, selected: key === sortKey }, `Sort by ${label.toLowerCase()}`)),
    );
    const summary = h('p', { class: 'quiet small', 'data-test': 'runs-summary' });
    const showMore = h('button', {
        type: 'button',
        hidden: true,
        'data-test': 'show-more',
        on: {
            click: () => {
                shown += step;
                draw();
            },
        },
    });
    const place = h('div', { class: 'card runs-card' });
    let filter = null;
    const table = runTable({
        selected,
        onSort: (key, first) => sort(key, first),
        onSelect(id, on) {
            if (on) selected.add(id);
            else selected.delete(id);
            table.drawSelection();
            drawCompare();
        },
    });

    fill(
        page.root,
        h(
            'div',
            { class: 'page-head' },
            h('h1', {}, 'Runs'),
            summary,
            h(
                'div',
                { class: 'actions-end' },
                compare,
                h('a', { class: 'button', href: '/new', 'data-test': 'new' }, icon('plus'), 'New run / sweep'),
                quick,
            ),
        ),
        problem.element,
        (filter = h('div', { class: 'runs-filter' }, h('label', { class: 'search' }, icon('search'), search), chips, sorting)),
        place,
        h('p', { class: 'row more-row' }, showMore),
    );

    const stateButtons = ['', ...states].map(name =>
        h(
            'button',
            {
                type: 'button',
                'aria-pressed': 'false',
                'data-test': `filter-${name || 'all'}`,
                on: {
                    click: () => {
                        state = name;
                        shown = step;
                        filtered();
                    },
                },
            },
            name ? spaced(name) : 'all',
        ),
    );
    fill(chips, stateButtons);

    const looked = afterQuiet(150, () => {
        words = search.value.trim();
        shown = step;
        filtered();
    });

    function filtered() {
        keep();
        if (more)
            load().catch(problem.say); // what does not fit here has to be looked for there
        else draw();
    }

    function sort(key, firstDown) {
        if (sortKey === key) down = !down;
        else [sortKey, down] = [key, firstDown];
        keep();
        draw();
    }

    function keep() {
        const query = new URLSearchParams();
        if (state) query.set('state', state);
        if (words) query.set('search', words);
        if (sortKey !== 'started') query.set('sort', sortKey);
        if (!down) query.set('order', 'up');
        note(query);
    }

    function fits(row) {
        if (state && row.state !== state) return false;
        if (!words) return true;
        const all = `${row.id} ${row.recipe} ${row.data}`.toLowerCase();
        return words
            .toLowerCase()
            .split(/\s+/)
            .every(word => all.includes(word));
    }

    function drawCompare() {
        compare.hidden = selected.size < 2;
        fill(compare, icon('compare'), `Compare ${selected.size}`);
    }

    function draw() {
        const rows = [...runs.values()].filter(fits).sort(compareRows(sortKey, down));
        for (const [index, name] of ['', ...states].entries()) {
            const number = name ? [...runs.values()].filter(row => row.state === name).length : runs.size;
            stateButtons[index].setAttribute('aria-pressed', state === name);
            stateButtons[index].hidden = name !== '' && number === 0 && state !== name;
            write(stateButtons[index], `${name ? spaced(name) : 'all'} ${loaded ? count(number) : ''}`);
        }
        const running = [...runs.values()].filter(row => row.state === 'running').length;
        write(summary, loaded ? `${plural(Math.max(total, runs.size), 'run')}${running ? `, ${running} running` : ''}` : '');
        if (!loaded) {
            fill(place, h('p', { class: 'empty' }, 'Looking for runs…'));
        } else if (runs.size === 0 && !state && !words) {
            fill(place, invitation());
        } else if (rows.length === 0) {
            fill(
                place,
                h(
                    'div',
                    { class: 'empty' },
                    h('p', {}, 'No run is like that.'),
                    h(
                        'button',
                        {
                            type: 'button',
                            on: {
                                click: () => {
                                    state = words = search.value = '';
                                    filtered();
                                },
                            },
                        },
                        'Show all',
                    ),
                ),
            );
        } else {
            if (table.element.parentNode !== place) fill(place, table.element);
            table.set(rows.slice(0, shown), sortKey, down);
        }
        filter.hidden = runs.size === 0 && !state && !words;
        showMore.hidden = rows.length <= shown || !loaded;
        write(showMore, `Show ${Math.min(step, rows.length - shown)} more of ${count(rows.length)}`);
    }

    function invitation() {
        return h(
            'div',
            { class: 'empty', 'data-test': 'runs-empty' },
            h('span', { class: 'brand-mark large', 'aria-hidden': 'true' }),
            h('h2', {}, 'Nothing has been trained here yet'),
            h(
                'p',
                {},
                'The quick start teaches a generator handwritten digits in about a minute, while you watch both networks and what they draw.',
            ),
            h(
                'button',
                { type: 'button', class: 'primary', 'data-test': 'start-quick-empty', disabled: !mayChange(), on: { click: startQuick } },
                icon('spark'),
                'Start the quick start',
            ),
            h('p', {}, 'Or ', h('a', { href: '/new' }, 'choose a recipe'), '.'),
        );
    }

    let attempt = attemptKey();
    async function startQuick() {
        problem.clear();
        quick.disabled = true;
        try {
            const run = await post('/runs', { recipe: server.quick_start }, { headers: { 'Idempotency-Key': attempt } });
            go(`/runs/${encodeURIComponent(run.row.id)}`);
        } catch (failure) {
            problem.say(failure);
            if (failure.status !== 0) attempt = attemptKey(); // it was refused; one that did not arrive is made again
            quick.disabled = !mayChange();
        }
    }

    async function load() {
        const query = new URLSearchParams();
        if (more && state) query.set('state', state);
        if (more && words) query.set('search', words);
        const path = '/runs' + (query.size ? `?${query}` : '');
        const found = await all(path, most, page.signal, first => {
            if (loaded) return;
            for (const row of first.items) runs.set(row.id, row); // the first page is shown before the others come
            total = first.total;
            loaded = true;
            draw();
        });
        runs.clear();
        for (const row of found.items) runs.set(row.id, row);
        total = query.size ? total : found.total;
        more = more || found.more;
        loaded = true;
        draw();
    }

    // A list of hundreds is sorted anew at most once a second; rows that are on the page are brought up to date at once.
    const drawSoon = atMostEvery(1000, draw);
    function changed({ runs: rows, gone }) {
        for (const row of rows) {
            if (!runs.has(row.id)) total++;
            runs.set(row.id, row);
            table.update(row);
        }
        for (const id of gone) {
            if (runs.delete(id)) total--;
            if (selected.delete(id)) drawCompare();
        }
        if (loaded && (rows.length || gone.length)) drawSoon();
    }

    draw();
    live('/live', 'lists', { signal: page.signal, onMessage: changed, onBack: () => load().catch(problem.say) });
    await load();
}
