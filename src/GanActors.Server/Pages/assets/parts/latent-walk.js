// A walk through the latent space: from noise to noise, as a moving picture.

import { address, runPath } from '../api.js';
import { attribute, h } from '../dom.js';
import { icon } from './icon.js';
import { problemLine } from './problem.js';

export function latentWalk(id, { signal }) {
    let seed = 7,
        place = null;
    const problem = problemLine();
    const image = h('img', {
        class: 'walk-picture pixels',
        alt: 'What the generator draws on the way between noises',
        hidden: true,
        'data-test': 'walk-image',
    });
    const button = h(
        'button',
        { type: 'button', class: 'small', 'data-test': 'walk', disabled: true, on: { click: walk } },
        icon('walk'),
        'Walk through the latent space',
    );
    const number = h('input', {
        type: 'number',
        class: 'seed',
        min: 0,
        step: 1,
        value: seed,
        'aria-label': 'Seed of the walk',
        'data-test': 'walk-seed',
        on: {
            change: () => {
                seed = Math.max(0, Math.floor(Number(number.value)) || 0);
            },
        },
    });
    const another = h(
        'button',
        {
            type: 'button',
            class: 'small',
            hidden: true,
            'data-test': 'walk-another',
            on: {
                click: () => {
                    seed = Math.floor(Math.random() * 10_000);
                    number.value = seed;
                    walk();
                },
            },
        },
        'Another',
    );
    const element = h(
        'div',
        { class: 'walk', hidden: true },
        h('div', { class: 'row' }, button, h('label', { class: 'row small quiet' }, 'seed', number), another),
        problem.element,
        image,
    );

    async function walk() {
        problem.clear();
        button.disabled = another.disabled = true;
        element.setAttribute('aria-busy', 'true');
        try {
            const response = await fetch(address(runPath(id, `/walk?seed=${seed}&pairs=4&steps=16`)), {
                signal,
                credentials: 'same-origin',
            });
            if (!response.ok) throw new Error(`The walk could not be drawn (${response.status}).`);
            URL.revokeObjectURL(place);
            place = URL.createObjectURL(await response.blob());
            image.src = place;
            image.hidden = another.hidden = false;
        } catch (failure) {
            problem.say(failure);
        } finally {
            button.disabled = another.disabled = false;
            element.removeAttribute('aria-busy');
        }
    }

    signal.addEventListener('abort', () => URL.revokeObjectURL(place));
    return {
        element,
        set(actions) {
            const can = actions.includes('walk');
            attribute(element, 'hidden', !can && image.hidden);
            if (element.getAttribute('aria-busy') !== 'true') button.disabled = another.disabled = !can;
        },
    };
}
