// Zooming along the iterations: a stretch is dragged out with the pointer, or the wheel is turned with Ctrl held (without it, it scrolls the page).
// A double click, or the button that the page shows, goes back to all.

import { h } from '../dom.js';

/** `onRange(from, to)` gets the stretch, or nulls for all. `domain()` is what is shown now, `margins` the chart's grid. */
export function zoomable(element, chart, { domain, margins, onRange, signal }) {
    const shade = h('div', { class: 'chart-brush', hidden: true });
    element.append(shade);
    let start = null;

    const inGrid = event => chart.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]);
    const iterationAt = x => chart.convertFromPixel({ xAxisIndex: 0 }, x);
    const grid = () => ({
        x: margins.left,
        y: margins.top,
        width: element.clientWidth - margins.left - margins.right,
        height: element.clientHeight - margins.top - margins.bottom,
    });
    const renderer = chart.getZr();

    renderer.on('mousedown', event => {
        // A finger scrolls; it has the range of the whole run before it anyway.
        if (event.event.pointerType === 'touch' || event.event.zrIsFromTouch || !inGrid(event)) return;
        start = event.offsetX;
    });
    renderer.on('mousemove', event => {
        if (start === null) {
            if (inGrid(event)) renderer.setCursorStyle('crosshair');
            return;
        }
        const { x, y, width, height } = grid();
        const end = Math.max(x, Math.min(x + width, event.offsetX));
        shade.hidden = Math.abs(end - start) < 4;
        shade.style.left = `${Math.min(start, end)}px`;
        shade.style.width = `${Math.abs(end - start)}px`;
        shade.style.top = `${y}px`;
        shade.style.height = `${height}px`;
    });
    addEventListener(
        'mouseup',
        event => {
            if (start === null) return;
            const { x, width } = grid();
            const end = Math.max(x, Math.min(x + width, event.clientX - element.getBoundingClientRect().left));
            const from = iterationAt(Math.min(start, end)),
                to = iterationAt(Math.max(start, end));
            const wide = Math.abs(end - start) >= 6;
            start = null;
            shade.hidden = true;
            if (wide) onRange(Math.max(0, Math.floor(from)), Math.ceil(to));
        },
        { signal },
    );
    renderer.on('dblclick', event => {
        if (inGrid(event)) onRange(null, null);
    });
    element.addEventListener(
        'wheel',
        event => {
            if (!event.ctrlKey && !event.metaKey) return;
            event.preventDefault();
            const [least, greatest] = domain();
            const box = element.getBoundingClientRect();
            const at = iterationAt(event.clientX - box.left);
            const factor = event.deltaY < 0 ? 0.7 : 1 / 0.7;
            const from = Math.max(0, Math.round(at - (at - least) * factor)),
                to = Math.round(at + (greatest - at) * factor);
            if (to - from >= 2) onRange(from, to);
        },
        { passive: false, signal },
    );
}
