// Who has no key is asked for one; then the page that was wanted opens.

import { signIn } from '../api.js';
import { fill, h } from '../dom.js';
import { problemLine } from '../parts/problem.js';

export async function open(page) {
    page.title('Sign in');
    const problem = problemLine();
    const key = h('input', {
        type: 'password',
        id: 'key',
        name: 'key',
        required: true,
        autocomplete: 'current-password',
        spellcheck: false,
        'data-test': 'sign-in-key',
    });
    const button = h('button', { type: 'submit', class: 'primary', 'data-test': 'sign-in-submit' }, 'Sign in');
    const form = h(
        'form',
        { class: 'card sign-in', on: { submit } },
        h('span', { class: 'brand-mark large', 'aria-hidden': 'true' }),
        h('h1', {}, 'Sign in'),
        h('p', { class: 'quiet' }, 'This server wants to know who looks. Whoever runs it gives out keys.'),
        // A user name is not asked for, but password stores file keys under one.
        h('input', { type: 'text', name: 'username', value: 'ganactors', autocomplete: 'username', hidden: true }),
        h('label', { class: 'field', htmlFor: 'key' }, 'Key', key),
        problem.element,
        button,
    );
    fill(page.root, form);
    key.focus();

    async function submit(event) {
        event.preventDefault();
        problem.clear();
        button.disabled = true;
        try {
            await signIn(key.value.trim()); // the shell hears of it and opens the page that was wanted
        } catch (failure) {
            problem.say(failure.status === 401 ? Object.assign(failure, { message: 'This key is not known here.' }) : failure);
            button.disabled = false;
            key.select();
            key.focus();
        }
    }
}
