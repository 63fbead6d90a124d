// From the worst to the best: a ramp of viridis, which the colour-blind can read. The best stands out most, on light as on dark ground.

const stops = [
    [68, 1, 84],
    [65, 68, 135],
    [42, 120, 142],
    [34, 168, 132],
    [122, 209, 81],
    [253, 231, 37],
];

/** `share` from 0, the worst, to 1, the best. */
export function ramp(share, dark) {
    // Neither end goes all the way: yellow vanishes on white, violet on black.
    const at = (dark ? 0.12 + 0.83 * share : 0.86 * (1 - share)) * (stops.length - 1);
    const index = Math.min(stops.length - 2, Math.max(0, Math.floor(at)));
    const part = at - index;
    const [r, g, b] = stops[index].map((value, channel) => Math.round(value + (stops[index + 1][channel] - value) * part));
    return `rgb(${r}, ${g}, ${b})`;
}

/** How good each objective is among all, in [0, 1], by rank: one outlier does not make all others look alike. */
export function goodness(trials, minimize) {
    const sorted = trials
        .filter(trial => trial.objective !== null)
        .sort((a, b) => (minimize ? b.objective - a.objective : a.objective - b.objective));
    return new Map(sorted.map((trial, index) => [trial.number, sorted.length === 1 ? 1 : index / (sorted.length - 1)]));
}
