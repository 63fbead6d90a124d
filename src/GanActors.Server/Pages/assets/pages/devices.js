// Which device does what, and who waits for one.

import { get } from '../api.js';
import { attribute, fill, h, keyed, whileSeen, write } from '../dom.js';
import { icon } from '../parts/icon.js';
import { problemLine } from '../parts/problem.js';
import { bytes, plural } from '../words.js';

export async function open(page) {
    page.title('Devices');
    const { signal } = page;
    const problem = problemLine();
    const summary = h('p', { class: 'quiet small' });
    const silos = h('div', { class: 'silos', 'data-test': 'devices' });
    const queue = h('section', { class: 'card', 'aria-label': 'Queue' });
    fill(page.root, h('div', { class: 'page-head' }, h('h1', {}, 'Devices'), summary), problem.element, silos, queue);
    const known = new Map();
    let shownQueue = null;

    whileSeen(2000, signal, async () => {
        try {
            const view = await get('/devices', signal);
            problem.clear();
            const lanes = view.silos.flatMap(silo => silo.lanes);
            write(
                summary,
                `${plural(lanes.length, 'lane')} on ${plural(view.silos.length, 'silo')}, ${lanes.filter(lane => lane.runs.length).length} at work, ${view.queue.length ? `${plural(view.queue.length, 'run')} waiting` : 'nobody waits'}`,
            );
            keyed(
                silos,
                view.silos,
                silo => silo.silo,
                makeSilo,
                (element, silo) => element.update(silo),
                known,
            );
            const words = JSON.stringify(view.queue);
            if (words !== shownQueue) {
                shownQueue = words;
                drawQueue(view.queue);
            }
        } catch (failure) {
            if (failure.name !== 'AbortError') problem.say(failure);
        }
    });

    function drawQueue(rows) {
        fill(
            queue,
            h('div', { class: 'card-head' }, h('h2', {}, 'Queue')),
            h(
                'div',
                { class: 'card-body' },
                rows.length === 0
                    ? h('p', { class: 'quiet' }, 'Nobody waits for a device.')
                    : h(
                          'div',
                          { class: 'scroll-x' },
                          h(
                              'table',
                              { 'data-test': 'queue' },
                              h(
                                  'thead',
                                  {},
                                  h(
                                      'tr',
                                      {},
                                      ['Run', 'Wants', 'Waits for'].map(words => h('th', { scope: 'col' }, words)),
                                  ),
                              ),
                              h(
                                  'tbody',
                                  {},
                                  rows.map((row, index) =>
                                      h(
                                          'tr',
                                          {},
                                          h(
                                              'th',
                                              { scope: 'row' },
                                              `${index + 1}. `,
                                              h('a', { href: `/runs/${encodeURIComponent(row.id)}` }, row.id),
                                          ),
                                          h('td', {}, row.device),
                                          h('td', {}, row.reason),
                                      ),
                                  ),
                              ),
                          ),
                      ),
            ),
        );
    }
}

function makeSilo(first) {
    const lanes = h('div', { class: 'lanes' });
    const known = new Map();
    const element = h(
        'section',
        { class: 'card', 'aria-label': `Silo ${first.silo}`, 'data-test': 'silo', 'data-silo': first.silo },
        h('div', { class: 'card-head' }, icon('chip'), h('h2', {}, first.silo)),
        h('div', { class: 'card-body' }, lanes),
    );
    element.update = silo =>
        keyed(
            lanes,
            silo.lanes.map((lane, index) => ({ ...lane, index })),
            lane => lane.index,
            makeLane,
            (one, lane) => one.update(lane),
            known,
        );
    return element;
}

/** A lane is a bar with a place for each network that it takes. */
function makeLane() {
    const device = h('span', { class: 'lane-device' }),
        taken = h('span', { class: 'quiet small push' });
    const bar = h('div', { class: 'lane-bar', role: 'meter', 'aria-label': 'Networks on this lane', 'aria-valuemin': 0 });
    const runs = h('ul', { class: 'lane-runs' });
    const element = h('div', { class: 'lane', 'data-test': 'lane' }, h('div', { class: 'row' }, device, taken), bar, runs);
    let shown = null;
    element.update = lane => {
        const words = JSON.stringify(lane);
        if (words === shown) return;
        shown = words;
        const networks = lane.runs.reduce((sum, run) => sum + run.networks, 0);
        element.dataset.kind = lane.kind;
        write(device, `${lane.device}${lane.memory ? `, ${bytes(lane.memory)}` : ''}`);
        write(taken, `${networks} of ${plural(lane.capacity, 'network')}`);
        attribute(bar, 'aria-valuemax', lane.capacity);
        attribute(bar, 'aria-valuenow', networks);
        const places = Math.max(lane.capacity, networks);
        const full = lane.runs.flatMap((run, index) =>
            Array.from({ length: run.networks }, () => h('span', { class: index % 2 ? 'full other' : 'full', title: run.id })),
        );
        // A lane of very many places is a plain bar.
        if (places > 64)
            fill(
                bar,
                h('span', { class: 'full', style: { flex: `${networks} 0 0` } }),
                h('span', { style: { flex: `${places - networks} 0 0` } }),
            );
        else
            fill(
                bar,
                full,
                Array.from({ length: places - networks }, () => h('span')),
            );
        fill(
            runs,
            lane.runs.length === 0
                ? h('li', { class: 'faint' }, 'idle')
                : lane.runs.map(run =>
                      h(
                          'li',
                          {},
                          run.link ? h('a', { href: `/runs/${encodeURIComponent(run.link)}` }, run.id) : h('span', {}, run.id),
                          h('span', { class: 'faint' }, run.networks === 2 ? ' both networks' : ' one network'),
                      ),
                  ),
        );
    };
    return element;
}
