// Where resolved recipes differ: the places of one that another has not, or has otherwise.

/** The values of a recipe by dotted path, as they are written. Recipes are read by indentation; what stands in braces or brackets stays one value. */
function values(yaml) {
    const found = new Map();
    const stack = []; // { indent, path }
    const places = new Map(); // how many items a list has had
    for (const raw of yaml.split('\n')) {
        const line = raw.replace(/\s+#.*$/, '').replace(/^#.*$/, '');
        if (line.trim() === '') continue;
        const indent = /^ */.exec(line)[0].length;
        let rest = line.trim();
        while (
            stack.length &&
            stack.at(-1).indent >= indent &&
            !(rest.startsWith('- ') && stack.at(-1).indent === indent && !stack.at(-1).item)
        )
            stack.pop();
        let path = stack.at(-1)?.path ?? '';
        if (rest.startsWith('- ')) {
            const place = places.get(path) ?? 0;
            places.set(path, place + 1);
            path = `${path}[${place}]`;
            stack.push({ indent, path, item: true });
            rest = rest.slice(2).trim();
        }
        const pair = /^([\w.\-[\]]+):(?:\s+(.*))?$/.exec(rest);
        if (!pair) {
            found.set(path, rest);
            continue;
        }
        const key = path === '' ? pair[1] : `${path}.${pair[1]}`;
        if (pair[2] === undefined || pair[2] === '') stack.push({ indent: indent + (rest !== line.trim() ? 2 : 0), path: key });
        else found.set(key, pair[2]);
    }
    return found;
}

/** Rows [path, values of each recipe] of the places where they are not all alike. */
export function recipeDifferences(yamls) {
    const all = yamls.map(values);
    const paths = [...new Set(all.flatMap(one => [...one.keys()]))];
    return paths
        .map(path => [path, all.map(one => one.get(path) ?? null)])
        .filter(([path, row]) => path !== 'description' && row.some(value => value !== row[0]));
}
