// One sweep, or one group: which settings do well, and how it goes on.

import { address, get, pictureAddress, post, remove, sweepPath } from '../api.js';
import { announce } from '../announce.js';
import { bestSoFar } from '../charts/best-so-far.js';
import { heatMap } from '../charts/heat-map.js';
import { parallelChart } from '../charts/parallel.js';
import { rungsChart } from '../charts/rungs.js';
import { fill, h, write } from '../dom.js';
import { live } from '../live.js';
import { actionButtons } from '../parts/action-buttons.js';
import { ask } from '../parts/dialog.js';
import { icon } from '../parts/icon.js';
import { importanceBars } from '../parts/importance.js';
import { leaderboard } from '../parts/leaderboard.js';
import { problemLine } from '../parts/problem.js';
import { progressBar } from '../parts/progress.js';
import { sampleSlider } from '../parts/sample-slider.js';
import { setState, stateBadge } from '../parts/state-badge.js';
import { yamlView } from '../parts/yaml-colours.js';
import { go } from '../router.js';
import { count, duration, figure, figureName, plural, spaced, speed } from '../words.js';

const step = 100;

export async function open(page) {
    const { id } = page.params;
    const { signal } = page;
    page.title(id);
    let detail = await get(sweepPath(id), signal);
    const group = detail.row.kind !== 'sweep';

    const problem = problemLine();
    const badge = stateBadge(detail.row.state, { 'data-test': 'sweep-state', 'aria-live': 'polite' });
    const why = h('p', { class: 'quiet' });
    const facts = h('p', { class: 'facts quiet' });
    const bar = progressBar(group ? 'Epochs' : 'Trials');
    const stats = h('dl', { class: 'stats', 'data-test': 'sweep-stats' });
    const actions = actionButtons(
        group ? ['pause', 'resume', 'stop', 'delete'] : ['pause', 'resume', 'stop', 'extend', 'delete'],
        {
            stop: {
                title: group ? 'Stop this group?' : 'Stop this sweep?',
                words: 'What is under way ends, and nothing new is begun.',
                action: 'Stop',
            },
            delete: {
                title: group ? 'Delete this group?' : 'Delete this sweep?',
                words: `Everything that ${id} has written goes, with all its runs. This cannot be taken back.`,
                action: 'Delete',
                danger: true,
            },
        },
        act,
    );
    const section = (title, className, ...children) =>
        h(
            'section',
            { class: `card ${className}`, 'aria-label': title },
            h('div', { class: 'card-head' }, h('h2', {}, title)),
            h('div', { class: 'card-body' }, children),
        );
    const content = group ? groupPart() : sweepPart();

    fill(
        page.root,
        h('nav', { class: 'crumbs faint', 'aria-label': 'Where this is' }, h('a', { class: 'crumb', href: '/sweeps' }, 'Sweeps'), ' /'),
        h('div', { class: 'page-head run-head' }, h('h1', {}, id), badge, h('div', { class: 'actions-end' }, actions.element)),
        actions.problem.element,
        problem.element,
        why,
        facts,
        h('div', { class: 'run-progress' }, bar.element),
        stats,
        content.element,
        section(
            'File',
            'file-card',
            h(
                'p',
                { class: 'row' },
                h(
                    'a',
                    { class: 'button small', href: `/new?from_sweep=${encodeURIComponent(id)}`, 'data-test': 'use-sweep' },
                    icon('copy'),
                    group ? 'Use as new group' : 'Use as new sweep',
                ),
                group
                    ? null
                    : h(
                          'a',
                          { class: 'button small', href: address(sweepPath(id, '/leaderboard.csv')), download: `${id}.csv` },
                          icon('download'),
                          'leaderboard.csv',
                      ),
            ),
            yamlView(detail.yaml),
        ),
    );

    let shownState = detail.row.state;
    function draw() {
        const { row, outline } = detail;
        setState(badge, row.state);
        if (row.state !== shownState) {
            shownState = row.state;
            announce(`${id} is ${spaced(row.state)}`);
        }
        write(why, row.why ?? '');
        why.hidden = !row.why;
        fill(facts, [
            h('span', {}, 'Recipe ', h('b', {}, row.recipe)),
            outline ? h('span', {}, outline.minimize ? 'least ' : 'greatest ', h('b', {}, figureName(outline.metric))) : null,
            outline ? h('span', {}, 'scheduler ', h('b', {}, outline.scheduler)) : null,
            outline && outline.seeds > 1 ? h('span', {}, h('b', {}, outline.seeds), ' seeds each') : null,
            detail.extractor ? h('span', {}, 'figures by ', h('b', {}, detail.extractor)) : null,
        ]);
        bar.set(group ? row.iterations : row.trials, row.budget, row.state);
        const stat = (label, value, more, test) =>
            h(
                'div',
                { class: 'stat' },
                h('dt', {}, label),
                h('dd', { 'data-test': test }, value, more ? h('small', {}, ` ${more}`) : null),
            );
        fill(
            stats,
            group
                ? [
                      stat('Epochs', count(row.iterations), `of ${count(row.budget)}`, 'sweep-epochs'),
                      stat('Members', count(row.trials)),
                      stat('Time', duration(row.elapsed_seconds)),
                  ]
                : [
                      stat('Trials', count(row.trials), `of ${count(row.budget)}`, 'sweep-trials'),
                      row.objective
                          ? stat(`Best ${figureName(row.objective.name)}`, figure(row.objective.value), null, 'sweep-best')
                          : null,
                      stat('Running', count(detail.trials.filter(trial => trial.state === 'running').length)),
                      detail.trials.some(trial => trial.state === 'failed')
                          ? stat('Failed', count(detail.trials.filter(trial => trial.state === 'failed').length))
                          : null,
                      stat('Iterations of all', count(row.iterations)),
                      stat('Speed', speed(row.iterations_per_second)),
                      stat('Time', duration(row.elapsed_seconds)),
                  ],
        );
        actions.set(detail.actions);
        content.draw();
    }

    // --- a sweep: settings and objectives ---
    function sweepPart() {
        let selected = null,
            shownTrials = null,
            shownRows = step;
        const view = () => ({ trials: detail.trials, outline: detail.outline, selected });
        const openTrial = number => {
            const run = detail.trials.find(trial => trial.number === number)?.runs[0];
            if (run) go(`/runs/${encodeURIComponent(run)}`);
        };
        const best = bestSoFar({ view, signal, onTrial: openTrial });
        const curves = rungsChart({ view, signal, onTrial: openTrial });
        const parallel = parallelChart({ view, signal, onBrush: brush });
        const importance = importanceBars();
        const board = leaderboard({ onOpen: openTrial });
        const boardPlace = h('div', { class: 'scroll-x' });
        const chip = h('button', {
            type: 'button',
            class: 'zoom-chip',
            hidden: true,
            'data-test': 'brush-clear',
            on: { click: () => parallel.clear() },
        });
        const strip = h('div', { class: 'strip', 'data-test': 'best-samples' });
        const showMore = h(
            'button',
            {
                type: 'button',
                class: 'small',
                hidden: true,
                on: {
                    click: () => {
                        shownRows += step;
                        drawBoard();
                    },
                },
            },
            'Show more',
        );
        const hint = h(
            'p',
            { class: 'faint small hint' },
            'Drag along an axis to keep the trials that go through there; a click on the axis lets all through again.',
        );
        const card = (title, extra, ...children) =>
            h(
                'section',
                { class: 'card', 'aria-label': title },
                h('div', { class: 'card-head' }, h('h2', {}, title), extra ? h('span', { class: 'push' }, extra) : null),
                h('div', { class: 'card-body' }, children),
            );

        function brush(trials) {
            selected = trials;
            chip.hidden = trials === null;
            fill(chip, trials === null ? null : [plural(trials.size, 'trial'), ' brushed', icon('cross')]);
            best.draw();
            curves.draw();
            drawBoard();
        }

        function drawBoard() {
            const rows = detail.trials.filter(trial => !selected || selected.has(trial.number));
            board.set(rows.slice(0, shownRows), detail.outline);
            showMore.hidden = rows.length <= shownRows;
        }

        fill(boardPlace, board.element);
        return {
            element: h(
                'div',
                {},
                h(
                    'div',
                    { class: 'sweep-grid' },
                    card('Objective over time', null, best.element),
                    card('What matters', null, importance.element),
                ),
                h('div', { class: 'sweep-wide' }, card('Settings', chip, parallel.element, hint)),
                h('div', { class: 'sweep-grid' }, card('Learning curves', null, curves.element), card('The best', null, strip)),
                h(
                    'div',
                    { class: 'sweep-wide' },
                    h(
                        'section',
                        { class: 'card', 'aria-label': 'Leaderboard' },
                        h('div', { class: 'card-head' }, h('h2', {}, 'Leaderboard')),
                        h('div', { class: 'card-body flush' }, boardPlace, showMore),
                    ),
                ),
            ),
            draw() {
                drawBoard();
                // Charts are drawn anew when a trial has reported, not for every second of training.
                const words = JSON.stringify(
                    detail.trials.map(trial => [trial.number, trial.objective, trial.reports.length, trial.sample]),
                );
                if (words === shownTrials) return;
                shownTrials = words;
                best.draw();
                curves.draw();
                parallel.draw();
                importance.set(detail.importance);
                fill(
                    strip,
                    detail.trials
                        .filter(trial => trial.sample)
                        .slice(0, 6)
                        .map(trial =>
                            h(
                                'a',
                                { class: 'strip-item', href: `/runs/${encodeURIComponent(trial.runs[0])}`, title: `Trial ${trial.number}` },
                                h('img', {
                                    class: 'sheet pixels',
                                    src: pictureAddress(trial.runs[0], trial.sample),
                                    alt: `Samples of trial ${trial.number}`,
                                    loading: 'lazy',
                                }),
                                h('span', {}, `${trial.rank === null ? '' : `${trial.rank}. `}trial ${trial.number}`),
                                h('span', { class: 'quiet' }, figure(trial.objective)),
                            ),
                        ),
                );
                if (strip.children.length === 0) fill(strip, h('p', { class: 'quiet small' }, 'No samples yet.'));
            },
        };
    }

    // --- a group: a grid of cells ---
    function groupPart() {
        const map = heatMap();
        const samples = sampleSlider({ signal, test: 'group-sample' });
        let shownSheets = null;
        return {
            element: h(
                'div',
                { class: 'sweep-grid even' },
                section('Cells', '', map.element),
                section('Samples of all', '', samples.element),
            ),
            draw() {
                if (detail.cells) map.set(detail.cells);
                const names = detail.samples.map(sheet => sheet.name).join();
                if (names === shownSheets) return;
                shownSheets = names;
                samples.set(
                    detail.samples.map(sheet => ({
                        ...sheet,
                        url: sheet.url?.startsWith('/') ? sheet.url : address(sweepPath(id, `/samples/${encodeURIComponent(sheet.name)}`)),
                    })),
                );
            },
        };
    }

    async function act(name) {
        if (name === 'delete') {
            await remove(sweepPath(id));
            announce(`${id} is deleted`);
            go('/sweeps');
            return;
        }
        if (name === 'extend') {
            const number = h('input', {
                type: 'number',
                min: 1,
                max: 10_000,
                step: 1,
                value: 9,
                required: true,
                'data-test': 'extend-trials',
            });
            if (
                !(await ask({
                    title: 'Extend this sweep',
                    words: 'It begins so many trials more.',
                    action: 'Extend',
                    test: 'dialog-extend',
                    content: h('label', { class: 'field' }, 'Trials', number),
                }))
            )
                return;
            await post(sweepPath(id, '/extend'), { trials: Number(number.value) });
        } else {
            await post(sweepPath(id, `/${name}`));
        }
        detail = await get(sweepPath(id), signal);
        draw();
    }

    draw();
    live(sweepPath(id, '/live'), 'sweep', {
        signal,
        onMessage(message) {
            detail = message;
            draw();
        },
        async onBack() {
            try {
                detail = await get(sweepPath(id), signal);
                draw();
            } catch (failure) {
                problem.say(failure);
            }
        },
    });
}
