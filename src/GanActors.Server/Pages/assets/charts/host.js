// A place on the page with a chart in it: drawn when it comes into view, in the pages' colours, and gone when the page is left.

import { isDark, onColours } from '../colours.js';
import { h } from '../dom.js';
import { echarts } from './echarts.js';
import { colours } from './theme.js';

/**
 * `option(colours)` answers the chart's whole option, or null while there is nothing to show. `ready(chart)` is called once; `anew` asks for a chart
 * that keeps nothing from one drawing to the next. What is not in view is not
 * drawn: a page of many charts leaves the processor to the training.
 */
export function chartHost({ test, label, className = 'chart', empty = 'No figures yet', anew = false, signal, option, ready }) {
    const words = h('span', { class: 'chart-empty', hidden: true }, empty);
    const canvas = h('div', { class: 'chart-canvas' }); // the library empties the place it is given
    const element = h('div', { class: className, 'data-test': test, role: 'img', 'aria-label': label }, canvas, words);
    let drawn = false,
        chart = null,
        making = false,
        inView = false,
        stale = false,
        theme = null,
        dark = null;

    async function draw() {
        if (!inView || signal.aborted) {
            stale = true;
            return;
        }
        stale = false;
        if (dark !== isDark()) {
            dark = isDark();
            theme = colours();
        }
        const wanted = option(theme);
        words.hidden = wanted !== null;
        if (wanted === null) {
            chart?.clear();
            drawn = false;
            return;
        }
        if (!chart) {
            if (making) return;
            making = true;
            try {
                const library = await echarts();
                if (signal.aborted) return;
                chart = library.init(canvas, null, { renderer: 'canvas' });
                ready?.(chart);
            } catch (failure) {
                words.textContent = failure.message;
                words.hidden = false;
                return;
            } finally {
                making = false;
            }
            draw();
            return;
        }
        // Series are told apart by their ids; all else stays, so that a tooltip that is open remains open while figures come in.
        chart.setOption(wanted, { ...(drawn ? { replaceMerge: ['series'] } : { notMerge: true }), lazyUpdate: true });
        drawn = !anew;
        element.dataset.drawn = 'true';
    }

    const seen = new IntersectionObserver(
        entries => {
            inView = entries.at(-1).isIntersecting;
            if (inView && (stale || !chart)) draw();
        },
        { rootMargin: '120px' },
    );
    const sized = new ResizeObserver(() => chart?.resize());
    seen.observe(element);
    sized.observe(element);
    onColours(draw, signal);
    signal.addEventListener('abort', () => {
        seen.disconnect();
        sized.disconnect();
        chart?.dispose();
        chart = null;
    });
    return {
        element,
        draw,
        get chart() {
            return chart;
        },
    };
}
