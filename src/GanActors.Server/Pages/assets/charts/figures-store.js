// A run's figures as they are on the page: what the server sent at first, and what has come since.

/** Charts are no wider than this: of more points each pair becomes one. */
const most = 2000;

export class FiguresStore {
    /** Iterations done at the end of each stretch. */
    iterations = [];
    /** By name: mean, low and high of each stretch. */
    columns = new Map();

    /** Takes a MetricsView in place of everything. */
    replace(view) {
        this.iterations = [...view.iterations];
        this.columns = new Map(
            Object.entries(view.columns).map(([name, { mean, low, high }]) => [name, { mean: [...mean], low: [...low], high: [...high] }]),
        );
    }

    /** Adds what has come since. A run that has done fewer iterations than are shown went back to a checkpoint: its later stretches go. */
    append(view, done) {
        const first = view.iterations[0],
            last = this.iterations.at(-1) ?? 0;
        if (done < last) {
            let keep = this.iterations.length;
            while (keep > 0 && this.iterations[keep - 1] >= Math.min(first, done)) keep--;
            this.#cut(keep);
        } else if (first <= last) {
            view = since(view, last); // the stream and the first request overlap
        }
        if (view.iterations.length === 0) return;
        const before = this.iterations.length;
        this.iterations.push(...view.iterations);
        for (const name of new Set([...this.columns.keys(), ...Object.keys(view.columns)])) {
            if (!this.columns.has(name)) {
                const missing = () => new Array(before).fill(null);
                this.columns.set(name, { mean: missing(), low: missing(), high: missing() });
            }
            const mine = this.columns.get(name),
                theirs = view.columns[name];
            for (const part of ['mean', 'low', 'high'])
                mine[part].push(...(theirs?.[part] ?? new Array(view.iterations.length).fill(null)));
        }
        while (this.iterations.length > most) this.#halve();
    }

    column(name) {
        return this.columns.get(name) ?? null;
    }

    get length() {
        return this.iterations.length;
    }

    #cut(length) {
        if (length === this.iterations.length) return;
        this.iterations.length = length;
        for (const column of this.columns.values()) column.mean.length = column.low.length = column.high.length = length;
    }

    // Two stretches become one: the mean of both, the lower low and the higher high. A run's newest stretches are the shorter ones.
    #halve() {
        const pairs = (list, join) => {
            const joined = [];
            for (let index = 0; index < list.length; index += 2) {
                const one = list[index],
                    other = list[index + 1];
                joined.push(
                    one === null || one === undefined ? (other ?? null) : other === null || other === undefined ? one : join(one, other),
                );
            }
            return joined;
        };
        this.iterations = pairs(this.iterations, (_, last) => last);
        for (const column of this.columns.values()) {
            column.mean = pairs(column.mean, (one, other) => (one + other) / 2);
            column.low = pairs(column.low, Math.min);
            column.high = pairs(column.high, Math.max);
        }
    }
}

/** The stretches after an iteration. */
function since(view, iteration) {
    const from = view.iterations.findIndex(value => value > iteration);
    if (from < 0) return { iterations: [], columns: {} };
    return {
        iterations: view.iterations.slice(from),
        columns: Object.fromEntries(
            Object.entries(view.columns).map(([name, { mean, low, high }]) => [
                name,
                { mean: mean.slice(from), low: low.slice(from), high: high.slice(from) },
            ]),
        ),
    };
}
