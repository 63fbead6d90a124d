// Where recipes and sweeps are written: a text field over a coloured copy of its text. The field brings what every field has (undo, selection, screen readers);
// the copy below it brings colours, line numbers and the marks of what is wrong.

import { post } from '../api.js';
import { afterQuiet, attribute, h } from '../dom.js';
import { completionList } from './completion-list.js';
import { colouredLine } from './yaml-colours.js';

export function recipeEditor({ onChange, signal }) {
    const field = h('textarea', {
        class: 'editor-field',
        spellcheck: false,
        autocapitalize: 'off',
        autocomplete: 'off',
        autocorrect: 'off',
        wrap: 'off',
        rows: 1,
        'data-test': 'editor',
        'aria-label': 'Recipe or sweep. Ctrl and Space suggest what could be written; Escape, then Tab, leaves the field.',
        'aria-autocomplete': 'list',
        'aria-controls': 'completions',
        'aria-haspopup': 'listbox',
    });
    const copy = h('pre', { class: 'editor-copy', 'aria-hidden': 'true' });
    const numbers = h('div', { class: 'editor-numbers', 'aria-hidden': 'true' });
    const completions = completionList(insertCompletion);
    const page = h('div', { class: 'editor-page' }, copy, field, completions.element);
    const element = h('div', { class: 'editor' }, numbers, page);

    let lines = [],
        errors = [],
        currentLine = 0,
        leaves = false;
    let request = null,
        replaced = null;

    // --- drawing ---
    function draw() {
        const newLines = field.value.split('\n');
        // Only lines that changed are coloured anew.
        newLines.forEach((text, index) => {
            if (lines[index] === text && copy.children[index]) return;
            const line = h('div', { class: 'editor-line' }, text === '' ? '​' : colouredLine(text));
            if (copy.children[index]) copy.replaceChild(line, copy.children[index]);
            else copy.append(line);
        });
        while (copy.children.length > newLines.length) copy.lastChild.remove();
        while (numbers.children.length < newLines.length) numbers.append(h('span', {}, numbers.children.length + 1));
        while (numbers.children.length > newLines.length) numbers.lastChild.remove();
        lines = newLines;
        drawErrors();
        drawCurrent();
    }

    function drawErrors() {
        for (const mark of copy.querySelectorAll('.editor-message')) mark.remove();
        [...copy.children].forEach((line, index) => {
            const mine = errors.filter(error => error.line === index + 1);
            line.classList.toggle('wrong', mine.length > 0);
            numbers.children[index]?.classList.toggle('wrong', mine.length > 0);
            if (mine.length === 0) return;
            line.append(
                h(
                    'span',
                    { class: 'editor-message', 'data-test': 'editor-error', 'data-line': index + 1, 'data-column': mine[0].column },
                    mine.map(error => error.message).join(' · '),
                ),
            );
        });
    }

    function drawCurrent() {
        currentLine = lineOf(field.selectionStart);
        [...copy.children].forEach((line, index) =>
            line.classList.toggle('current', index === currentLine && document.activeElement === field),
        );
    }

    const lineOf = position => field.value.slice(0, position).split('\n').length - 1;
    const columnOf = position => position - (field.value.lastIndexOf('\n', position - 1) + 1);

    // --- writing, so that the browser's undo knows of it ---
    function replace(from, to, text) {
        field.setSelectionRange(from, to);
        if (text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)) return;
        field.setRangeText(text, from, to, 'end');
        changed();
    }

    function indent(back) {
        const { selectionStart: start, selectionEnd: end, value } = field;
        if (start === end && !back) {
            replace(start, end, ' '.repeat(2 - (columnOf(start) % 2)));
            return;
        }
        const first = value.lastIndexOf('\n', start - 1) + 1;
        const last = value.indexOf('\n', Math.max(start, end - 1)) < 0 ? value.length : value.indexOf('\n', Math.max(start, end - 1));
        const before = value.slice(first, last).split('\n');
        const after = before.map(line => (back ? line.replace(/^ {1,2}/, '') : line ? '  ' + line : line));
        if (before.join() === after.join()) return;
        const firstShift = after[0].length - before[0].length;
        replace(first, last, after.join('\n'));
        if (start === end) field.setSelectionRange(Math.max(first, start + firstShift), Math.max(first, start + firstShift));
        else field.setSelectionRange(Math.max(first, start + firstShift), first + after.join('\n').length);
    }

    // --- completions ---
    async function complete(asked) {
        completeSoon.cancel();
        request?.abort();
        request = new AbortController();
        const position = field.selectionStart;
        const line = lineOf(position),
            column = columnOf(position);
        try {
            const found = await post(
                '/recipes/complete',
                { yaml: field.value, line: line + 1, column: column + 1 },
                { signal: AbortSignal.any([signal, request.signal]) },
            );
            if (field.selectionStart !== position) return; // the caret has gone on
            const written = lines[line].slice(found.from - 1, column);
            const useful = found.items.filter(item => item.text.trim() !== written.trim());
            if (useful.length === 0 || (!asked && written === '')) {
                close();
                return;
            }
            replaced = { from: position - column + found.from - 1, to: position };
            const { width, height } = characterSize();
            completions.open(useful.slice(0, 60));
            placeCompletions((found.from - 1) * width + 10, line * height + 10, height);
            attribute(field, 'aria-activedescendant', completions.activeId);
        } catch (failure) {
            if (failure.name !== 'AbortError') close();
        }
    }

    // Below the line, or above it where there is no room below.
    function placeCompletions(x, y, height) {
        const list = completions.element;
        const bottom = element.scrollTop + element.clientHeight;
        const above = y - list.offsetHeight - 3;
        const top = y + height + 2 + list.offsetHeight <= bottom || above < element.scrollTop ? y + height + 2 : above;
        const right = element.scrollLeft + element.clientWidth - numbers.offsetWidth;
        list.style.top = `${top}px`;
        list.style.left = `${Math.max(0, Math.min(x, right - list.offsetWidth - 8))}px`;
    }

    const completeSoon = afterQuiet(120, () => complete(false));

    function insertCompletion(item) {
        close();
        field.focus();
        replace(replaced.from, replaced.to, item.text);
    }

    function close() {
        completeSoon.cancel();
        request?.abort();
        completions.close();
        field.removeAttribute('aria-activedescendant');
    }

    function characterSize() {
        const probe = h('span', { class: 'editor-probe' }, 'x'.repeat(50));
        copy.append(probe);
        const box = probe.getBoundingClientRect();
        const height = copy.firstElementChild?.getBoundingClientRect().height ?? 20;
        probe.remove();
        return { width: box.width / 50, height };
    }

    // --- keys ---
    field.addEventListener('keydown', event => {
        if (completions.isOpen) {
            const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
            if (moves[event.key]) {
                event.preventDefault();
                completions.move(moves[event.key]);
                attribute(field, 'aria-activedescendant', completions.activeId);
                return;
            }
            if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
                event.preventDefault();
                completions.choose();
                return;
            }
            if (event.key === 'Escape') {
                event.preventDefault();
                close();
                return;
            }
            if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') close();
        }
        if (event.key === ' ' && event.ctrlKey) {
            event.preventDefault();
            complete(true);
        } else if (event.key === 'Escape') {
            leaves = true; // the next Tab goes on to the next field: a keyboard is never caught here
        } else if (event.key === 'Tab' && !leaves && !event.ctrlKey && !event.altKey) {
            event.preventDefault();
            indent(event.shiftKey);
        } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
            // The new line begins where the one before does, deeper after a key or a list's dash that opens something.
            const start = field.selectionStart;
            const before = field.value.slice(field.value.lastIndexOf('\n', start - 1) + 1, start);
            const spaces = /^ */.exec(before)[0].length;
            event.preventDefault();
            replace(start, field.selectionEnd, '\n' + ' '.repeat(spaces + (/:\s*$/.test(before) ? 2 : 0)));
        }
        if (event.key !== 'Escape' && event.key !== 'Tab') leaves = false;
    });

    function changed() {
        draw();
        onChange(field.value);
    }

    field.addEventListener('input', event => {
        changed();
        if (event.inputType === 'insertText' && /[\w-]/.test(event.data ?? '')) completeSoon();
        else if (completions.isOpen && event.inputType?.startsWith('delete')) completeSoon();
        else close();
    });
    document.addEventListener(
        'selectionchange',
        () => {
            if (document.activeElement === field) drawCurrent();
        },
        { signal },
    );
    field.addEventListener('blur', () => {
        close();
        drawCurrent();
    });
    signal.addEventListener('abort', completeSoon.cancel);
    element.addEventListener('mousedown', event => {
        // Beside the text is still the editor.
        if (event.target === element || event.target === page) {
            event.preventDefault();
            field.focus();
        }
    });

    return {
        element,
        get value() {
            return field.value;
        },
        set value(text) {
            field.value = text;
            lines = [];
            copy.replaceChildren();
            errors = [];
            element.scrollTo(0, 0);
            draw();
        },
        /** Marks what is wrong: FieldErrors with lines. */
        setErrors(newErrors) {
            errors = newErrors.filter(error => error.line);
            attribute(field, 'aria-invalid', newErrors.length ? 'true' : null);
            drawErrors();
        },
        /** Puts the caret there, from 1. */
        goTo(line, column = 1) {
            const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
            const position = Math.min(before + column - 1, field.value.length);
            field.focus({ preventScroll: true });
            field.setSelectionRange(position, position);
            drawCurrent();
            const { height } = characterSize();
            element.scrollTo({ top: (line - 1) * height - element.clientHeight / 2, left: 0 });
            element.scrollIntoView({ block: 'nearest' });
        },
    };
}
