// How far: a bar that is also told in numbers.

import { h } from '../dom.js';

export function progressBar(label) {
    const inside = h('span', {});
    const bar = h(
        'span',
        { class: 'progress', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100 },
        inside,
    );
    return {
        element: bar,
        set(done, total, state) {
            const share = total > 0 ? Math.min(1, done / total) : 0;
            inside.style.transform = `scaleX(${share})`;
            bar.setAttribute('aria-valuenow', Math.round(share * 100));
            bar.dataset.state = state ?? '';
            bar.classList.toggle('unknown', !(total > 0) && state === 'running');
        },
    };
}
