// The table of runs: rows are made once and brought up to date where something changed, so that hundreds of them can live.

import { pictureAddress } from '../api.js';
import { attribute, h, keyed, write } from '../dom.js';
import { count, duration, figure, figureName, percent, setTimeAgo, speed, timeAgo } from '../words.js';
import { icon } from './icon.js';
import { progressBar } from './progress.js';
import { setState, stateBadge } from './state-badge.js';

/** Drawn whole in a thumbnail: these sheets are one picture of many points. */
const points = new Set(['ring', 'grid']);

const time = text => (text ? Date.parse(text) : -Infinity);

/** What can be sorted by: the value, and whether the greatest comes first at the first press. */
const columns = [
    { key: 'name', words: 'Run', value: row => row.id, down: false },
    {
        key: 'state',
        words: 'State',
        value: row => ['running', 'waiting', 'paused', 'broken_off', 'failed', 'stopped', 'completed'].indexOf(row.state),
        down: false,
    },
    { key: 'progress', words: 'Progress', value: row => (row.total_iterations ? row.iterations / row.total_iterations : 0), down: true },
    { key: 'speed', words: 'Speed', value: row => row.iterations_per_second, down: true, number: true },
    { key: 'g_loss', words: 'G loss', value: row => row.g_loss, down: false, number: true, dot: 'generator' },
    { key: 'd_loss', words: 'D loss', value: row => row.d_loss, down: false, number: true, dot: 'discriminator' },
    {
        key: 'accuracy',
        words: 'D real / fake',
        value: row =>
            row.d_accuracy_real === null || row.d_accuracy_real === undefined ? null : row.d_accuracy_real + row.d_accuracy_fake,
        down: true,
        number: true,
    },
    { key: 'quality', words: 'Quality', value: row => row.quality?.value ?? null, down: false, number: true },
    { key: 'started', words: 'Started', value: row => time(row.started), down: true, number: true },
];

export const sortings = columns.map(({ key, words }) => [key, words]);

export function compareRows(key, down) {
    const { value } = columns.find(column => column.key === key) ?? columns.at(-1);
    return (a, b) => {
        const one = value(a),
            other = value(b);
        // What has no value comes last, whichever way.
        if (one === null || one === undefined) return other === null || other === undefined ? a.id.localeCompare(b.id) : 1;
        if (other === null || other === undefined) return -1;
        const order = typeof one === 'string' ? one.localeCompare(other, 'en', { numeric: true }) : one - other;
        return (down ? -order : order) || time(b.started) - time(a.started) || a.id.localeCompare(b.id);
    };
}

export function runTable({ selected, onSelect, onSort }) {
    const body = h('tbody');
    const headings = new Map();
    const heads = columns.map(column => {
        const head = h(
            'th',
            { scope: 'col', class: column.number ? 'number' : null },
            h(
                'button',
                { type: 'button', class: 'sort', 'data-test': `sort-${column.key}`, on: { click: () => onSort(column.key, column.down) } },
                column.dot ? h('span', { class: `dot ${column.dot}` }) : null,
                column.words,
                h('span', { class: 'sort-arrow', 'aria-hidden': 'true' }),
            ),
        );
        headings.set(column.key, head);
        return head;
    });
    const element = h(
        'table',
        { class: 'runs', 'data-test': 'runs-table' },
        h('caption', { class: 'unseen' }, 'Runs'),
        h(
            'thead',
            {},
            h(
                'tr',
                {},
                h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Select')),
                h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'Newest samples')),
                heads,
            ),
        ),
        body,
    );
    const rows = new Map();

    return {
        element,
        set(items, sortKey, down) {
            for (const [key, head] of headings) attribute(head, 'aria-sort', key === sortKey ? (down ? 'descending' : 'ascending') : null);
            keyed(
                body,
                items,
                row => row.id,
                makeRow,
                (element, row) => element.update(row),
                rows,
            );
        },
        update(row) {
            rows.get(row.id)?.update(row);
        },
        drawSelection() {
            for (const [id, row] of rows) row.drawSelection(selected.has(id));
        },
    };

    function makeRow(first) {
        const id = first.id;
        const box = h('input', {
            type: 'checkbox',
            'aria-label': `Select ${id}`,
            'data-test': 'select-run',
            on: { change: () => onSelect(id, box.checked) },
        });
        const thumb = h('a', { class: 'thumb', href: `/runs/${encodeURIComponent(id)}`, tabindex: '-1', 'aria-hidden': 'true' });
        const alarm = h('span', { class: 'alarm-mark', hidden: true }, icon('warning'));
        const badge = stateBadge(first.state, { 'data-test': 'run-state' });
        const bar = progressBar(`Progress of ${id}`);
        const done = h('span');
        const left = h('span');
        const under = h('span', { class: 'under' });
        const cell = (className, label, ...children) => h('td', { class: className, 'data-label': label }, children);
        const values = {
            speed: cell('number', 'Speed'),
            g: cell('number', 'G loss'),
            d: cell('number', 'D loss'),
            accuracy: cell('number', 'D real / fake'),
            quality: cell('number', 'Quality'),
        };
        const started = timeAgo(first.started);
        const element = h(
            'tr',
            { 'data-test': 'run-row', 'data-id': id },
            h('td', { class: 'pick' }, box),
            h('td', { class: 'thumb-cell' }, thumb),
            h(
                'th',
                { scope: 'row', class: 'name-cell' },
                h('span', { class: 'name-line' }, h('a', { class: 'name', href: `/runs/${encodeURIComponent(id)}` }, id), alarm),
                under,
            ),
            h('td', { class: 'state-cell' }, badge),
            h('td', { class: 'progress-cell' }, bar.element, h('span', { class: 'progress-words' }, done, left)),
            values.speed,
            values.g,
            values.d,
            values.accuracy,
            values.quality,
            h('td', { class: 'number started', 'data-label': 'Started' }, started),
        );

        let shownSample = null,
            shown = null;
        element.update = row => {
            if (row === shown) return;
            shown = row;
            element.dataset.state = row.state;
            write(under, `${row.recipe} · ${row.data}`);
            setState(badge, row.state, row.why);
            bar.set(row.iterations, row.total_iterations, row.state);
            write(done, row.total_iterations ? `${count(row.iterations)} of ${count(row.total_iterations)}` : count(row.iterations));
            write(
                left,
                row.state === 'running' && row.left_seconds !== null && row.left_seconds !== undefined
                    ? `${duration(row.left_seconds)} left`
                    : '',
            );
            write(values.speed, speed(row.iterations_per_second));
            write(values.g, figure(row.g_loss));
            write(values.d, figure(row.d_loss));
            write(
                values.accuracy,
                row.d_accuracy_real === null || row.d_accuracy_real === undefined
                    ? '–'
                    : `${percent(row.d_accuracy_real).replace(' %', '')} / ${percent(row.d_accuracy_fake)}`,
            );
            write(values.quality, row.quality ? `${figureName(row.quality.name)} ${figure(row.quality.value)}` : '–');
            setTimeAgo(started, row.started);
            alarm.hidden = row.alarms.length === 0;
            alarm.title = row.alarms.length ? `Alarm: ${row.alarms.join(', ').replaceAll('_', ' ')}` : '';
            if (row.sample !== shownSample) {
                shownSample = row.sample;
                thumb.replaceChildren(
                    ...(row.sample
                        ? [
                              h('img', {
                                  src: pictureAddress(id, row.sample),
                                  alt: '',
                                  loading: 'lazy',
                                  decoding: 'async',
                                  class: points.has(row.data) ? 'whole' : 'cut pixels',
                                  on: { error: event => event.target.remove() },
                              }),
                          ]
                        : []),
                );
            }
        };
        element.drawSelection = isSelected => {
            box.checked = isSelected;
            element.classList.toggle('selected', isSelected);
        };
        element.drawSelection(selected.has(id));
        return element;
    }
}
