// Whether the server answers: each stream and each request that finds it gone says so here, and the shell shows it.

const gone = new Set();
const changed = new EventTarget();

export function lost(who) {
    if (gone.has(who)) return;
    gone.add(who);
    changed.dispatchEvent(new Event('change'));
}

export function found(who) {
    if (gone.delete(who)) changed.dispatchEvent(new Event('change'));
}

export const isLost = () => gone.size > 0;

export function onConnection(listener, signal) {
    changed.addEventListener('change', listener, { signal });
}
