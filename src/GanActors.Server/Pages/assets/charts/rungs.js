// Learning curves: each trial's objective by iterations, with the rungs at which trials are compared.

import { isDark } from '../colours.js';
import { count, figure, figureName } from '../words.js';
import { chartHost } from './host.js';
import { goodness, ramp } from './ramp.js';
import { axis, basics, shortCount, shortFigure } from './theme.js';

/** Whether rungs grow by a factor: then they stand at equal distances on a logarithmic axis. */
const geometric = rungs => rungs.length > 1 && rungs.every((rung, index) => index === 0 || rung / rungs[index - 1] >= 1.5);

export function rungsChart({ view, signal, onTrial }) {
    const host = chartHost({
        test: 'rungs',
        label: 'Objective by iterations, a line for each trial',
        className: 'chart',
        empty: 'No trial has reported yet',
        signal,
        option,
        ready: chart => chart.on('click', event => onTrial(Number(event.seriesName))),
    });

    function option(c) {
        const { trials, outline, selected } = view();
        const shown = trials.filter(trial => trial.reports.some(report => report.objective !== null));
        host.element.dataset.points = shown.reduce((sum, trial) => sum + trial.reports.length, 0);
        if (shown.length === 0) return null;
        const good = goodness(trials, outline.minimize);
        const log = geometric(outline.rungs);
        const least = Math.min(...shown.map(trial => trial.reports[0].iteration)),
            greatest = Math.max(outline.rungs.at(-1) ?? 0, ...shown.map(trial => trial.iterations));
        const dark = isDark(),
            look = basics(c);
        return {
            ...look,
            grid: { left: 48, right: 20, top: 22, bottom: 30 },
            tooltip: {
                ...look.tooltip,
                trigger: 'item',
                formatter: ({ seriesName, value, data }) =>
                    `Trial ${seriesName}\n${figureName(outline.metric)} ${figure(value[1])} at iteration ${count(value[0])}${data.donor !== null && data.donor !== undefined ? `\nwith the networks of trial ${data.donor}` : ''}`,
            },
            xAxis: axis(c, {
                type: log ? 'log' : 'value',
                min: log ? least * 0.8 : 0,
                max: log ? greatest * 1.15 : greatest || undefined,
                splitLine: { show: false },
                name: 'iteration',
                nameLocation: 'middle',
                nameGap: 18,
                axisLabel: { formatter: shortCount, show: !log || outline.rungs.length === 0 },
            }),
            yAxis: axis(c, {
                type: 'value',
                scale: true,
                splitNumber: 4,
                axisLabel: { formatter: shortFigure },
                name: figureName(outline.metric),
                nameTextStyle: { align: 'left', color: c['ink-3'], fontSize: 11 },
                nameGap: 8,
            }),
            series: [
                {
                    type: 'line',
                    id: 'rungs',
                    name: 'rungs',
                    data: [],
                    silent: true,
                    markLine: {
                        silent: true,
                        symbol: 'none',
                        animation: false,
                        data: outline.rungs.slice(0, 24).map(rung => ({ xAxis: rung })),
                        lineStyle: { color: c['line-strong'], type: 'solid', width: 1 },
                        label: {
                            show: log,
                            position: 'start',
                            distance: 6,
                            formatter: ({ value }) => shortCount(value),
                            color: c['ink-3'],
                            fontSize: 11,
                        },
                    },
                },
                ...shown.map(trial => ({
                    type: 'line',
                    id: `trial ${trial.number}`,
                    name: String(trial.number),
                    symbol: 'circle',
                    symbolSize: 6,
                    showSymbol: true,
                    triggerLineEvent: true,
                    cursor: 'pointer',
                    z: selected && !selected.has(trial.number) ? 1 : 2 + (good.get(trial.number) ?? 0),
                    data: trial.reports.map(report => ({
                        value: [report.iteration, report.objective],
                        donor: report.donor,
                        symbol: report.donor === null ? 'circle' : 'diamond',
                        symbolSize: report.donor === null ? 6 : 10,
                    })),
                    lineStyle: {
                        color: ramp(good.get(trial.number) ?? 0, dark),
                        width: good.get(trial.number) > 0.85 ? 2.4 : 1.3,
                        opacity: selected && !selected.has(trial.number) ? 0.08 : 0.9,
                    },
                    itemStyle: {
                        color: ramp(good.get(trial.number) ?? 0, dark),
                        opacity: selected && !selected.has(trial.number) ? 0.08 : 1,
                    },
                    emphasis: { focus: 'series' },
                })),
            ],
        };
    }

    return host;
}
