// A network layer by layer, with shapes and trainable numbers.

import { h } from '../dom.js';
import { count } from '../words.js';

export function layerTable(player, title, table) {
    const head = h('h3', { class: 'row' }, h('span', { class: `dot ${player}` }), title);
    if (!table)
        return h(
            'div',
            { class: 'layers-of', 'data-test': `layers-${player}` },
            head,
            h('p', { class: 'quiet small' }, 'Its shapes depend on data that are not at hand.'),
        );
    return h(
        'div',
        { class: 'layers-of', 'data-test': `layers-${player}`, 'data-parameters': table.parameters },
        head,
        h(
            'div',
            { class: 'scroll-x' },
            h(
                'table',
                { class: 'layers' },
                h(
                    'thead',
                    {},
                    h(
                        'tr',
                        {},
                        h('th', { scope: 'col' }, 'Layer'),
                        h('th', { scope: 'col' }, 'Output'),
                        h('th', { scope: 'col', class: 'number' }, 'Parameters'),
                    ),
                ),
                h(
                    'tbody',
                    {},
                    h(
                        'tr',
                        { class: 'faint' },
                        h('td', {}, 'input'),
                        h('td', { class: 'mono' }, table.input),
                        h('td', { class: 'number' }),
                    ),
                    table.layers.map(layer =>
                        h(
                            'tr',
                            {},
                            h(
                                'td',
                                {},
                                h('span', { class: 'mono' }, layer.layer),
                                layer.options ? [' ', h('span', { class: 'options mono' }, layer.options)] : null,
                            ),
                            h('td', { class: 'mono' }, layer.output),
                            h('td', { class: 'number' }, layer.parameters ? count(layer.parameters) : h('span', { class: 'faint' }, '0')),
                        ),
                    ),
                ),
                h('tfoot', {}, h('tr', {}, h('td', { colspan: 2 }, 'All'), h('td', { class: 'number' }, count(table.parameters)))),
            ),
        ),
    );
}
