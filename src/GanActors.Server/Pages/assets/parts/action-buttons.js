// Pause, resume, stop and so on, of a run or a sweep: each can be pressed when the server lists it among the actions and the key may change something.

import { mayChange } from '../api.js';
import { h } from '../dom.js';
import { ask } from './dialog.js';
import { icon } from './icon.js';
import { problemLine } from './problem.js';

const known = {
    pause: { words: 'Pause', picture: 'pause' },
    resume: { words: 'Resume', picture: 'play' },
    stop: { words: 'Stop', picture: 'stop' },
    extend: { words: 'Extend', picture: 'plus' },
    delete: { words: 'Delete', picture: 'trash' },
};

/**
 * `names` are the buttons; `questions` what is asked before (title, words, action, danger) by name; `run(name)` does it.
 * Answers the element, the line for problems and `set(actions)`.
 */
export function actionButtons(names, questions, run) {
    const problem = problemLine();
    let actions = [],
        busy = false;
    const buttons = new Map(
        names.map(name => [
            name,
            h(
                'button',
                {
                    type: 'button',
                    'data-test': `button-${name}`,
                    disabled: true,
                    class: name === 'delete' ? 'quiet-danger' : '',
                    on: { click: () => press(name) },
                },
                icon(known[name].picture),
                known[name].words,
            ),
        ]),
    );

    async function press(name) {
        if (questions[name] && !(await ask({ ...questions[name], test: `dialog-${name}` }))) return;
        problem.clear();
        busy = true;
        draw();
        try {
            await run(name);
        } catch (failure) {
            problem.say(failure);
        } finally {
            busy = false;
            draw();
        }
    }

    function draw() {
        for (const [name, button] of buttons) {
            button.disabled = busy || !mayChange() || !actions.includes(name);
            button.title = !mayChange() ? 'Your key lets you look, not change' : '';
            // Of pause and resume one at most is possible: the other one would only take up room.
            button.hidden = (name === 'resume' && actions.includes('pause')) || (name === 'pause' && actions.includes('resume'));
        }
    }

    draw();
    return {
        element: h('div', { class: 'actions' }, [...buttons.values()]),
        problem,
        set(newActions) {
            actions = newActions;
            draw();
        },
    };
}
