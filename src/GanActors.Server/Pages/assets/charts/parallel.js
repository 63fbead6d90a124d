// Parallel coordinates: each trial a line through its settings to its objective. A stretch of an axis that is brushed keeps the trials through it.

import { isDark } from '../colours.js';
import { figure, figureName } from '../words.js';
import { chartHost } from './host.js';
import { goodness, ramp } from './ramp.js';
import { basics, shortFigure } from './theme.js';
import { shortKey } from '../parts/short-key.js';

/** `onBrush` gets the numbers of the trials that are brushed, or null for all. */
export function parallelChart({ view, signal, onBrush }) {
    let brushed = new Map(),
        shown = [],
        drawing = false;
    const host = chartHost({
        test: 'parallel',
        label: 'Settings and objective of every trial, as parallel coordinates',
        className: 'chart tall',
        empty: 'No trial has reported yet',
        anew: true,
        signal,
        option,
        ready(chart) {
            chart.on('axisareaselected', event => {
                if (drawing) return;
                const axes = chart.getModel().queryComponents({ mainType: 'parallelAxis' });
                brushed = new Map(
                    axes
                        .map((one, index) => [index, one.activeIntervals.map(interval => [...interval])])
                        .filter(([, intervals]) => intervals.length),
                );
                const active = chart.getModel().getSeriesByIndex(0).getRawIndicesByActiveState('active');
                onBrush(brushed.size ? new Set(active.map(index => shown[index].number)) : null);
            });
            // A redraw for a new report forgets what was brushed: it is brushed again.
            chart.on('finished', () => {
                if (drawing || brushed.size === 0) return;
                const axes = chart.getModel().queryComponents({ mainType: 'parallelAxis' });
                if ([...brushed].every(([index]) => axes[index]?.activeIntervals.length)) return;
                drawing = true;
                for (const [index, intervals] of brushed)
                    chart.dispatchAction({ type: 'axisAreaSelect', parallelAxisId: axes[index].id, intervals });
                drawing = false;
            });
        },
    });

    function option(c) {
        const { trials, outline } = view();
        shown = trials.filter(trial => trial.objective !== null);
        host.element.dataset.points = shown.length;
        if (shown.length === 0) return null;
        const good = goodness(shown, outline.minimize);
        const dark = isDark();
        const categories = outline.parameters.map(parameter => {
            if (parameter.kind !== 'choice') return null;
            // Values of a choice as recipes write them; one that is written otherwise in a setting has its place at the end.
            return [
                ...new Set([
                    ...parameter.values,
                    ...shown.map(trial => trial.settings[parameter.key]).filter(value => value !== undefined),
                ]),
            ];
        });
        const look = basics(c);
        const label = { color: c['ink-2'], fontSize: 11, textBorderColor: c.surface, textBorderWidth: 3 };
        const common = {
            z: 5,
            nameTextStyle: { color: c['ink-2'], fontSize: 11.5 },
            nameLocation: 'end',
            nameGap: 12,
            axisLine: { lineStyle: { color: c['line-strong'] } },
            axisTick: { show: false },
            splitNumber: 4,
            areaSelectStyle: { width: 18, color: c.ink, opacity: 0.12, borderWidth: 1, borderColor: c['ink-3'] },
        };
        const narrow = host.element.clientWidth < 560;
        return {
            ...look,
            tooltip: {
                ...look.tooltip,
                formatter: ({ dataIndex }) => {
                    const trial = shown[dataIndex];
                    return [
                        `Trial ${trial.number}: ${figureName(outline.metric)} ${figure(trial.objective)}`,
                        ...Object.entries(trial.settings).map(([key, value]) => `${shortKey(key).words}  ${value}`),
                    ].join('\n');
                },
            },
            parallel: { left: narrow ? 26 : 60, right: narrow ? 34 : 70, top: 36, bottom: 18, axisExpandable: false, layout: 'horizontal' },
            parallelAxis: [
                ...outline.parameters.map((parameter, index) => ({
                    ...common,
                    dim: index,
                    name: narrow ? shortKey(parameter.key).words.split(' ').slice(0, 2).join('\n') : shortKey(parameter.key).words,
                    ...(categories[index]
                        ? {
                              type: 'category',
                              data: categories[index],
                              axisLabel: { ...label, width: narrow ? 50 : 110, overflow: 'truncate' },
                          }
                        : {
                              type: parameter.kind === 'loguniform' ? 'log' : 'value',
                              min: parameter.low ?? undefined,
                              max: parameter.high ?? undefined,
                              axisLabel: { ...label, formatter: shortFigure },
                          }),
                })),
                {
                    ...common,
                    dim: outline.parameters.length,
                    name: figureName(outline.metric),
                    type: 'value',
                    scale: true,
                    inverse: outline.minimize,
                    nameLocation: outline.minimize ? 'start' : 'end',
                    axisLabel: { ...label, formatter: shortFigure },
                },
            ],
            series: [
                {
                    type: 'parallel',
                    inactiveOpacity: 0.04,
                    activeOpacity: 1,
                    emphasis: { lineStyle: { width: 4 } },
                    data: shown.map(trial => ({
                        value: [
                            ...outline.parameters.map((parameter, index) => {
                                const text = trial.settings[parameter.key];
                                if (text === undefined) return '-'; // a setting of another choice: it has no place on this axis
                                return categories[index] ? text : Number(text);
                            }),
                            trial.objective,
                        ],
                        lineStyle: {
                            color: ramp(good.get(trial.number), dark),
                            width: good.get(trial.number) > 0.85 ? 2.6 : 1.4,
                            opacity: 0.9,
                        },
                    })),
                },
            ],
        };
    }

    return {
        ...host,
        element: host.element,
        clear() {
            brushed = new Map();
            host.draw();
            onBrush(null);
        },
    };
}
