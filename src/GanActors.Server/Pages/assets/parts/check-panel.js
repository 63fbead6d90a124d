// What would be started: data, networks, how long; of a sweep, what it varies.

import { fill, h } from '../dom.js';
import { count, figure, figureName, plural } from '../words.js';
import { icon } from './icon.js';
import { layerTable } from './layer-table.js';

export function checkPanel({ onDownload }) {
    let tables = null; // the newest that could be told: they stay, faded, while the text is wrong
    const element = h('div', { class: 'check stack', 'data-test': 'check', 'aria-live': 'polite' });
    return {
        element,
        set(checked) {
            const { data, sweep } = checked;
            const whole = checked.errors.length === 0;
            if (whole)
                tables = [
                    checked.generator ? layerTable('generator', 'Generator', checked.generator) : null,
                    checked.discriminator ? layerTable('discriminator', 'Discriminator', checked.discriminator) : null,
                ];
            fill(
                element,
                h(
                    'dl',
                    { class: 'check-facts' },
                    fact(
                        'What',
                        checked.kind === 'recipe' ? 'One run' : checked.kind === 'sweep' ? 'A sweep' : 'A group',
                        checked.name ? `named ${checked.name}` : '',
                    ),
                    data ? fact('Data', data.title, dataWords(data, onDownload)) : null,
                    checked.iterations ? fact('Length', plural(checked.iterations, 'iteration')) : null,
                    sweep
                        ? fact(
                              'Wanted',
                              `${sweep.minimize ? 'least' : 'greatest'} ${figureName(sweep.metric)}`,
                              `${plural(sweep.trials, 'trial')}${sweep.seeds > 1 ? ` of ${sweep.seeds} seeds` : ''}, ${sweep.scheduler}${sweep.rungs.length ? `, rungs at ${sweep.rungs.map(count).join(', ')}` : ''}`,
                          )
                        : null,
                ),
                checked.notes.length
                    ? h(
                          'ul',
                          { class: 'notes' },
                          checked.notes.map(note => h('li', {}, icon('info'), h('span', {}, note))),
                      )
                    : null,
                sweep
                    ? h(
                          'div',
                          { class: 'scroll-x' },
                          h(
                              'table',
                              { class: 'layers', 'data-test': 'space' },
                              h(
                                  'thead',
                                  {},
                                  h(
                                      'tr',
                                      {},
                                      ['What is varied', 'How', 'Between'].map(words => h('th', { scope: 'col' }, words)),
                                  ),
                              ),
                              h(
                                  'tbody',
                                  {},
                                  sweep.parameters.map(parameter =>
                                      h(
                                          'tr',
                                          {},
                                          h('td', { class: 'mono' }, parameter.key),
                                          h('td', {}, parameter.kind),
                                          h(
                                              'td',
                                              {},
                                              parameter.values.length
                                                  ? parameter.values.join(', ')
                                                  : `${figure(parameter.low, 2)} to ${figure(parameter.high, 2)}`,
                                          ),
                                      ),
                                  ),
                              ),
                          ),
                      )
                    : null,
                tables ? h('div', { class: whole ? 'stack' : 'stack stale', 'aria-hidden': whole ? null : 'true' }, tables) : null,
            );
        },
        clear() {
            tables = null;
            fill(element);
        },
    };
}

function fact(name, value, more) {
    return [
        h('dt', {}, name),
        h('dd', {}, h('span', {}, value), more ? [' ', typeof more === 'string' ? h('span', { class: 'quiet' }, more) : more] : null),
    ];
}

function dataWords(data, onDownload) {
    if (data.availability === 'installed' || data.availability === 'built_in')
        return h('span', { class: 'tag good', 'data-test': 'data-at-hand' }, icon('check'), 'at hand');
    if (data.availability === 'test_only')
        return h('span', { class: 'tag warn', 'data-test': 'data-at-hand', title: data.detail }, 'only its test items are at hand');
    return [
        h('span', { class: 'tag bad', 'data-test': 'data-missing' }, icon('cross'), 'not at hand'),
        data.downloadable
            ? [
                  ' ',
                  h('button', { type: 'button', class: 'small', on: { click: () => onDownload(data.name) } }, icon('download'), 'Download'),
              ]
            : h('span', { class: 'quiet small' }, ' ', data.detail),
    ];
}
