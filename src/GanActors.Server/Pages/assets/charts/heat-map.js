// A grid's cells by a figure: the least light, the highest dark. Buttons, not a canvas: each cell can be reached and read.

import { fill, h, write } from '../dom.js';
import { count, figure, figureName, spaced } from '../words.js';

export function heatMap() {
    let grid = null,
        metric = null,
        chosen = null;
    const choice = h('select', {
        'aria-label': 'Figure',
        'data-test': 'heat-figure',
        on: {
            change: () => {
                metric = choice.value;
                draw();
            },
        },
    });
    const cells = h('div', { class: 'heat-map', 'data-test': 'heat-map', role: 'group', 'aria-label': 'Cells' });
    const details = h('div', { class: 'cell-figures', 'data-test': 'cell-figures', 'aria-live': 'polite' });
    const element = h(
        'div',
        { class: 'heat' },
        h('div', { class: 'row' }, h('label', { class: 'row small quiet' }, 'by', choice)),
        cells,
        details,
    );
    const buttons = [];

    function draw() {
        const values = grid.cells.map(cell => cell.figures[metric] ?? null);
        const known = values.filter(value => value !== null);
        const least = Math.min(...known),
            span = Math.max(...known) - least;
        cells.dataset.figure = metric;
        grid.cells.forEach((cell, index) => {
            const value = values[index],
                button = buttons[index];
            const share = value === null ? null : span > 0 ? (value - least) / span : 0.5;
            button.style.setProperty('--share', share === null ? '0%' : `${Math.round(8 + 84 * share)}%`);
            button.classList.toggle('dark', share !== null && share > 0.75);
            write(button, figure(value));
            button.setAttribute('aria-label', `Row ${cell.row + 1}, column ${cell.column + 1}: ${figureName(metric)} ${figure(value)}`);
            button.setAttribute('aria-pressed', String(chosen === index));
        });
        const cell = grid.cells[chosen];
        if (cell)
            fill(
                details,
                h(
                    'dl',
                    {},
                    h('div', {}, h('dt', {}, 'Cell'), h('dd', {}, `row ${cell.row + 1}, column ${cell.column + 1}`)),
                    h('div', {}, h('dt', {}, 'Epoch'), h('dd', {}, count(cell.epoch))),
                    grid.metrics.map(name => h('div', {}, h('dt', {}, figureName(name)), h('dd', {}, figure(cell.figures[name])))),
                ),
            );
        else fill(details, h('p', { class: 'quiet small' }, 'Press a cell for its figures.'));
    }

    return {
        element,
        set(newGrid) {
            const same =
                grid && grid.rows === newGrid.rows && grid.columns === newGrid.columns && grid.metrics.join() === newGrid.metrics.join();
            grid = newGrid;
            if (!same) {
                metric = grid.metrics.includes(metric) ? metric : grid.metrics[0];
                fill(
                    choice,
                    grid.metrics.map(name => h('option', { value: name, selected: name === metric }, spaced(figureName(name)))),
                );
                buttons.splice(
                    0,
                    buttons.length,
                    ...grid.cells.map((cell, index) =>
                        h('button', {
                            type: 'button',
                            class: 'cell',
                            'data-test': 'cell',
                            'data-row': cell.row,
                            'data-column': cell.column,
                            on: {
                                click: () => {
                                    chosen = chosen === index ? null : index;
                                    draw();
                                },
                            },
                        }),
                    ),
                );
                cells.style.gridTemplateColumns = `repeat(${grid.columns}, minmax(${grid.columns > 6 ? 44 : 54}px, 1fr))`;
                fill(cells, buttons);
            }
            if (grid.cells.length) draw();
        },
    };
}
