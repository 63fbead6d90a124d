// A new run or sweep: chosen from what ships, taken from a run, or written.

import { attemptKey, get, mayChange, post, runPath, sweepPath, text } from '../api.js';
import { announce } from '../announce.js';
import { calm } from '../colours.js';
import { isLost, onConnection } from '../connection.js';
import { afterQuiet, fill, h, write } from '../dom.js';
import { checkPanel } from '../parts/check-panel.js';
import { icon } from '../parts/icon.js';
import { problemLine } from '../parts/problem.js';
import { recipeCards } from '../parts/recipe-cards.js';
import { recipeEditor } from '../parts/recipe-editor.js';
import { go, note } from '../router.js';
import { server } from '../server.js';
import { plural } from '../words.js';

export async function open(page) {
    page.title('New');
    const { signal } = page;
    const [rows, datasets] = await Promise.all([get('/recipes', signal), get('/datasets', signal)]);

    let base = null; // the RecipeRow that the text is of, as long as it is unchanged
    let baseText = null;
    let checked = null,
        asked = 0,
        attempt = attemptKey(),
        starting = false;
    const problem = problemLine();
    const errors = h('ul', { class: 'errors', 'data-test': 'errors', 'aria-live': 'polite', hidden: true });
    const editor = recipeEditor({ signal, onChange: changed });
    const panel = checkPanel({ onDownload: download });
    const status = h('span', { class: 'check-status', role: 'status', 'data-test': 'check-status' });
    const from = h('span', { class: 'quiet small' });
    const cards = recipeCards(rows, { quickStart: server.quick_start, onChoose: row => choose(row).then(showText).catch(problem.say) });

    // --- quick settings ---
    const input = (name, label, properties) => {
        const field = h('input', { 'data-test': `set-${name}`, autocomplete: 'off', ...properties, on: { input: changed } });
        return {
            field,
            wrong: h('span', { class: 'field-error', role: 'alert' }),
            get element() {
                return (this.label ??= h('label', { class: 'field' }, label, field, this.wrong));
            },
        };
    };
    const choice = (name, label, options) => {
        const field = h(
            'select',
            { 'data-test': `set-${name}`, on: { change: changed } },
            options.map(([value, words]) => h('option', { value }, words)),
        );
        return {
            field,
            wrong: h('span', { class: 'field-error', role: 'alert' }),
            get element() {
                return (this.label ??= h('label', { class: 'field' }, label, field, this.wrong));
            },
        };
    };
    const name = input('name', 'Name', { placeholder: 'made for you', maxlength: 80 });
    const iterations = input('iterations', 'Iterations', { type: 'number', min: 1, step: 1, placeholder: 'as written' });
    const seed = input('seed', 'Seed', { type: 'number', min: 0, step: 1, placeholder: 'as written' });
    const data = choice('data', 'Data', [
        ['', 'as written'],
        ...datasets.map(set => [set.name, set.availability === 'missing' ? `${set.name} (not at hand)` : set.name]),
    ]);
    const device = choice('device', 'Device', [
        ['any', 'any'],
        ['cpu', 'processor'],
        ['cuda', 'graphics card'],
    ]);
    const parallel = input('parallel', 'Runs at once', { type: 'number', min: 1, step: 1, placeholder: 'one a lane' });
    const settings = h('div', { class: 'quick-settings' });
    const startButton = h(
        'button',
        { type: 'button', class: 'primary', 'data-test': 'start', disabled: true, on: { click: start } },
        icon('play'),
        'Start',
    );

    const isSweep = () => checked !== null && checked.kind !== 'recipe';

    fill(
        page.root,
        h('div', { class: 'page-head' }, h('h1', {}, 'New run or sweep')),
        problem.element,
        h(
            'details',
            { class: 'card choose', open: true, 'data-test': 'choose' },
            h(
                'summary',
                {},
                h('h2', {}, 'Choose what ships'),
                h('span', { class: 'quiet small' }, `${plural(rows.length, 'recipe')} and sweeps, or write your own below`),
            ),
            h(
                'div',
                { class: 'card-body' },
                cards.element,
                h(
                    'p',
                    {},
                    h('button', { type: 'button', 'data-test': 'write-own', on: { click: writeOwn } }, icon('plus'), 'Write your own'),
                ),
            ),
        ),
        h(
            'div',
            { class: 'start-main' },
            h(
                'section',
                { class: 'card', 'aria-label': 'Text' },
                h('div', { class: 'card-head' }, h('h2', {}, 'Recipe'), from, h('span', { class: 'push' }, status)),
                h(
                    'div',
                    { class: 'card-body stack' },
                    editor.element,
                    errors,
                    h(
                        'p',
                        { class: 'faint small' },
                        h('kbd', {}, 'Ctrl'),
                        ' ',
                        h('kbd', {}, 'Space'),
                        ' suggests what could be written. ',
                        h('kbd', {}, 'Esc'),
                        ' then ',
                        h('kbd', {}, 'Tab'),
                        ' leaves the text.',
                    ),
                ),
            ),
            h(
                'div',
                { class: 'stack start-side' },
                h(
                    'section',
                    { class: 'card', 'aria-label': 'Settings' },
                    h('div', { class: 'card-head' }, h('h2', {}, 'Settings')),
                    h('div', { class: 'card-body stack' }, settings, h('div', { class: 'row' }, startButton)),
                ),
                h(
                    'section',
                    { class: 'card', 'aria-label': 'What would be started' },
                    h('div', { class: 'card-head' }, h('h2', {}, 'What would be started')),
                    h('div', { class: 'card-body' }, panel.element),
                ),
            ),
        ),
    );
    drawSettings(false);

    function drawSettings(sweep) {
        if (settings.dataset.sweep === String(sweep)) return;
        settings.dataset.sweep = sweep;
        fill(
            settings,
            (sweep ? [name, parallel] : [name, iterations, seed, data, device]).map(one => one.element),
        );
    }

    function set() {
        if (isSweep()) return [];
        const values = [];
        if (iterations.field.value) values.push(['run.iterations', iterations]);
        if (seed.field.value) values.push(['run.seed', seed]);
        if (data.field.value) values.push(['data.name', data]);
        return values;
    }
    const setWords = () => set().map(([key, one]) => `${key}=${one.field.value}`);

    // --- choosing ---
    async function choose(row) {
        const found = await get(`/recipes/${encodeURIComponent(row.name)}?kind=${row.kind === 'recipe' ? 'recipe' : 'sweep'}`, signal);
        base = row;
        baseText = found.yaml;
        editor.value = found.yaml;
        cards.mark(row);
        note(new URLSearchParams({ [row.kind === 'recipe' ? 'recipe' : 'sweep']: row.name }));
        write(from, `${row.name}, as it ships`);
        clearSettings();
        await check();
    }

    // The cards fill a screen: what was chosen stands below them.
    function showText() {
        page.root.querySelector('.start-main').scrollIntoView({ block: 'start', behavior: calm() ? 'auto' : 'smooth' });
    }

    function writeOwn() {
        const untouched = editor.value === baseText || editor.value.trim() === '';
        base = baseText = null;
        cards.mark(null);
        note(new URLSearchParams());
        write(from, 'your own');
        if (untouched) editor.value = ownText; // what was changed already is one's own
        clearSettings();
        check();
        editor.goTo(1);
    }

    function clearSettings() {
        for (const one of [name, iterations, seed, parallel]) one.field.value = '';
        data.field.value = '';
    }

    // --- checking as one types ---
    const checkSoon = afterQuiet(300, () => check());

    function changed() {
        attempt = attemptKey(); // what is started now is something else
        if (base) write(from, editor.value === baseText ? `${base.name}, as it ships` : `${base.name}, changed`);
        write(status, 'checking…');
        startButton.disabled = true;
        checkSoon();
    }

    async function check() {
        const mine = ++asked;
        if (editor.value.trim() === '') {
            checked = null;
            showErrors([]);
            panel.clear();
            write(status, '');
            startButton.disabled = true;
            return;
        }
        try {
            const answer = await post('/recipes/check', { yaml: editor.value, set: setWords() }, { signal });
            if (mine !== asked) return; // the text has changed since
            checked = answer;
            drawSettings(isSweep());
            showErrors(answer.errors);
            panel.set(answer);
            drawStatus(answer.errors.length);
        } catch (failure) {
            if (mine === asked) problem.say(failure);
        }
    }

    function drawStatus(wrong) {
        fill(
            status,
            wrong
                ? h('span', { class: 'tag bad' }, icon('cross'), plural(wrong, 'mistake'))
                : h('span', { class: 'tag good' }, icon('check'), 'can be started'),
        );
        startButton.disabled = wrong > 0 || starting || !mayChange();
        startButton.title = mayChange() ? '' : 'Your key lets you look, not change';
        fill(startButton, icon('play'), isSweep() ? 'Start the sweep' : 'Start the run');
    }

    function showErrors(list) {
        editor.setErrors(list);
        const used = set();
        for (const one of [name, iterations, seed, data, device, parallel]) {
            write(one.wrong, '');
            one.field.removeAttribute('aria-invalid');
        }
        const elsewhere = [];
        for (const error of list) {
            const place = /^set\[(\d+)\]/.exec(error.field)?.[1];
            const one = place !== undefined ? used[Number(place)]?.[1] : { name, device, parallel }[error.field];
            if (one) {
                write(one.wrong, error.message);
                one.field.setAttribute('aria-invalid', 'true');
            } else {
                elsewhere.push(error);
            }
        }
        errors.hidden = elsewhere.length === 0;
        fill(
            errors,
            elsewhere.map(error =>
                h(
                    'li',
                    {},
                    h(
                        'button',
                        {
                            type: 'button',
                            class: 'error-line',
                            disabled: !error.line,
                            'data-test': 'error',
                            on: { click: () => editor.goTo(error.line, error.column ?? 1) },
                        },
                        error.line ? h('span', { class: 'error-place' }, `${error.line}:${error.column ?? 1}`) : null,
                        h(
                            'span',
                            {},
                            error.key && !error.message.startsWith(error.key) ? h('code', {}, error.key, ': ') : null,
                            error.message,
                        ),
                    ),
                ),
            ),
        );
    }

    // --- starting ---
    async function start() {
        problem.clear();
        starting = true;
        startButton.disabled = true;
        const sweep = isSweep();
        const asShipped = base !== null && editor.value === baseText;
        const body = { [asShipped ? (sweep ? 'sweep' : 'recipe') : 'yaml']: asShipped ? base.name : editor.value };
        if (name.field.value.trim()) body.name = name.field.value.trim();
        if (sweep && parallel.field.value) body.parallel = Number(parallel.field.value);
        if (!sweep) {
            const values = setWords();
            if (values.length) body.set = values;
            if (device.field.value !== 'any') body.device = device.field.value;
        }
        try {
            const begun = await post(sweep ? '/sweeps' : '/runs', body, { headers: { 'Idempotency-Key': attempt }, signal });
            announce(`${begun.row.id} is started`);
            go(`/${sweep ? 'sweeps' : 'runs'}/${encodeURIComponent(begun.row.id)}`);
        } catch (failure) {
            if (failure.name === 'AbortError') return;
            // Not reached: the same attempt may be made again. Refused: the next one is another.
            if (failure.status !== 0) attempt = attemptKey();
            if (failure.errors?.length) showErrors(failure.errors);
            problem.say(failure);
            problem.element.scrollIntoView({ block: 'nearest' });
            starting = false;
            drawStatus(failure.errors?.length ?? 0);
            if (mayChange()) startButton.disabled = false; // what was wrong may have been put right elsewhere
        }
    }

    async function download(name) {
        try {
            await post(`/datasets/${encodeURIComponent(name)}/download`);
            go('/data');
        } catch (failure) {
            problem.say(failure);
        }
    }

    signal.addEventListener('abort', checkSoon.cancel);
    onConnection(() => {
        if (!isLost()) checkSoon();
    }, signal);

    // --- what the address asks for ---
    const wanted = page.query.get('recipe'),
        wantedSweep = page.query.get('sweep'),
        run = page.query.get('from'),
        sweep = page.query.get('from_sweep');
    if (run || sweep) {
        page.root.querySelector('details').open = false;
        write(from, `as ${run ?? sweep} was`);
        editor.value = run ? await text(runPath(run, '/recipe'), signal) : (await get(sweepPath(sweep), signal)).yaml;
        await check();
    } else {
        const row =
            rows.find(one =>
                wantedSweep
                    ? one.kind !== 'recipe' && one.name === wantedSweep
                    : one.kind === 'recipe' && one.name === (wanted ?? server.quick_start),
            ) ?? rows[0];
        if (wanted || wantedSweep) page.root.querySelector('details').open = false;
        if (row) await choose(row);
    }
}

/** Where one's own recipe begins: small, whole, and right. */
const ownText = `# A recipe of one's own: docs/recipes.md has all keys.
name: my-gan
data: { name: mnist, scale: [-1, 1] }
batch: 64
noise: { size: 64, distribution: normal }
generator:
  layers:
    - { dense: 128 }
    - { leaky_relu: 0.2 }
    - { dense: 784 }
    - tanh
    - { reshape: [1, 28, 28] }
  optimizer: { kind: adam, lr: 0.0002, betas: [0.5, 0.999] }
discriminator:
  layers:
    - flatten
    - { dense: 128 }
    - { leaky_relu: 0.2 }
    - { dense: 1 }
  optimizer: { kind: adam, lr: 0.0002, betas: [0.5, 0.999] }
loss: { kind: non-saturating }
run: { iterations: 5000, seed: 1 }
samples: { every: 500, grid: [8, 8] }
`;
