// The pages' colours for charts: read from the style sheet, so that there is one place for them.

import { h } from '../dom.js';

const names = ['ground', 'surface', 'line', 'line-strong', 'ink', 'ink-2', 'ink-3', 'generator', 'discriminator', 'good', 'warn', 'bad'];

/** The colours as they are now, light or dark. */
export function colours() {
    const probe = h('span', { hidden: true });
    document.body.append(probe);
    const found = {};
    for (const name of names) {
        probe.style.color = `var(--${name})`;
        found[name] = getComputedStyle(probe).color;
    }
    probe.remove();
    return found;
}

/** Okabe and Ito's colours for runs laid over each other, with dashes once they are used up. */
export const overlay = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8b6cc4', '#7f7f7f'];

export const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** What all charts of axes have in common. */
export function basics(c) {
    return {
        animation: false,
        textStyle: { fontFamily: font, color: c['ink-2'], fontSize: 11 },
        tooltip: {
            renderMode: 'richText', // drawn on the canvas: the content policy lets no style attributes in
            confine: true,
            backgroundColor: c.surface,
            borderColor: c['line-strong'],
            borderWidth: 1,
            padding: [7, 10],
            textStyle: { color: c.ink, fontSize: 12, fontFamily: font, lineHeight: 17 },
        },
    };
}

export function axis(c, more = {}) {
    return {
        axisLine: { lineStyle: { color: c['line-strong'] } },
        axisTick: { show: false },
        axisLabel: { color: c['ink-3'], fontSize: 11, hideOverlap: true, ...more.axisLabel },
        splitLine: { show: more.type !== 'category', lineStyle: { color: c.line } },
        nameTextStyle: { color: c['ink-3'], fontSize: 11 },
        ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'axisLabel')),
    };
}

/** 1,200 or 12k where room is short. */
export function shortCount(value) {
    const size = Math.abs(value);
    if (size >= 1e6) return `${+(value / 1e6).toPrecision(3)}M`;
    if (size >= 1e3) return `${+(value / 1e3).toPrecision(3)}k`;
    return String(+value.toPrecision(3));
}

/** An axis label of any size. */
export function shortFigure(value) {
    if (value === 0) return '0';
    const size = Math.abs(value);
    if (size < 1e-2) return value.toExponential(Number.isInteger(+(value / 10 ** Math.floor(Math.log10(size))).toPrecision(2)) ? 0 : 1);
    return size >= 1e4 ? shortCount(value) : String(+value.toPrecision(3));
}
