// A stream of server-sent events that comes back by itself.

import { address, loadSession, session } from './api.js';
import { lost, found } from './connection.js';

/** A tab that nobody has looked at for so long lets its stream go: browsers allow six connections to a server. */
const hiddenFor = 60_000;

let streams = 0;

/**
 * Listens until the signal is aborted. `onMessage` gets each event's object; `onBack` is called when a lost stream has come back: what happened
 * meanwhile has to be fetched.
 */
export function live(path, type, { signal, onMessage, onBack }) {
    const name = `stream ${++streams}`;
    let source = null,
        wasLost = false,
        wait = 1000,
        timer = null,
        sleep = null;

    function open() {
        clearTimeout(timer);
        if (signal.aborted || source) return;
        source = new EventSource(address(path));
        source.addEventListener('open', () => {
            found(name);
            wait = 1000;
            if (wasLost) {
                wasLost = false;
                onBack?.();
            }
        });
        source.addEventListener(type, event => onMessage(JSON.parse(event.data)));
        source.addEventListener('error', () => {
            if (signal.aborted) return;
            wasLost = true;
            lost(name);
            // The browser tries again by itself after a break, but not after an answer that is no stream (a proxy's 502, a 401).
            if (source.readyState === EventSource.CLOSED) {
                close();
                timer = setTimeout(tryAgain, wait);
                wait = Math.min(wait * 2, 15_000);
            }
        });
    }

    async function tryAgain() {
        try {
            await loadSession();
        } catch {
            /* still away */
        }
        if (session.scope !== 'none') open();
    }

    function close() {
        source?.close();
        source = null;
    }

    document.addEventListener(
        'visibilitychange',
        () => {
            clearTimeout(sleep);
            if (document.hidden) {
                sleep = setTimeout(() => {
                    close();
                    wasLost = true;
                }, hiddenFor);
            } else {
                open();
            }
        },
        { signal },
    );

    signal.addEventListener('abort', () => {
        clearTimeout(timer);
        clearTimeout(sleep);
        close();
        found(name);
    });
    open();
}
