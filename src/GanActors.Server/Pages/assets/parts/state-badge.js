// A run's or a sweep's state: a shape, a word and a colour, so that no one has to tell by colour alone.

import { h } from '../dom.js';
import { spaced } from '../words.js';
import { icon } from './icon.js';

const shapes = {
    running: null,
    waiting: 'clock',
    paused: 'pause',
    completed: 'check',
    stopped: 'stop',
    failed: 'cross',
    broken_off: 'break',
    reported: 'check',
};

export const states = ['running', 'waiting', 'paused', 'completed', 'stopped', 'failed', 'broken_off'];

export function stateBadge(state, properties = {}) {
    const badge = h('span', { class: 'state', ...properties });
    setState(badge, state);
    return badge;
}

export function setState(badge, state, title = null) {
    if (badge.dataset.state !== state) {
        badge.dataset.state = state;
        badge.replaceChildren(shapes[state] ? icon(shapes[state]) : h('span', { class: 'pulse', 'aria-hidden': 'true' }), spaced(state));
    }
    if (title) badge.title = title;
    else badge.removeAttribute('title');
}
