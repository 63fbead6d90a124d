// What befell a run, newest first.

import { get, runPath } from '../api.js';
import { fill, h } from '../dom.js';
import { clock, count, spaced } from '../words.js';
import { problemLine } from './problem.js';

const most = 1000;
const filters = [
    ['all', () => true],
    ['alarms', event => event.kind === 'alarm'],
    ['warnings', event => event.severity === 'warning'],
    ['evaluations', event => event.kind === 'evaluation' || event.kind === 'modes'],
    ['checkpoints', event => event.kind.startsWith('checkpoint') || event.kind === 'restored' || event.kind === 'rolled_back'],
];

export function eventList(id, { signal }) {
    let events = [],
        filter = 'all';
    const problem = problemLine();
    const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Which events' });
    const list = h('ol', { class: 'events', 'data-test': 'events', tabindex: '0', 'aria-label': 'Events, newest first' });
    const earlier = h(
        'button',
        { type: 'button', class: 'small', hidden: true, 'data-test': 'events-earlier', on: { click: loadEarlier } },
        'Earlier',
    );
    const element = h('div', { class: 'stack' }, chips, problem.element, list, h('div', {}, earlier));
    const buttons = filters.map(([name]) =>
        h(
            'button',
            {
                type: 'button',
                'aria-pressed': String(name === filter),
                'data-test': `events-${name}`,
                on: {
                    click: () => {
                        filter = name;
                        draw();
                    },
                },
            },
            name,
        ),
    );
    fill(chips, buttons);

    function line(event) {
        return h(
            'li',
            { 'data-severity': event.severity, 'data-kind': event.kind, 'data-test': 'event' },
            h(
                'time',
                {
                    datetime: event.time,
                    title: event.time ? new Date(event.time).toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'medium' }) : null,
                },
                clock(event.time),
            ),
            h('span', { class: 'event-kind' }, spaced(event.kind)),
            h('span', { class: 'event-words' }, event.words),
            h(
                'span',
                { class: 'event-at' },
                event.iteration === null || event.iteration === undefined ? '' : `it. ${count(event.iteration)}`,
            ),
        );
    }

    function draw() {
        const [, fits] = filters.find(([name]) => name === filter);
        buttons.forEach((button, index) => button.setAttribute('aria-pressed', String(filters[index][0] === filter)));
        const shown = events.filter(fits).reverse();
        fill(list, shown.length ? shown.map(line) : h('li', { class: 'quiet' }, 'Nothing of the kind.'));
        earlier.hidden = events.length === 0 || events[0].number <= 1 || events.length >= most;
    }

    async function loadEarlier() {
        problem.clear();
        try {
            const first = events[0].number;
            const limit = Math.min(200, first - 1);
            const page = await get(runPath(id, `/events?after=${first - 1 - limit}&limit=${limit}`), signal);
            events = [...page.items.filter(event => event.number < first), ...events];
            draw();
        } catch (failure) {
            problem.say(failure);
        }
    }

    return {
        element,
        async load() {
            events = (await get(runPath(id, '/events?last=100'), signal)).items;
            draw();
        },
        add(newer) {
            const last = events.at(-1)?.number ?? 0;
            const fresh = newer.filter(event => event.number > last);
            if (fresh.length === 0) return;
            events = [...events, ...fresh].slice(-most);
            draw();
        },
    };
}
