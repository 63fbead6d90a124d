// Asks before something that cannot be taken back.

import { h } from '../dom.js';

/** Shows a question; true if it was confirmed. `content` may hold fields. */
export function ask({ title, words, action, danger = false, content = null, test = 'dialog' }) {
    return new Promise(resolve => {
        const dialog = h(
            'dialog',
            { 'data-test': test, 'aria-labelledby': 'dialog-title' },
            h(
                'form',
                { method: 'dialog' },
                h('h2', { id: 'dialog-title' }, title),
                words ? h('p', {}, words) : null,
                content,
                h(
                    'div',
                    { class: 'row end' },
                    h('button', { type: 'button', 'data-test': 'dialog-no', on: { click: () => dialog.close('no') } }, 'Cancel'),
                    h('button', { value: 'yes', class: danger ? 'danger' : 'primary', 'data-test': 'dialog-yes', type: 'submit' }, action),
                ),
            ),
        );
        dialog.addEventListener('close', () => {
            dialog.remove();
            resolve(dialog.returnValue === 'yes');
        });
        document.body.append(dialog);
        dialog.showModal();
        // Where something would be lost, Cancel has the focus; else whatever is asked for.
        if (!danger) (content?.querySelector?.('input, select') ?? dialog.querySelector('[value=yes]')).focus();
    });
}
