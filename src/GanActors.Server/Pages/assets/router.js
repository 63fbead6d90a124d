// Which address shows which page, without loading the shell again.

const routes = [
    [/^\/$/, 'runs', []],
    [/^\/runs\/([^/]+)$/, 'run', ['id']],
    [/^\/compare$/, 'compare', []],
    [/^\/sweeps$/, 'sweeps', []],
    [/^\/sweeps\/([^/]+)$/, 'sweep', ['id']],
    [/^\/new$/, 'start', []],
    [/^\/devices$/, 'devices', []],
    [/^\/data$/, 'data', []],
];

/** The page of an address: its module's name and what the address says. */
export function match(location) {
    const path = location.pathname.length > 1 ? location.pathname.replace(/\/$/, '') : location.pathname;
    for (const [pattern, name, names] of routes) {
        const found = pattern.exec(path);
        if (!found) continue;
        const params = Object.fromEntries(names.map((key, index) => [key, decodeURIComponent(found[index + 1])]));
        return { name, params, query: new URLSearchParams(location.search) };
    }
    return { name: 'not-found', params: {}, query: new URLSearchParams() };
}

let show = () => {};

export function start(onShow) {
    show = onShow;
    addEventListener('popstate', () => show());
    document.addEventListener('click', event => {
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        const link = event.target.closest?.('a[href]');
        if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
        if (/^\/(api|assets|openapi|metrics|health)\b/.test(link.pathname)) return;
        if (link.pathname === location.pathname && link.search === location.search && link.hash) return; // a place on this page
        event.preventDefault();
        go(link.pathname + link.search);
    });
    show();
}

export function go(url, { replace = false } = {}) {
    history[replace ? 'replaceState' : 'pushState'](null, '', url);
    show();
}

/** Keeps what a page shows in its address, without opening it anew. */
export function note(query) {
    const words = query.toString();
    history.replaceState(null, '', location.pathname + (words ? '?' + words : ''));
}
