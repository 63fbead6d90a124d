// Several runs beside each other: one figure laid over, their newest samples, and where they differ.

import { get, pictureAddress, runPath, text } from '../api.js';
import { overlayChart } from '../charts/overlay.js';
import { overlay } from '../charts/theme.js';
import { fill, h, whileSeen, write } from '../dom.js';
import { icon } from '../parts/icon.js';
import { problemLine } from '../parts/problem.js';
import { recipeDifferences } from '../parts/recipe-differences.js';
import { stateBadge } from '../parts/state-badge.js';
import { go, note } from '../router.js';
import { count, duration, figure, figureName, nothing, percent, speed } from '../words.js';

const figures = [
    ['g_loss', 'Generator’s loss'],
    ['d_loss', 'Discriminator’s loss'],
    ['d_accuracy_real', 'Accuracy on real', 'share'],
    ['d_accuracy_fake', 'Accuracy on fake', 'share'],
    ['d_score_real', 'D(x)', 'share'],
    ['d_score_fake', 'D(G(z)), studied', 'share'],
    ['g_score', 'D(G(z)), judged', 'share'],
    ['g_gradient_norm', 'Generator’s gradient norm', 'log'],
    ['d_gradient_norm', 'Discriminator’s gradient norm', 'log'],
    ['d_penalty', 'Penalty'],
    ['g_lr', 'Generator’s learning rate', 'log'],
    ['d_lr', 'Discriminator’s learning rate', 'log'],
    ['epoch', 'Epoch'],
];

export async function open(page) {
    page.title('Compare');
    const { signal } = page;
    const ids = [...new Set((page.query.get('ids') ?? '').split(',').filter(Boolean))];
    let column = figures.some(([key]) => key === page.query.get('figure')) ? page.query.get('figure') : 'g_loss';
    let bands = false,
        range = { from: null, to: null };
    const problem = problemLine();
    if (ids.length === 0) {
        fill(
            page.root,
            h(
                'div',
                { class: 'empty' },
                h('h2', {}, 'Nothing to compare'),
                h('p', {}, 'Select two or more runs in the list.'),
                h('a', { class: 'button', href: '/' }, 'All runs'),
            ),
        );
        return;
    }

    const runs = ids.map((id, index) => ({
        id,
        colour: overlay[index % overlay.length],
        dash: index >= overlay.length,
        detail: null,
        yaml: '',
        view: null,
    }));
    const kind = () => figures.find(([key]) => key === column)[2];
    const view = () => ({ runs, column, log: kind() === 'log', share: kind() === 'share', bands, ...range });
    const chart = overlayChart({ view, signal, onRange: zoom });
    const choice = h(
        'select',
        {
            'aria-label': 'Figure',
            'data-test': 'compare-figure',
            on: {
                change: () => {
                    column = choice.value;
                    keep();
                    loadFigures().catch(problem.say);
                },
            },
        },
        figures.map(([key, words]) => h('option', { value: key, selected: key === column }, words)),
    );
    const bandBox = h('input', {
        type: 'checkbox',
        on: {
            change: () => {
                bands = bandBox.checked;
                chart.draw();
            },
        },
    });
    const zoomWords = h('span');
    const zoomChip = h(
        'button',
        { type: 'button', class: 'zoom-chip', hidden: true, on: { click: () => zoom(null, null) } },
        icon('zoom'),
        zoomWords,
        icon('cross'),
    );
    const legend = h('ul', { class: 'compare-legend' });
    const samples = h('div', { class: 'compare-samples', 'data-test': 'compare-samples' });
    const table = h('div', { class: 'scroll-x' });
    const onlyBox = h('input', { type: 'checkbox', checked: true, 'data-test': 'only-differences', on: { change: drawTable } });

    fill(
        page.root,
        h('nav', { class: 'crumbs faint', 'aria-label': 'Where this is' }, h('a', { class: 'crumb', href: '/' }, 'Runs'), ' /'),
        h('div', { class: 'page-head' }, h('h1', {}, `Compare ${runs.length} runs`)),
        problem.element,
        legend,
        h(
            'section',
            { class: 'card compare-card', 'aria-label': 'Figures' },
            h('div', { class: 'card-head' }, choice, zoomChip, h('label', { class: 'row small quiet push' }, bandBox, 'least to greatest')),
            h('div', { class: 'card-body' }, chart.element),
        ),
        h(
            'section',
            { class: 'card compare-card', 'aria-label': 'Newest samples' },
            h('div', { class: 'card-head' }, h('h2', {}, 'Newest samples')),
            h('div', { class: 'card-body' }, samples),
        ),
        h(
            'section',
            { class: 'card', 'aria-label': 'Differences' },
            h(
                'div',
                { class: 'card-head' },
                h('h2', {}, 'Differences'),
                h('label', { class: 'row small quiet push' }, onlyBox, 'only what differs'),
            ),
            h('div', { class: 'card-body flush' }, table),
        ),
    );

    function keep() {
        note(new URLSearchParams([['ids', ids.join(',')], ...(column === 'g_loss' ? [] : [['figure', column]])]));
    }

    function drawLegend() {
        fill(
            legend,
            runs.map(run =>
                h(
                    'li',
                    { 'data-test': 'compare-run', 'data-id': run.id },
                    h('span', { class: run.dash ? 'swatch dashed' : 'swatch', style: { '--swatch': run.colour } }),
                    h('a', { href: `/runs/${encodeURIComponent(run.id)}` }, run.id),
                    run.detail ? stateBadge(run.detail.row.state) : null,
                    runs.length > 2
                        ? h(
                              'button',
                              {
                                  type: 'button',
                                  class: 'plain small square',
                                  'aria-label': `Leave ${run.id} out`,
                                  on: {
                                      click: () =>
                                          go(
                                              `/compare?ids=${ids
                                                  .filter(id => id !== run.id)
                                                  .map(encodeURIComponent)
                                                  .join(',')}`,
                                          ),
                                  },
                              },
                              icon('cross'),
                          )
                        : null,
                ),
            ),
        );
    }

    function drawSamples() {
        fill(
            samples,
            runs.map(run =>
                h(
                    'figure',
                    {},
                    h('figcaption', {}, h('span', { class: 'swatch', style: { '--swatch': run.colour } }), run.id),
                    run.detail?.row.sample
                        ? h('img', {
                              class: 'sheet pixels',
                              src: pictureAddress(run.id, run.detail.row.sample),
                              alt: `Newest samples of ${run.id}`,
                          })
                        : h('p', { class: 'sheet-empty' }, 'No samples'),
                ),
            ),
        );
    }

    function drawTable() {
        const known = runs.filter(run => run.detail);
        if (known.length === 0) return;
        const row = (label, values, className) => ({ label, values, className, differs: values.some(value => value !== values[0]) });
        const of = (label, read) =>
            row(
                label,
                known.map(run => read(run.detail)),
            );
        const qualities = [...new Set(known.flatMap(run => run.detail.quality.map(one => one.name)))];
        const groups = [
            [
                'Run',
                [
                    of('Recipe', one => one.row.recipe),
                    of('Data', one => one.row.data),
                    of('Seed', one => String(one.seed)),
                    of('Batch', one => String(one.batch)),
                    of('Loss', one => one.loss),
                    of('Schedule', one => one.schedule),
                    of('Device', one => one.device ?? nothing),
                    of('Generator', one => (one.generator ? `${count(one.generator.parameters)} parameters` : nothing)),
                    of('Discriminator', one => (one.discriminator ? `${count(one.discriminator.parameters)} parameters` : nothing)),
                ],
            ],
            [
                'Figures',
                [
                    of('Iterations', one => count(one.row.iterations)),
                    of('Speed', one => speed(one.row.iterations_per_second)),
                    of('Time', one => duration(one.row.elapsed_seconds)),
                    of('G loss', one => figure(one.row.g_loss)),
                    of('D loss', one => figure(one.row.d_loss)),
                    of('D right on real', one => percent(one.row.d_accuracy_real)),
                    of('D right on fake', one => percent(one.row.d_accuracy_fake)),
                    ...qualities.map(name => of(figureName(name), one => figure(one.quality.find(other => other.name === name)?.value))),
                ],
            ],
            [
                'Recipe',
                recipeDifferences(known.map(run => run.yaml))
                    .slice(0, 200)
                    .map(([path, values]) =>
                        row(
                            path,
                            values.map(value => value ?? nothing),
                            'mono',
                        ),
                    ),
            ],
        ];
        fill(
            table,
            h(
                'table',
                { class: 'differences', 'data-test': 'differences' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        h('th', { scope: 'col' }, h('span', { class: 'unseen' }, 'What')),
                        known.map(run =>
                            h('th', { scope: 'col' }, h('span', { class: 'swatch', style: { '--swatch': run.colour } }), ' ', run.id),
                        ),
                    ),
                ),
                groups
                    .map(([title, rows]) => [title, rows.filter(one => one.differs || !onlyBox.checked)])
                    .filter(([, rows]) => rows.length)
                    .map(([title, rows]) =>
                        h(
                            'tbody',
                            {},
                            h('tr', { class: 'group-row' }, h('th', { scope: 'colgroup', colspan: known.length + 1 }, title)),
                            rows.map(one =>
                                h(
                                    'tr',
                                    { class: one.differs ? 'differs' : '' },
                                    h('th', { scope: 'row', class: one.className }, one.label),
                                    one.values.map(value => h('td', { class: one.className }, value)),
                                ),
                            ),
                        ),
                    ),
            ),
        );
        if (!table.querySelector('tbody')) fill(table, h('p', { class: 'quiet card-body' }, 'They do not differ.'));
    }

    async function loadFigures() {
        const query = `points=800&columns=${column}${range.from === null ? '' : `&from=${range.from}&to=${range.to}`}`;
        const wanted = column;
        await Promise.all(
            runs.map(async run => {
                const found = await get(runPath(run.id, `/metrics?${query}`), signal);
                if (wanted === column) run.view = found;
            }),
        );
        chart.draw();
    }

    function zoom(from, to) {
        range = { from, to };
        zoomChip.hidden = from === null;
        if (from !== null) write(zoomWords, `${count(from)} to ${count(to)}`);
        chart.draw();
        loadFigures().catch(problem.say);
    }

    async function loadRuns(some) {
        await Promise.all(
            some.map(async run => {
                try {
                    run.detail = await get(runPath(run.id), signal);
                    if (!run.yaml) run.yaml = await text(runPath(run.id, '/recipe'), signal);
                } catch (failure) {
                    problem.say(failure);
                }
            }),
        );
        drawLegend();
        drawSamples();
        drawTable();
    }

    drawLegend();
    await loadRuns(runs);
    await loadFigures();
    // What is still training goes on; a stream for each would be too many.
    whileSeen(4000, signal, async () => {
        const moving = runs.filter(run => ['running', 'waiting'].includes(run.detail?.row.state));
        if (moving.length === 0) return;
        try {
            await loadRuns(moving);
            await loadFigures();
        } catch (failure) {
            problem.say(failure);
        }
    });
}
