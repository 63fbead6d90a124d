// The server's API: requests, what is wrong with them, and who asks.

import { lost, found } from './connection.js';

const base = '/api/v1';

/** What the server refused, and why; `errors` name the fields at fault. */
export class ApiProblem extends Error {
    constructor(status, problem, retryAfter) {
        super(problem.detail || problem.title || `The server answered ${status}.`);
        this.status = status;
        this.title = problem.title;
        this.errors = problem.errors ?? [];
        this.retryAfter = retryAfter;
    }
}

/** Who asks and what they may; see SessionInfo. */
export const session = { user: null, scope: 'none', auth: 'none', csrf: null };

const sessionChanged = new EventTarget();

export function onSession(listener) {
    sessionChanged.addEventListener('change', listener);
}

function take(newSession) {
    const before = session.scope;
    Object.assign(session, newSession);
    if (before !== session.scope) sessionChanged.dispatchEvent(new Event('change'));
    return session;
}

export const mayChange = () => session.scope === 'admin';

async function send(method, path, { body, signal, headers = {}, again = true } = {}) {
    const changes = method !== 'GET';
    const all = { Accept: 'application/json', ...headers };
    if (body !== undefined) all['Content-Type'] = 'application/json';
    if (changes && session.csrf) all['X-CSRF-Token'] = session.csrf;
    let response;
    try {
        response = await fetch(base + path, {
            method,
            headers: all,
            signal,
            body: body === undefined ? undefined : JSON.stringify(body),
            credentials: 'same-origin',
        });
    } catch (failure) {
        if (failure.name !== 'AbortError') lost('request');
        throw failure.name === 'AbortError'
            ? failure
            : new ApiProblem(0, { title: 'No connection', detail: 'The server cannot be reached.' });
    }
    found('request');
    if (response.ok) return response;
    let problem = {};
    try {
        problem = await response.json();
    } catch {
        /* not from our server, or cut off: the status must do */
    }
    if (response.status === 401) take({ user: null, scope: 'none', csrf: null });
    // Another tab may have signed in anew since: its token is the one that counts now.
    if (response.status === 403 && changes && again && session.csrf) {
        const token = session.csrf;
        await loadSession();
        if (session.csrf !== token) return send(method, path, { body, signal, headers, again: false });
    }
    const retryAfter = Number(response.headers.get('Retry-After')) || null;
    throw new ApiProblem(response.status, problem, retryAfter);
}

async function json(method, path, options) {
    const response = await send(method, path, options);
    if (response.status === 204 || response.headers.get('Content-Length') === '0') return null;
    return await response.json();
}

export const get = (path, signal) => json('GET', path, { signal });
export const text = async (path, signal) => (await send('GET', path, { signal, headers: { Accept: 'text/yaml, text/plain, */*' } })).text();
export const post = (path, body = {}, options = {}) => json('POST', path, { body, ...options });
export const put = path => json('PUT', path, { body: {} });
export const remove = path => json('DELETE', path, { body: {} });

export const loadSession = async () => take(await json('GET', '/session', {}));
export const signIn = async key => take(await json('POST', '/session', { body: { key } }));

export async function signOut() {
    await json('DELETE', '/session', { body: {} });
    take({ user: null, scope: 'none', csrf: null });
}

/** All pages of a list, up to so many items. */
export async function all(path, most, signal, onPage) {
    const items = [];
    let after = null,
        total = 0;
    do {
        const joint = path.includes('?') ? '&' : '?';
        const page = await get(`${path}${joint}limit=500${after ? `&after=${encodeURIComponent(after)}` : ''}`, signal);
        items.push(...page.items);
        total = page.total;
        after = page.next;
        onPage?.(page);
    } while (after && items.length < most);
    return { items, total, more: after !== null && after !== undefined };
}

/** The API's address of a run, or of something of it; ids of trials have colons in them. */
export const runPath = (id, rest = '') => `/runs/${encodeURIComponent(id)}${rest}`;
export const sweepPath = (id, rest = '') => `/sweeps/${encodeURIComponent(id)}${rest}`;
export const address = path => base + path;

/** A sheet's address may come relative to the run or whole. */
export function pictureAddress(id, place) {
    if (!place) return null;
    return place.startsWith('/') ? place : address(runPath(id, '/' + place.split('/').map(encodeURIComponent).join('/')));
}

/** A new key for one attempt to start something: a repeated request starts nothing twice. */
export function attemptKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const random = crypto.getRandomValues(new Uint8Array(16)); // without https randomUUID is not there
    random[6] = (random[6] & 0x0f) | 0x40;
    random[8] = (random[8] & 0x3f) | 0x80;
    const hex = [...random].map(value => value.toString(16).padStart(2, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
