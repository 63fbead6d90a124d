// Figures of a run over its iterations: means as lines, with the band between the least and the greatest of each stretch.

import { count, figure, percent } from '../words.js';
import { band } from './band.js';
import { chartHost } from './host.js';
import { axis, basics, shortCount, shortFigure } from './theme.js';
import { zoomable } from './zoom.js';

const margins = { left: 48, right: 14, top: 34, bottom: 30 };

/**
 * `spec`: { test, title, unit, log, share, lines: [{ column, name, player: generator | discriminator, dash }], marks: [{ at, words }] }.
 * `view()` answers { store, from, to, marks }: the figures to draw, the stretch that is zoomed into (or nulls), and iterations to mark.
 */
export function linesChart(spec, { view, onRange, signal }) {
    let hidden = {};
    const host = chartHost({
        test: spec.test,
        label: `${spec.title}: ${spec.lines.map(line => line.name).join(', ')}`,
        signal,
        option,
        ready(chart) {
            chart.on('legendselectchanged', event => {
                hidden = event.selected;
                host.draw();
            });
            zoomable(host.element, chart, { signal, onRange, domain, margins });
        },
    });

    function domain() {
        const { store, from, to } = view();
        return [from ?? 0, to ?? store.iterations.at(-1) ?? 1];
    }

    function option(c) {
        const { store, from, to } = view();
        const lines = spec.lines.filter(line => store.column(line.column)?.mean.some(value => value !== null));
        if (store.length === 0 || lines.length === 0) return null;
        const end = store.iterations.at(-1);
        const series = [];
        for (const line of lines) {
            const { mean, low, high } = store.column(line.column);
            const colour = c[line.player];
            const usable = value => value !== null && (!spec.log || value > 0);
            if (hidden[line.name] !== false && !line.noBand)
                series.push(band(`${line.name} band`, store.iterations, low, high, colour, spec.log));
            series.push({
                type: 'line',
                id: line.name,
                name: line.name,
                data: mean.map((value, index) => [store.iterations[index], usable(value) ? value : null]),
                showSymbol: store.length === 1,
                symbol: 'circle',
                symbolSize: 5,
                step: line.step ? 'end' : false,
                connectNulls: line.step ?? false,
                z: 3,
                lineStyle: { width: 1.6, color: colour, type: line.dash ? [5, 3] : 'solid' },
                itemStyle: { color: colour },
                emphasis: { disabled: true },
            });
        }
        for (const mark of spec.marks ?? []) {
            series[series.length - 1].markLine = {
                silent: true,
                symbol: 'none',
                animation: false,
                data: [{ yAxis: mark.at }],
                lineStyle: { color: c['ink-3'], type: [2, 3], width: 1 },
                label: {
                    formatter: mark.words,
                    position: 'insideEndTop',
                    color: c['ink-3'],
                    fontSize: 10.5,
                    backgroundColor: c.surface,
                    padding: [1, 3],
                },
            };
        }
        const look = basics(c);
        return {
            ...look,
            color: lines.map(line => c[line.player]),
            grid: margins,
            legend: {
                left: 0,
                top: 0,
                itemWidth: 18,
                itemHeight: 8,
                itemGap: 14,
                icon: 'path://M0 3h18v2H0z',
                textStyle: { color: c['ink-2'], fontSize: 12 },
                inactiveColor: c['line-strong'],
                data: lines.map(line => ({
                    name: line.name,
                    icon: line.dash ? 'path://M0 3h7v2H0zM11 3h7v2h-7z' : 'path://M0 3h18v2H0z',
                    itemStyle: { color: c[line.player] },
                })),
                selected: hidden,
            },
            tooltip: {
                ...look.tooltip,
                trigger: 'axis',
                axisPointer: { type: 'line', lineStyle: { color: c['ink-3'], width: 1 } },
                formatter(params) {
                    const shown = params.filter(param => param.seriesType === 'line' && Number.isFinite(param.value?.[1]));
                    if (shown.length === 0) return '';
                    const index = shown[0].dataIndex;
                    return [
                        `Iteration ${count(Math.round(shown[0].value[0]))}`,
                        ...shown.map(param => {
                            const line = lines.find(one => one.name === param.seriesName);
                            const { low, high } = store.column(line.column);
                            const write = spec.share ? percent : figure;
                            const range =
                                low[index] !== high[index] && !line.noBand ? `  (${write(low[index])} to ${write(high[index])})` : '';
                            return `${param.marker}${line.name}  ${write(param.value[1])}${range}`;
                        }),
                    ].join('\n');
                },
            },
            xAxis: axis(c, {
                type: 'value',
                min: from ?? 0,
                max: to ?? end,
                splitLine: { show: false },
                axisLabel: {
                    formatter: value => (value === (to ?? end) && end > 0 ? shortCount(Math.round(value)) : shortCount(value)),
                    showMaxLabel: true,
                },
                name: 'iteration',
                nameLocation: 'middle',
                nameGap: 18,
            }),
            yAxis: axis(c, {
                type: spec.log ? 'log' : 'value',
                min: spec.share ? 0 : undefined,
                max: spec.share ? 1 : undefined,
                scale: !spec.share,
                splitNumber: 4,
                interval: spec.share ? 0.25 : undefined,
                minInterval: spec.whole ? 1 : undefined,
                axisLabel: { formatter: spec.share ? value => `${Math.round(value * 100)} %` : shortFigure },
                name: spec.share ? '' : (spec.unit ?? ''),
            }),
            series,
        };
    }

    return {
        element: host.element,
        draw() {
            host.element.dataset.points = view().store.length;
            host.draw();
        },
    };
}
