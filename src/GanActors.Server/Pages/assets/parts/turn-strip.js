// Whose turn it is: generator, coordinator and discriminator, what travels between them, and who is frozen. The coordinator alone decides whose weights may
// move: in the discriminator's phase the generator only forges, in the generator's phase the discriminator only judges.

import { attribute, h, write } from '../dom.js';
import { count, nothing } from '../words.js';
import { icon } from './icon.js';

export function turnStrip() {
    const generator = player('generator', 'Generator');
    const discriminator = player('discriminator', 'Discriminator');
    const phase = h('span', { class: 'turn-phase' });
    const where = h('span', { class: 'turn-where' });
    const left = wire(),
        right = wire();
    const element = h(
        'div',
        { class: 'turn card', 'data-test': 'turn-strip', 'data-phase': 'none', role: 'group', 'aria-label': 'Whose turn it is' },
        generator.element,
        left.element,
        h('div', { class: 'turn-middle' }, h('span', { class: 'turn-role' }, 'Coordinator'), phase, where),
        right.element,
        discriminator.element,
    );

    return {
        element,
        /** `turn` is TurnNow or null, `state` the run's. */
        set(turn, state) {
            const moving = turn && state === 'running' ? turn.phase : 'none';
            attribute(element, 'data-phase', moving);
            attribute(element, 'data-kept-frozen', turn?.kept_frozen ?? null);
            const kept = turn?.kept_frozen;
            generator.set(
                moving === 'none' ? 'rests' : moving === 'generator' ? 'learns' : 'frozen',
                words('generator', moving, kept === 'generator'),
            );
            discriminator.set(
                moving === 'none' ? 'rests' : moving === 'discriminator' ? 'learns' : 'frozen',
                words('discriminator', moving, kept === 'discriminator'),
            );
            if (moving === 'none') {
                write(
                    phase,
                    state === 'paused'
                        ? 'Paused'
                        : state === 'waiting'
                          ? 'Waiting for a device'
                          : state === 'running'
                            ? 'Under way'
                            : 'The duel is over',
                );
                write(where, state === 'waiting' || state === 'running' ? '' : state === 'paused' ? 'Both rest' : '');
                left.set('');
                right.set('');
                return;
            }
            write(phase, moving === 'discriminator' ? 'Discriminator’s turn' : 'Generator’s turn');
            write(where, `iteration ${count(turn.iteration)} · step ${count(turn.sub_step)}`);
            // Fakes go to the right in both phases; what the generator learns from comes back in its own.
            left.set(moving === 'generator' ? 'back' : 'forth', moving === 'generator' ? 'gradient' : 'fakes');
            right.set(moving === 'generator' ? 'back' : 'forth', moving === 'generator' ? 'verdict' : 'fakes + real');
        },
    };
}

function words(who, moving, kept) {
    if (kept) return 'kept frozen by the schedule';
    if (moving === 'none') return nothing;
    if (moving === who) return 'weights move';
    return who === 'generator' ? 'frozen, forges' : 'frozen, judges';
}

function player(name, title) {
    const doing = h('span', { class: 'player-doing' });
    const lock = h('span', { class: 'player-lock' }, icon('lock'));
    const element = h(
        'div',
        { class: `player ${name}`, 'data-test': `player-${name}`, 'data-state': 'rests' },
        lock,
        h('span', { class: 'player-name' }, title),
        doing,
    );
    return {
        element,
        set(state, what) {
            attribute(element, 'data-state', state);
            write(doing, what);
        },
    };
}

function wire() {
    const label = h('span', { class: 'wire-label' });
    const element = h(
        'div',
        { class: 'wire', 'data-way': '' },
        label,
        h('span', { class: 'wire-line', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
    );
    return {
        element,
        set(way, words) {
            attribute(element, 'data-way', way);
            write(label, words);
        },
    };
}
