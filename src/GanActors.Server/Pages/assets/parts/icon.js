// Line pictures on a grid of 16 by 16, in the colour of the text around them.

import { h } from '../dom.js';

const paths = {
    runs: 'M2 12l3.5-5 3 3L14 3M2 14.5h12',
    sweeps: 'M3 2v12M8 2v12M13 2v12M3 10l5-5 5 4',
    plus: 'M8 3v10M3 8h10',
    chip: 'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
    pictures: 'M2.5 2.5h11v11h-11zM2.5 11l3-3 2.5 2.5L11 7l2.5 3M6 6a.6.6 0 1 0 0-.01',
    sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1',
    moon: 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z',
    refresh: 'M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 2v3h-3',
    play: 'M4.5 2.8l8 5.2-8 5.2z',
    pause: 'M5 3v10M11 3v10',
    stop: 'M4 4h8v8H4z',
    trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4',
    check: 'M3 8.5l3.2 3.2L13 4.8',
    cross: 'M4 4l8 8M12 4l-8 8',
    clock: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 4.8V8l2.2 1.6',
    lock: 'M4 7.2h8v6H4zM5.6 7.2V5a2.4 2.4 0 0 1 4.8 0v2.2',
    snow: 'M8 1.5v13M2.4 4.8l11.2 6.4M13.6 4.8L2.4 11.2M6.3 2.6L8 4.2l1.7-1.6M6.3 13.4L8 11.8l1.7 1.6',
    warning: 'M8 2.2l6.2 11.3H1.8zM8 6.5v3.4M8 11.7v.1',
    info: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 7.3v3.5M8 5.1v.1',
    download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M2.8 13.2h10.4',
    pin: 'M5.5 2.5h5l-.7 4.3 2 2.2H4.2l2-2.2zM8 9v5',
    break: 'M2.5 8h3l1.2-3 2 6L10 8h3.5',
    copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
    search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.5 3.5',
    left: 'M10 3L5 8l5 5',
    right: 'M6 3l5 5-5 5',
    spark: 'M8 1.8l1.5 4.7 4.7 1.5-4.7 1.5L8 14.2 6.5 9.5 1.8 8l4.7-1.5z',
    compare: 'M2.5 4.5h11M2.5 4.5l2.5-2M2.5 4.5l2.5 2M13.5 11.5h-11M13.5 11.5l-2.5-2M13.5 11.5l-2.5 2',
    walk: 'M2 12c2.5 0 2.5-8 6-8s3.5 8 6 8M12.5 10.4L14 12l-1.5 1.6',
    zoom: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.5 3.5M5 7h4M7 5v4',
};

/** A picture for the eye alone: whatever says the same in words stands beside it, or labels its button. */
export function icon(name, className = '') {
    return h(
        'svg',
        {
            class: `icon ${className}`,
            viewBox: '0 0 16 16',
            width: 16,
            height: 16,
            fill: 'none',
            stroke: 'currentColor',
            'stroke-width': 1.5,
            'stroke-linecap': 'round',
            'stroke-linejoin': 'round',
            'aria-hidden': 'true',
        },
        h('path', { d: paths[name] }),
    );
}
