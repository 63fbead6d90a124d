// The same figure of several runs, laid over each other.

import { count, figure, percent } from '../words.js';
import { band } from './band.js';
import { chartHost } from './host.js';
import { axis, basics, shortCount, shortFigure } from './theme.js';
import { zoomable } from './zoom.js';

const margins = { left: 50, right: 16, top: 14, bottom: 32 };

/** `view()` answers { runs: [{ id, colour, dash, view: MetricsView }], column, log, share, bands, from, to }. */
export function overlayChart({ view, onRange, signal }) {
    const host = chartHost({
        test: 'chart-compare',
        label: 'One figure of several runs',
        className: 'chart tall',
        signal,
        option,
        ready: chart => zoomable(host.element, chart, { signal, onRange, domain, margins }),
    });

    const end = () => Math.max(1, ...view().runs.map(run => run.view?.iterations.at(-1) ?? 0));
    function domain() {
        const { from, to } = view();
        return [from ?? 0, to ?? end()];
    }

    function option(c) {
        const { runs, column, log, share, bands, from, to } = view();
        const shown = runs.filter(run => run.view?.columns[column]?.mean.some(value => value !== null));
        host.element.dataset.points = shown.reduce((sum, run) => sum + run.view.iterations.length, 0);
        host.element.dataset.runs = shown.length;
        if (shown.length === 0) return null;
        const usable = value => value !== null && (!log || value > 0);
        const look = basics(c),
            write = share ? percent : figure;
        return {
            ...look,
            grid: margins,
            tooltip: {
                ...look.tooltip,
                trigger: 'axis',
                axisPointer: { type: 'line', lineStyle: { color: c['ink-3'] } },
                formatter: params => {
                    const lines = params.filter(param => param.seriesType === 'line' && Number.isFinite(param.value?.[1]));
                    return lines.length
                        ? [
                              `Iteration ${count(Math.round(lines[0].value[0]))}`,
                              ...lines.map(param => `${param.marker}${param.seriesName}  ${write(param.value[1])}`),
                          ].join('\n')
                        : '';
                },
            },
            xAxis: axis(c, {
                type: 'value',
                min: from ?? 0,
                max: to ?? end(),
                splitLine: { show: false },
                axisLabel: { formatter: shortCount },
                name: 'iteration',
                nameLocation: 'middle',
                nameGap: 20,
            }),
            yAxis: axis(c, {
                type: log ? 'log' : 'value',
                scale: !share,
                min: share ? 0 : undefined,
                max: share ? 1 : undefined,
                interval: share ? 0.25 : undefined,
                axisLabel: { formatter: share ? value => `${Math.round(value * 100)} %` : shortFigure },
            }),
            series: shown.flatMap(run => {
                const { mean, low, high } = run.view.columns[column];
                return [
                    ...(bands ? [band(`${run.id} band`, run.view.iterations, low, high, run.colour, log)] : []),
                    {
                        type: 'line',
                        id: run.id,
                        name: run.id,
                        data: mean.map((value, index) => [run.view.iterations[index], usable(value) ? value : null]),
                        showSymbol: false,
                        z: 3,
                        lineStyle: { width: 1.7, color: run.colour, type: run.dash ? [5, 3] : 'solid' },
                        itemStyle: { color: run.colour },
                        emphasis: { disabled: true },
                    },
                ];
            }),
        };
    }

    return host;
}
