// One run: the duel as it goes on.

import { address, get, post, remove, runPath, text } from '../api.js';
import { announce } from '../announce.js';
import { FiguresStore } from '../charts/figures-store.js';
import { linesChart } from '../charts/lines.js';
import { first, further } from '../charts/run-figures.js';
import { afterQuiet, atMostEvery, attribute, fill, h, write } from '../dom.js';
import { live } from '../live.js';
import { actionButtons } from '../parts/action-buttons.js';
import { checkpointTable } from '../parts/checkpoint-table.js';
import { eventList } from '../parts/event-list.js';
import { icon } from '../parts/icon.js';
import { latentWalk } from '../parts/latent-walk.js';
import { layerTable } from '../parts/layer-table.js';
import { problemLine } from '../parts/problem.js';
import { progressBar } from '../parts/progress.js';
import { realSheet, sampleSlider, withAddresses } from '../parts/sample-slider.js';
import { setState, stateBadge } from '../parts/state-badge.js';
import { turnStrip } from '../parts/turn-strip.js';
import { yamlView } from '../parts/yaml-colours.js';
import { go } from '../router.js';
import { bytes, count, duration, figure, figureName, percent, spaced, speed, timeAgo } from '../words.js';

const points = 800;

export async function open(page) {
    const { id } = page.params;
    const { signal } = page;
    page.title(id);
    let detail = await get(runPath(id), signal);
    let row = detail.row;

    // --- parts ---
    const problem = problemLine();
    const badge = stateBadge(row.state, { 'data-test': 'run-state', 'aria-live': 'polite' });
    const why = h('p', { class: 'why quiet', 'data-test': 'run-why' });
    const alarms = h('div', { class: 'alarms', role: 'alert', 'data-test': 'alarms' });
    const bar = progressBar('Iterations');
    const turn = turnStrip();
    const samples = sampleSlider({ real: realSheet(id), signal });
    const walk = latentWalk(id, { signal });
    const events = eventList(id, { signal });
    const checkpoints = checkpointTable(id, { signal });
    const facts = h('p', { class: 'facts quiet' });
    const networks = h('div', { class: 'networks' });
    const recipe = h('div');
    const files = h('div');
    const stats = runStats();
    const actions = actionButtons(
        ['pause', 'resume', 'stop', 'delete'],
        {
            stop: { title: 'Stop this run?', words: 'It ends here, with its last samples, plots and figures.', action: 'Stop' },
            delete: {
                title: 'Delete this run?',
                words: `Everything that ${id} has written goes: figures, samples, checkpoints. This cannot be taken back.`,
                action: 'Delete',
                danger: true,
            },
        },
        act,
    );

    // --- figures ---
    const whole = new FiguresStore();
    const part = new FiguresStore();
    let range = { from: null, to: null },
        zoomRequest = null;
    let early = []; // what the stream tells while the figures so far are on their way
    const zoomWords = h('span');
    const zoomChip = h(
        'button',
        {
            type: 'button',
            class: 'zoom-chip',
            hidden: true,
            'data-test': 'zoom-reset',
            title: 'Show all iterations',
            on: { click: () => zoom(null, null) },
        },
        icon('zoom'),
        zoomWords,
        icon('cross'),
    );
    const view = () => (range.from === null ? { store: whole, from: null, to: null } : { store: part.length ? part : whole, ...range });
    const chart = spec => ({ spec, ...linesChart(spec, { view, onRange: zoom, signal }) });
    const charts = [...first, ...further].map(chart);
    const drawCharts = atMostEvery(450, () => {
        for (const one of charts) one.draw();
    });
    const card = (one, extra) =>
        h(
            'section',
            { class: 'card', 'aria-label': one.spec.title },
            h('div', { class: 'card-head' }, h('h2', {}, one.spec.title), extra ? h('span', { class: 'push' }, extra) : null),
            h('div', { class: 'card-body' }, one.element),
        );
    const section = (key, title, ...children) =>
        h(
            'section',
            { class: 'card', id: key, 'aria-labelledby': `${key}-title` },
            h('div', { class: 'card-head' }, h('h2', { id: `${key}-title` }, title)),
            h('div', { class: 'card-body' }, children),
        );

    const crumbs = row.sweep
        ? [
              h('a', { class: 'crumb', href: '/sweeps' }, 'Sweeps'),
              ' / ',
              h('a', { class: 'crumb', href: `/sweeps/${encodeURIComponent(row.sweep)}` }, row.sweep),
              ' /',
          ]
        : [h('a', { class: 'crumb', href: '/' }, 'Runs'), ' /'];
    fill(
        page.root,
        h('nav', { class: 'crumbs faint', 'aria-label': 'Where this is' }, crumbs),
        h('div', { class: 'page-head run-head' }, h('h1', {}, id), badge, h('div', { class: 'actions-end' }, actions.element)),
        actions.problem.element,
        problem.element,
        alarms,
        why,
        facts,
        h('div', { class: 'run-progress', 'data-test': 'run-progress' }, bar.element),
        stats.element,
        turn.element,
        h(
            'div',
            { class: 'run-main' },
            h(
                'section',
                { class: 'card samples-card', 'aria-label': 'Samples' },
                h('div', { class: 'card-head' }, h('h2', {}, 'Samples')),
                h('div', { class: 'card-body stack' }, samples.element, walk.element),
            ),
            h('div', { class: 'stack' }, card(charts[0], zoomChip), card(charts[1])),
        ),
        h(
            'div',
            { class: 'chart-grid' },
            charts.slice(first.length).map(one => card(one)),
        ),
        section('networks', 'Networks', networks),
        h(
            'div',
            { class: 'run-lower' },
            section('events', 'Events', events.element),
            h('div', { class: 'stack' }, section('checkpoints', 'Checkpoints', checkpoints.element), section('files', 'Downloads', files)),
        ),
        section('recipe', 'Recipe', recipe),
    );

    // --- drawing ---
    let shownState = row.state,
        shownAlarms = '';

    function drawRow() {
        setState(badge, row.state);
        if (row.state !== shownState) {
            announce(`${id} is ${spaced(row.state)}`);
            shownState = row.state;
            reloadDetail(); // files, evaluations and checkpoints are others once a run has ended
        }
        page.title(
            `${row.state === 'running' && row.total_iterations ? `${Math.floor((100 * row.iterations) / row.total_iterations)} % · ` : ''}${id}`,
        );
        bar.set(row.iterations, row.total_iterations, row.state);
        stats.set(row, detail);
        write(why, row.why ?? '');
        why.hidden = !row.why;
        const names = row.alarms.join();
        if (names !== shownAlarms) {
            shownAlarms = names;
            fill(
                alarms,
                row.alarms.map(alarm =>
                    h(
                        'div',
                        { class: 'alarm', 'data-test': 'alarm', 'data-alarm': alarm },
                        icon('warning'),
                        h('strong', {}, spaced(alarm)),
                        h('span', {}, alarmWords[alarm] ?? ''),
                    ),
                ),
            );
        }
    }

    function drawDetail() {
        fill(facts, [
            h('span', {}, 'Recipe ', h('b', {}, row.recipe)),
            h('span', {}, 'data ', h('b', {}, row.data)),
            h('span', {}, 'seed ', h('b', {}, detail.seed)),
            h('span', {}, 'batch ', h('b', {}, detail.batch)),
            h('span', {}, 'loss ', h('b', {}, detail.loss)),
            h('span', {}, 'schedule ', h('b', {}, detail.schedule)),
            detail.device ? h('span', {}, 'on ', h('b', {}, detail.device)) : null,
            row.started ? h('span', {}, 'started ', timeAgo(row.started)) : null,
            !row.here && ['running', 'paused', 'waiting'].includes(row.state)
                ? h('span', { class: 'tag' }, 'runs elsewhere: it can only be looked at')
                : null,
        ]);
        fill(
            networks,
            layerTable('generator', 'Generator', detail.generator),
            layerTable('discriminator', 'Discriminator', detail.discriminator),
        );
        fill(
            files,
            detail.files.length === 0 ? h('p', { class: 'quiet small' }, 'None yet.') : null,
            h(
                'ul',
                { class: 'files', 'data-test': 'files' },
                detail.files.map(file =>
                    h(
                        'li',
                        {},
                        h(
                            'a',
                            {
                                href: address(runPath(id, `/files/${file.name.split('/').map(encodeURIComponent).join('/')}`)),
                                download: '',
                            },
                            icon('download'),
                            file.name,
                        ),
                        h('span', { class: 'quiet' }, file.description),
                        h('span', { class: 'faint push' }, bytes(file.bytes)),
                    ),
                ),
                detail.files.some(file => file.name === 'metrics.csv')
                    ? null
                    : h(
                          'li',
                          {},
                          h(
                              'a',
                              { href: address(runPath(id, '/metrics.csv')), download: `${id.replaceAll(':', '-')}.csv` },
                              icon('download'),
                              'metrics.csv',
                          ),
                          h('span', { class: 'quiet' }, 'All figures, row by row'),
                      ),
            ),
        );
        actions.set(detail.actions);
        walk.set(detail.actions);
        turn.set(detail.turn, row.state);
        drawRow();
    }

    // --- doing ---
    let deleting = false;
    async function act(name) {
        if (name === 'delete') {
            deleting = true; // its last messages are no reason to ask for what goes
            try {
                await remove(runPath(id));
            } catch (failure) {
                deleting = false;
                throw failure;
            }
            announce(`${id} is deleted`);
            go(row.sweep ? `/sweeps/${encodeURIComponent(row.sweep)}` : '/');
            return;
        }
        row = (await post(runPath(id, `/${name}`))) ?? row;
        await reloadDetail();
    }

    async function reloadDetail() {
        if (deleting) return;
        try {
            detail = await get(runPath(id), signal);
            row = detail.row;
            drawDetail();
        } catch (failure) {
            problem.say(failure);
        }
    }

    async function zoom(from, to) {
        zoomRequest?.abort();
        zoomRequest = new AbortController();
        const end = whole.iterations.at(-1) ?? 0;
        if (from !== null && from <= 0 && to >= end) from = to = null;
        range = { from, to };
        part.replace({ iterations: [], columns: {} });
        zoomChip.hidden = from === null;
        if (from !== null) write(zoomWords, `${count(from)} to ${count(to)}`);
        drawCharts();
        if (from === null) return;
        try {
            const found = await get(
                runPath(id, `/metrics?points=${points}&from=${from}&to=${to}`),
                AbortSignal.any([signal, zoomRequest.signal]),
            );
            part.replace(found);
            drawCharts();
        } catch (failure) {
            problem.say(failure);
        }
    }

    const loadMetrics = async () => {
        early = [];
        const found = await get(runPath(id, `/metrics?points=${points}`), signal);
        whole.replace(found);
        for (const message of early) whole.append(message.metrics, message.row.iterations);
        early = null;
        drawCharts();
    };
    const loadSamples = async () => samples.set(withAddresses(id, await get(runPath(id, '/samples'), signal)));
    const loadRecipe = async () => {
        const yaml = await text(runPath(id, '/recipe'), signal);
        fill(
            recipe,
            h(
                'p',
                { class: 'row' },
                h(
                    'a',
                    { class: 'button small', href: `/new?from=${encodeURIComponent(id)}`, 'data-test': 'use-recipe' },
                    icon('copy'),
                    'Use as new run',
                ),
                h(
                    'a',
                    { class: 'button small', href: address(runPath(id, '/recipe')), download: `${id.replaceAll(':', '-')}.yaml` },
                    icon('download'),
                    'Download',
                ),
            ),
            yamlView(yaml),
        );
    };
    const loadCheckpoints = () => checkpoints.load();

    // Each part comes by itself: one that fails leaves the others.
    const loadParts = (...parts) => Promise.all(parts.map(load => load().catch(problem.say)));
    const checkpointsSoon = afterQuiet(600, () => loadParts(loadCheckpoints));

    drawDetail();
    live(runPath(id, '/live'), 'state', {
        signal,
        onMessage(message) {
            row = message.row;
            detail = { ...detail, row, turn: message.turn, actions: message.actions };
            drawRow();
            actions.set(message.actions);
            walk.set(message.actions);
            turn.set(message.turn, row.state);
            if (message.metrics && message.metrics.iterations.length) {
                if (early) {
                    early.push(message);
                } else {
                    whole.append(message.metrics, row.iterations);
                    drawCharts();
                }
            }
            if (message.samples.length) samples.add(withAddresses(id, message.samples));
            if (message.events.length) {
                events.add(message.events);
                if (message.events.some(event => event.kind.startsWith('checkpoint'))) checkpointsSoon();
                if (message.events.some(event => event.kind === 'evaluation' || event.kind === 'modes')) reloadDetail();
            }
        },
        onBack() {
            reloadDetail();
            loadParts(loadMetrics, loadSamples, () => events.load(), loadCheckpoints);
        },
    });
    signal.addEventListener('abort', () => {
        zoomRequest?.abort();
        checkpointsSoon.cancel();
    });
    await loadParts(loadMetrics, loadSamples, () => events.load(), loadCheckpoints, loadRecipe);
}

/** In a few words; docs/alarms.md says what to do. */
const alarmWords = {
    discriminator_wins:
        'The discriminator is right nearly always: the generator gets no gradient to speak of. Make its task harder, or give it a lower learning rate.',
    vanishing_feedback: 'The generator’s gradient has all but vanished.',
    one_sided: 'The discriminator says nearly the same of real items and fakes.',
    losses_frozen: 'Both losses stand still: neither network moves.',
    oscillation: 'The two chase each other in circles. Lower both learning rates.',
    non_finite: 'A loss or a gradient is no number.',
    exploding_gradients: 'A gradient is far larger than at the beginning.',
    mode_collapse: 'What is generated differs far less than real items do: the same again and again.',
    quality_fall: 'The newest evaluation is much worse than the best before.',
};

function runStats() {
    const stat = (label, test, dot) => {
        const value = h('dd', { 'data-test': test });
        const name = h('span', {}, label);
        return {
            value,
            name,
            element: h('div', { class: 'stat' }, h('dt', {}, dot ? h('span', { class: `dot ${dot}` }) : null, name), value),
        };
    };
    const done = stat('Iterations', 'run-iterations'),
        rate = stat('Speed', 'run-speed'),
        time = stat('Time', 'run-time'),
        left = stat('Left', 'run-left');
    const g = stat('G loss', 'run-g-loss', 'generator'),
        d = stat('D loss', 'run-d-loss', 'discriminator'),
        right = stat('D right on real / fake', 'run-accuracy');
    const element = h(
        'dl',
        { class: 'stats', 'data-test': 'run-stats' },
        [done, rate, time, left, g, d, right].map(one => one.element),
    );
    const figures = new Map();
    return {
        element,
        set(row, detail) {
            fill(done.value, count(row.iterations), row.total_iterations ? h('small', {}, ` of ${count(row.total_iterations)}`) : null);
            write(rate.value, speed(row.iterations_per_second));
            write(time.value, duration(row.elapsed_seconds));
            attribute(left.element, 'hidden', row.state !== 'running' && row.state !== 'paused');
            write(left.value, duration(row.left_seconds));
            write(g.value, figure(row.g_loss));
            write(d.value, figure(row.d_loss));
            write(right.value, `${percent(row.d_accuracy_real)} / ${percent(row.d_accuracy_fake)}`);
            const shown = detail.quality.length ? detail.quality : row.quality ? [row.quality] : [];
            for (const one of shown.slice(0, 4)) {
                if (!figures.has(one.name)) {
                    const made = stat(figureName(one.name), `quality-${one.name}`);
                    made.element.title =
                        one.less_is_better === true ? 'Less is better' : one.less_is_better === false ? 'More is better' : '';
                    figures.set(one.name, made);
                    element.append(made.element);
                }
                write(figures.get(one.name).value, figure(one.value));
            }
        },
    };
}
