// What went wrong, said where it went wrong.

import { h } from '../dom.js';
import { icon } from './icon.js';

/** In place of a page that could not be shown. */
export function problemPanel(failure, again) {
    return h(
        'div',
        { class: 'problem-panel', role: 'alert', 'data-test': 'problem' },
        h('h1', {}, failure.status === 404 ? 'Not found' : failure.status === 403 ? 'Not allowed' : 'That did not work'),
        h('p', {}, failure.message),
        h(
            'p',
            { class: 'row' },
            h('button', { type: 'button', on: { click: again } }, 'Try again'),
            h('a', { class: 'button', href: '/' }, 'All runs'),
        ),
    );
}

/** A line that says that an action failed, beside its button. */
export function problemLine() {
    const words = h('span', {});
    const line = h('p', { class: 'problem-line', role: 'alert', 'data-test': 'problem-line', hidden: true }, icon('warning'), words);
    return {
        element: line,
        say(failure) {
            if (failure?.name === 'AbortError') return;
            words.textContent = failure.retryAfter ? `${failure.message} Again in ${failure.retryAfter} s.` : failure.message;
            line.hidden = false;
        },
        clear() {
            line.hidden = true;
        },
    };
}
