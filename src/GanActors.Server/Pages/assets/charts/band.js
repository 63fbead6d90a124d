// The band between the least and the greatest of each stretch: a polygon behind the line of means. It is a series of its own, for stacked areas cannot
// stand on a logarithmic axis.

/** `iterations`, `low` and `high` are equally long; where low or high is null the band has a gap. */
export function band(name, iterations, low, high, colour, log) {
    const fits = index => low[index] !== null && high[index] !== null && (!log || low[index] > 0);
    const data = [];
    for (let index = 0; index < iterations.length; index++) if (fits(index)) data.push([iterations[index], low[index], high[index]]);
    return {
        type: 'custom',
        id: name,
        name,
        data,
        silent: true,
        clip: true,
        z: 1,
        encode: { x: 0, y: [1, 2], tooltip: [] },
        tooltip: { show: false },
        renderItem(params, api) {
            if (params.dataIndexInside !== 0) return null; // the first item draws the polygons of all
            const shapes = [];
            let above = [],
                below = [];
            const close = () => {
                if (above.length > 1)
                    shapes.push({
                        type: 'polygon',
                        shape: { points: above.concat(below.reverse()) },
                        style: { fill: colour, opacity: 0.16 },
                    });
                above = [];
                below = [];
            };
            for (let index = 0; index < iterations.length; index++) {
                if (!fits(index)) {
                    close();
                    continue;
                }
                above.push(api.coord([iterations[index], high[index]]));
                below.push(api.coord([iterations[index], low[index]]));
            }
            close();
            return { type: 'group', children: shapes };
        },
    };
}
