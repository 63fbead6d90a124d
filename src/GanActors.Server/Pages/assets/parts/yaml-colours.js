// Recipes in colours: comments, keys, numbers, words and marks of YAML as recipes use it. A colouring, not a parser: it never refuses a text.

import { h } from '../dom.js';

const token =
    /(#.*$)|((?<![\w.])(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?))|([A-Za-z_][\w.\-]*(?:\[\d+\][\w.]*)*)(?=\s*:(?:\s|$|[,}\]]))|([-+]?(?:\d[\d_]*\.?\d*(?:[eE][-+]?\d+)?|\.\d+|\.inf)(?![\w.]))|\b(true|false|null|none|all|auto)\b(?![-\w])|([{}[\],]|:(?=\s|$)|^\s*-(?=\s|$)|[|>](?=\s*$))|([^\s{}[\],:#"']+)|(\s+|.)/g;
const kinds = [null, 'comment', 'string', 'key', 'number', 'word', 'mark', null, null];

/** A line's pieces: texts, and spans with their kind as class. */
export function colouredLine(line) {
    const pieces = [];
    for (const match of line.matchAll(token)) {
        let kind = kinds[match.findIndex((group, index) => index > 0 && group !== undefined)];
        // A number or a # inside a word is part of it.
        if (kind === 'comment' && match.index > 0 && !/\s/.test(line[match.index - 1])) kind = null;
        pieces.push(kind ? h('span', { class: `yaml-${kind}` }, match[0]) : match[0]);
    }
    return pieces;
}

/** A whole text, read only. */
export function yamlView(text) {
    return h(
        'pre',
        { class: 'yaml', tabindex: '0', 'data-test': 'recipe-yaml' },
        text
            .replace(/\n$/, '')
            .split('\n')
            .map(line => h('span', { class: 'yaml-line' }, colouredLine(line), '\n')),
    );
}
