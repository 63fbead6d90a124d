// What could be written where the caret is: a list below it, moved through with the arrow keys.

import { attribute, fill, h } from '../dom.js';

export function completionList(onChoose) {
    let items = [],
        at = 0;
    const list = h('ul', {
        class: 'completions',
        id: 'completions',
        role: 'listbox',
        'aria-label': 'What could stand here',
        'data-test': 'completions',
        hidden: true,
    });

    function draw() {
        [...list.children].forEach((line, index) => attribute(line, 'aria-selected', String(index === at)));
        list.children[at]?.scrollIntoView({ block: 'nearest' });
    }

    return {
        element: list,
        get isOpen() {
            return !list.hidden;
        },
        get activeId() {
            return list.hidden ? null : `completion-${at}`;
        },
        open(newItems) {
            items = newItems;
            at = 0;
            fill(
                list,
                items.map((item, index) =>
                    h(
                        'li',
                        {
                            id: `completion-${index}`,
                            role: 'option',
                            'data-test': 'completion',
                            'data-kind': item.kind,
                            // mousedown, not click: the editor keeps the focus
                            on: {
                                mousedown: event => {
                                    event.preventDefault();
                                    onChoose(items[index]);
                                },
                            },
                        },
                        h('span', {}, item.label),
                        h('small', {}, item.kind),
                    ),
                ),
            );
            list.hidden = false;
            draw();
        },
        close() {
            list.hidden = true;
        },
        move(steps) {
            at = (at + steps + items.length) % items.length;
            draw();
        },
        choose() {
            onChoose(items[at]);
        },
    };
}
