// The data sets: what they show, whether they are at hand, and how to get them.

import { address, get, mayChange, post } from '../api.js';
import { announce } from '../announce.js';
import { fill, h, keyed, whileSeen } from '../dom.js';
import { icon } from '../parts/icon.js';
import { problemLine } from '../parts/problem.js';
import { progressBar } from '../parts/progress.js';
import { bytes, plural } from '../words.js';

export async function open(page) {
    page.title('Data');
    const { signal } = page;
    const problem = problemLine();
    const cards = h('div', { class: 'data-grid' });
    const known = new Map();
    fill(page.root, h('div', { class: 'page-head' }, h('h1', {}, 'Data')), problem.element, cards);
    let rows = [];

    async function load() {
        const before = rows;
        rows = await get('/datasets', signal);
        for (const row of rows) {
            if (before.find(one => one.name === row.name)?.download?.state === 'running' && row.download?.state === 'done')
                announce(`${row.name} is at hand`);
        }
        keyed(
            cards,
            rows,
            row => row.name,
            () => h('section', { class: 'card data-card', 'data-test': 'data-card' }),
            drawCard,
            known,
        );
    }

    const shown = new WeakMap();
    function drawCard(card, row) {
        const words = JSON.stringify(row);
        if (shown.get(card) === words) return;
        shown.set(card, words);
        card.dataset.name = row.name;
        card.dataset.availability = row.availability;
        const atHand = row.availability !== 'missing';
        const running = row.download?.state === 'running';
        let progress = null;
        if (running) {
            const bar = progressBar(`Download of ${row.name}`);
            bar.set(row.download.done, row.download.total, 'running');
            progress = h(
                'div',
                { class: 'stack', 'data-test': 'download-progress' },
                bar.element,
                h(
                    'span',
                    { class: 'small quiet numbers' },
                    `${bytes(row.download.done)}${row.download.total ? ` of ${bytes(row.download.total)}` : ''}`,
                ),
            );
        }
        // Its picture stays while only the download's numbers change.
        const picture = atHand
            ? (card.querySelector('img') ??
              h('img', {
                  class: 'pixels',
                  src: address(`/datasets/${encodeURIComponent(row.name)}/sample.png`),
                  alt: `Items of ${row.name}`,
                  loading: 'lazy',
                  on: { error: event => event.target.remove() },
              }))
            : null;
        const facts = [
            row.count ? plural(row.count, 'item') : null,
            row.item,
            row.classes ? plural(row.classes, 'class', 'classes') : null,
        ].filter(Boolean);
        fill(
            card,
            h('div', { class: 'data-picture' }, picture ?? icon('pictures')),
            h(
                'div',
                { class: 'data-words' },
                h('div', { class: 'row' }, h('h2', {}, row.name), availability(row)),
                h('p', {}, row.title),
                h('p', { class: 'quiet small numbers' }, facts.join(' · ')),
                h('p', { class: 'small quiet' }, row.detail),
                row.source ? h('p', { class: 'small faint' }, row.source) : null,
                row.download?.state === 'failed'
                    ? h('p', { class: 'problem-line' }, icon('warning'), h('span', {}, row.download.error))
                    : null,
                progress,
                row.downloadable && !running && !['installed', 'built_in'].includes(row.availability)
                    ? h(
                          'div',
                          {},
                          h(
                              'button',
                              {
                                  type: 'button',
                                  class: 'small',
                                  'data-test': 'download',
                                  disabled: !mayChange(),
                                  on: { click: () => download(row.name) },
                              },
                              icon('download'),
                              row.download?.state === 'failed' ? 'Try again' : 'Download',
                          ),
                      )
                    : null,
            ),
        );
    }

    async function download(name) {
        problem.clear();
        try {
            await post(`/datasets/${encodeURIComponent(name)}/download`);
            await load();
        } catch (failure) {
            problem.say(failure);
        }
    }

    await load();
    whileSeen(1000, signal, async () => {
        if (!rows.some(row => row.download?.state === 'running')) return;
        try {
            await load();
        } catch (failure) {
            if (failure.name !== 'AbortError') problem.say(failure);
        }
    });
}

function availability(row) {
    switch (row.availability) {
        case 'installed':
            return h('span', { class: 'tag good' }, icon('check'), 'at hand');
        case 'built_in':
            return h('span', { class: 'tag good' }, icon('check'), 'built in');
        case 'test_only':
            return h('span', { class: 'tag warn' }, 'test items only');
        default:
            return h('span', { class: 'tag' }, 'not at hand');
    }
}
