// The objective over the sweep's time: every report as a point, the best so far as steps.

import { count, duration, figure, figureName } from '../words.js';
import { chartHost } from './host.js';
import { axis, basics, shortFigure } from './theme.js';

/** `view()` answers { trials, outline, selected }: the sweep, and the numbers of the trials that are brushed, or null for all. */
export function bestSoFar({ view, signal, onTrial }) {
    const host = chartHost({
        test: 'best-so-far',
        label: 'Objective over time',
        className: 'chart',
        empty: 'No trial has reported yet',
        signal,
        option,
        ready(chart) {
            chart.on('click', event => {
                if (event.seriesType === 'scatter') onTrial(event.data.trial);
            });
        },
    });

    function option(c) {
        const { trials, outline, selected } = view();
        const reports = trials
            .flatMap(trial => trial.reports.map(report => ({ ...report, trial: trial.number })))
            .filter(report => report.objective !== null)
            .sort((a, b) => a.elapsed_seconds - b.elapsed_seconds);
        host.element.dataset.points = reports.length;
        if (reports.length === 0) return null;
        const best = [];
        for (const report of reports) {
            if (best.length === 0 || (outline.minimize ? report.objective < best.at(-1)[1] : report.objective > best.at(-1)[1]))
                best.push([report.elapsed_seconds, report.objective]);
        }
        best.push([reports.at(-1).elapsed_seconds, best.at(-1)[1]]);
        const look = basics(c);
        return {
            ...look,
            grid: { left: 48, right: 16, top: 22, bottom: 30 },
            tooltip: {
                ...look.tooltip,
                trigger: 'item',
                formatter: ({ data, seriesType }) =>
                    seriesType === 'scatter'
                        ? `Trial ${data.trial}\n${figureName(outline.metric)} ${figure(data.value[1])} at iteration ${count(data.iteration)}\nafter ${duration(data.value[0])}`
                        : '',
            },
            xAxis: axis(c, { type: 'value', min: 0, splitLine: { show: false }, axisLabel: { formatter: duration }, splitNumber: 4 }),
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
                    id: 'best',
                    name: 'best so far',
                    step: 'end',
                    data: best,
                    showSymbol: false,
                    lineStyle: { color: c.ink, width: 1.8 },
                    silent: true,
                    z: 2,
                },
                {
                    type: 'scatter',
                    id: 'reports',
                    name: 'reports',
                    symbolSize: 8,
                    z: 3,
                    cursor: 'pointer',
                    data: reports.map(report => ({
                        value: [report.elapsed_seconds, report.objective],
                        trial: report.trial,
                        iteration: report.iteration,
                        itemStyle: {
                            color: c.discriminator,
                            opacity: selected && !selected.has(report.trial) ? 0.12 : 0.75,
                            borderColor: c.surface,
                            borderWidth: 1,
                        },
                    })),
                },
            ],
        };
    }

    return host;
}
