// The shell around every page: who asks, the way between pages, and whether the server answers.

import { announcer } from './announce.js';
import { session, loadSession, signOut, onSession, get } from './api.js';
import { isDark, onColours, toggleColours } from './colours.js';
import { isLost, onConnection } from './connection.js';
import { attribute, fill, h } from './dom.js';
import * as router from './router.js';
import { server } from './server.js';
import { icon } from './parts/icon.js';
import { problemPanel } from './parts/problem.js';

const main = h('main', { id: 'main', tabindex: '-1' });
const user = h('span', { class: 'user' });
const banner = h(
    'div',
    { class: 'lost', 'data-test': 'connection-lost', role: 'status', hidden: true },
    icon('refresh'),
    h('span', {}, 'Connection lost, reconnecting…'),
);
const colours = h('button', { class: 'plain square', type: 'button', 'data-test': 'toggle-colours', on: { click: toggleColours } });
const places = [
    ['/', 'Runs', 'runs', ['runs', 'run', 'compare']],
    ['/sweeps', 'Sweeps', 'sweeps', ['sweeps', 'sweep']],
    ['/new', 'New', 'plus', ['start']],
    ['/devices', 'Devices', 'chip', ['devices']],
    ['/data', 'Data', 'pictures', ['data']],
];
const links = places.map(([href, words, picture]) => h('a', { href }, icon(picture), words));

let leaving = null,
    known = false;

/** Who asks and what the server is, before the first page is shown. */
async function know() {
    if (!known) {
        await loadSession();
        known = true;
        drawUser();
    }
    if (session.scope !== 'none' && !server.version) Object.assign(server, await get('/info'));
}

function drawShell() {
    fill(
        document.getElementById('shell'),
        banner,
        h(
            'header',
            { class: 'top' },
            h(
                'a',
                { class: 'brand', href: '/', 'aria-label': 'GanActors: runs' },
                h('span', { class: 'brand-mark', 'aria-hidden': 'true' }),
                'GanActors',
            ),
            h('nav', { 'aria-label': 'Pages' }, links),
            h('div', { class: 'top-end' }, user, colours),
        ),
        main,
        announcer,
    );
    drawColours();
    onColours(drawColours);
}

function drawColours() {
    fill(colours, icon(isDark() ? 'sun' : 'moon'));
    colours.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
    colours.title = isDark() ? 'Light colours' : 'Dark colours';
}

function drawUser() {
    document.documentElement.dataset.scope = session.scope;
    fill(
        user,
        session.scope === 'read'
            ? h('span', { class: 'tag', title: 'Your key lets you look, not change', 'data-test': 'read-only' }, icon('lock'), 'read only')
            : null,
        session.user ? h('span', { class: 'user-name' }, session.user) : null,
        session.auth === 'key' && session.scope !== 'none'
            ? h('button', { class: 'plain', type: 'button', 'data-test': 'sign-out', on: { click: leave } }, 'Sign out')
            : null,
    );
}

async function leave() {
    try {
        await signOut();
    } catch {
        /* the next request tells */
    }
}

let shownBanner = null,
    asking = null;
function drawConnection() {
    clearTimeout(shownBanner);
    if (isLost())
        shownBanner = setTimeout(() => attribute(banner, 'hidden', false), 600); // a stream that is back at once is not worth a banner
    else attribute(banner, 'hidden', true);
    // A page without a stream would not hear that the server is back.
    clearInterval(asking);
    if (isLost()) asking = setInterval(() => loadSession().catch(() => {}), 2000);
}

async function show() {
    leaving?.abort();
    const leave = (leaving = new AbortController());
    const root = h('div');
    const page = {
        root,
        params: {},
        query: new URLSearchParams(),
        signal: leave.signal,
        title(words) {
            document.title = words ? `${words} · GanActors` : 'GanActors';
        },
    };
    try {
        await know();
        if (leave.signal.aborted) return;
        const { name, params, query } = session.scope === 'none' ? { name: 'sign-in' } : router.match(location);
        places.forEach(([, , , pages], index) => attribute(links[index], 'aria-current', pages.includes(name) ? 'page' : null));
        root.className = `page page-${name}`;
        Object.assign(page, { params: params ?? {}, query: query ?? page.query });
        if (name === 'not-found') throw Object.assign(new Error('There is no page at this address.'), { status: 404 });
        const module = await import(`./pages/${name}.js`);
        if (leave.signal.aborted) return;
        fill(main, root);
        scrollTo(0, 0);
        await module.open(page);
    } catch (failure) {
        if (leave.signal.aborted || failure.name === 'AbortError') return;
        if (failure.status === 401) return; // the session's change shows the sign-in page
        fill(root, problemPanel(failure, show));
        fill(main, root);
        page.title(failure.status === 404 ? 'Not found' : 'Not possible');
    }
    if (leave.signal.aborted) return;
    if (firstPageShown && !root.contains(document.activeElement)) {
        const heading = root.querySelector('h1');
        heading?.setAttribute('tabindex', '-1');
        heading?.focus({ preventScroll: true });
    }
    firstPageShown = true;
}

let firstPageShown = false;

drawShell();
onConnection(drawConnection);
onSession(() => {
    if (!known) return; // the first page is just being opened
    drawUser();
    show();
});
router.start(show);
