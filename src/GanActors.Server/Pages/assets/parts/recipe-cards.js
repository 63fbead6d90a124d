// What ships, to choose from.

import { fill, h } from '../dom.js';
import { count } from '../words.js';

const groups = [
    ['recipe', 'Recipes'],
    ['sweep', 'Sweeps'],
    ['cells', 'Groups'],
    ['md-gan', 'Groups'],
];
const kindWords = { recipe: 'one run', sweep: 'sweep', cells: 'cells that compete', 'md-gan': 'one against many' };

export function recipeCards(rows, { onChoose, quickStart }) {
    let chosen = null;
    const cards = new Map();
    const card = row => {
        const element = h(
            'button',
            {
                type: 'button',
                class: 'recipe-card',
                'data-test': 'recipe-card',
                'data-name': row.name,
                'data-kind': row.kind,
                'aria-pressed': 'false',
                on: { click: () => onChoose(row) },
            },
            h(
                'span',
                { class: 'recipe-name' },
                row.name,
                row.name === quickStart && row.kind === 'recipe' ? h('span', { class: 'tag good' }, 'quick start') : null,
                row.kind !== 'recipe' ? h('span', { class: 'tag' }, kindWords[row.kind]) : null,
            ),
            h('span', { class: 'recipe-description' }, row.description),
            h(
                'span',
                { class: 'recipe-size' },
                h('span', {}, row.data),
                h('span', { title: 'Parameters of the generator' }, h('span', { class: 'dot generator' }), count(row.generator)),
                h(
                    'span',
                    { title: 'Parameters of the discriminator' },
                    h('span', { class: 'dot discriminator' }),
                    count(row.discriminator),
                ),
            ),
        );
        cards.set(`${row.kind}/${row.name}`, element);
        return element;
    };
    const shown = new Map();
    for (const [kind, title] of groups) {
        const mine = rows.filter(row => row.kind === kind);
        if (mine.length) shown.set(title, [...(shown.get(title) ?? []), ...mine]);
    }
    const element = h('div', { class: 'recipe-cards' });
    fill(
        element,
        [...shown].map(([title, mine]) =>
            h(
                'section',
                { 'aria-label': title },
                h('h2', {}, title),
                h('div', { class: 'recipe-grid' }, [...mine].sort((a, b) => (b.name === quickStart) - (a.name === quickStart)).map(card)),
            ),
        ),
    );
    return {
        element,
        mark(row) {
            if (chosen) cards.get(chosen)?.setAttribute('aria-pressed', 'false');
            chosen = row ? `${row.kind}/${row.name}` : null;
            if (chosen) cards.get(chosen)?.setAttribute('aria-pressed', 'true');
        },
    };
}
