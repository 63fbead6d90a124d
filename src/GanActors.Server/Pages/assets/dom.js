// Elements are made here and nowhere else: what the server sends becomes text nodes and attributes, never markup.
// The hooks that browser tests hold on to (data-test) are listed in Pages/README.md.

const svgTags = new Set(['svg', 'path', 'circle', 'line', 'rect', 'g']);

// Set as properties: as attributes they would only give the first value.
const asProperty = new Set(['value', 'checked', 'disabled', 'indeterminate', 'selected', 'htmlFor', 'open', 'readOnly', 'spellcheck']);

/**
 * Makes an element: h('a', { class: 'quiet', href: '/', on: { click } }, 'Runs').
 * Children may be nodes, strings, numbers, arrays of them; null and false are left out.
 */
export function h(tag, properties, ...children) {
    const element = svgTags.has(tag) ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(properties ?? {})) {
        if (value === null || value === undefined) continue;
        if (name === 'on') {
            for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
        } else if (name === 'style') {
            for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text); // CSSOM: allowed where style attributes are not
        } else if (asProperty.has(name)) {
            element[name] = value;
        } else if (value !== false) {
            element.setAttribute(name, value === true ? '' : String(value));
        }
    }
    append(element, children);
    return element;
}

function append(element, children) {
    for (const child of children) {
        if (child === null || child === undefined || child === false) continue;
        if (Array.isArray(child)) append(element, child);
        else element.append(child instanceof Node ? child : String(child));
    }
}

/** Puts these children in place of all others. */
export function fill(element, ...children) {
    element.replaceChildren();
    append(element, children);
    return element;
}

/** Writes a text if it is another one: an element that has not changed is not laid out again. */
export function write(element, text) {
    const wanted = text ?? '';
    if (element.textContent !== wanted) element.textContent = wanted;
}

/** Sets or takes away an attribute if it is not so already. */
export function attribute(element, name, value) {
    if (value === null || value === undefined || value === false) {
        if (element.hasAttribute(name)) element.removeAttribute(name);
    } else {
        const wanted = value === true ? '' : String(value);
        if (element.getAttribute(name) !== wanted) element.setAttribute(name, wanted);
    }
}

/**
 * Brings the children of a parent into the order of items, one for each key: those that are there are kept and updated, so that focus, selection and
 * pictures stay. Answers what was made, by key.
 */
export function keyed(parent, items, keyOf, make, update, known = new Map()) {
    const wanted = new Set();
    let place = parent.firstElementChild;
    for (const item of items) {
        const key = keyOf(item);
        wanted.add(key);
        let element = known.get(key);
        if (!element) {
            element = make(item);
            known.set(key, element);
        }
        update?.(element, item);
        if (element === place) place = place.nextElementSibling;
        else parent.insertBefore(element, place);
    }
    for (const [key, element] of known) {
        if (!wanted.has(key)) {
            element.remove();
            known.delete(key);
        }
    }
    return known;
}

/** Calls at most once in so many milliseconds: at once, and once more at the end for what came meanwhile. */
export function atMostEvery(milliseconds, action) {
    let timer = null,
        again = false;
    return function run() {
        if (timer !== null) {
            again = true;
            return;
        }
        action();
        timer = setTimeout(() => {
            timer = null;
            if (again) {
                again = false;
                run();
            }
        }, milliseconds);
    };
}

/** Calls when nothing has come for so many milliseconds. */
export function afterQuiet(milliseconds, action) {
    let timer = null;
    const run = (...args) => {
        clearTimeout(timer);
        timer = setTimeout(() => action(...args), milliseconds);
    };
    run.cancel = () => clearTimeout(timer);
    return run;
}

/** Repeats while the page is open and seen; the first time at once. */
export function whileSeen(milliseconds, signal, action) {
    let timer = null,
        busy = false;
    const turn = async () => {
        clearTimeout(timer);
        if (signal.aborted || document.hidden || busy) return;
        busy = true;
        try {
            await action();
        } finally {
            busy = false;
        }
        if (!signal.aborted) timer = setTimeout(turn, milliseconds);
    };
    document.addEventListener('visibilitychange', turn, { signal });
    signal.addEventListener('abort', () => clearTimeout(timer));
    turn();
}
