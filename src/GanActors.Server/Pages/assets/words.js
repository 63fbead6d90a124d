// How numbers, durations and times are written, everywhere the same.

import { h } from './dom.js';

export const nothing = '–';

const thousands = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** 12,000 */
export function count(number) {
    return number === null || number === undefined ? nothing : thousands.format(number);
}

/** One item, two items. */
export function plural(number, one, several = one + 's') {
    return `${count(number)} ${number === 1 ? one : several}`;
}

/** A figure with three significant digits, or so many: 0.693, 12.4, 1,234, 2.0e-4. */
export function figure(number, digits = 3) {
    if (number === null || number === undefined || !Number.isFinite(number)) return nothing;
    if (number === 0) return '0';
    const size = Math.abs(number);
    if (size < 1e-3 || size >= 1e6) return number.toExponential(digits - 2);
    if (size >= 1000) return thousands.format(number);
    return number.toPrecision(Math.max(digits, Math.ceil(Math.log10(size))));
}

/** 87 % */
export function percent(share) {
    if (share === null || share === undefined) return nothing;
    const hundreds = share * 100;
    return `${hundreds > 99 && hundreds < 100 ? Math.min(99.9, hundreds).toFixed(1) : hundreds.toFixed(0)} %`;
}

/** 45 s, 3 min 20 s, 2 h 5 min, 3 d 4 h */
export function duration(seconds) {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return nothing;
    if (seconds < 10) return `${seconds > 0 && seconds < 1 ? seconds.toFixed(1) : Math.round(seconds)} s`;
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min${whole < 600 && whole % 60 ? ` ${whole % 60} s` : ''}`;
    if (whole < 86400)
        return `${Math.floor(whole / 3600)} h${Math.floor((whole % 3600) / 60) ? ` ${Math.floor((whole % 3600) / 60)} min` : ''}`;
    return `${Math.floor(whole / 86400)} d${Math.floor((whole % 86400) / 3600) ? ` ${Math.floor((whole % 86400) / 3600)} h` : ''}`;
}

/** Iterations per second; of slow runs, seconds per iteration. */
export function speed(perSecond) {
    if (!perSecond) return nothing;
    if (perSecond < 0.5) return `${figure(1 / perSecond, 2)} s/it`;
    return `${perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)} it/s`;
}

/** 1.2 MB */
export function bytes(number) {
    if (number === null || number === undefined) return nothing;
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let unit = 0;
    while (number >= 1000 && unit < units.length - 1) {
        number /= 1000;
        unit++;
    }
    return `${unit === 0 ? number : number.toPrecision(3)} ${units[unit]}`;
}

function ago(date) {
    const seconds = (Date.now() - date) / 1000;
    if (seconds < 10) return 'just now';
    if (seconds < 60) return `${Math.floor(seconds)} s ago`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
    if (seconds < 14 * 86400) return `${Math.floor(seconds / 86400)} d ago`;
    return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

/** How long ago, with the time itself as its title; kept up to date while it is on the page. */
export function timeAgo(text) {
    const element = h('time', { class: 'ago' });
    setTimeAgo(element, text);
    return element;
}

export function setTimeAgo(element, text) {
    if (!text) {
        element.removeAttribute('datetime');
        element.textContent = nothing;
        return;
    }
    if (element.getAttribute('datetime') === text) return;
    const date = new Date(text);
    element.setAttribute('datetime', text);
    element.title = date.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'medium' });
    element.textContent = ago(date);
}

setInterval(() => {
    if (document.hidden) return;
    for (const element of document.querySelectorAll('time.ago[datetime]')) {
        const words = ago(new Date(element.getAttribute('datetime')));
        if (element.textContent !== words) element.textContent = words;
    }
}, 5000);

/** The clock's time of today's events, day and time of older ones. */
export function clock(text) {
    if (!text) return nothing;
    const date = new Date(text);
    const time = date.toLocaleTimeString('en-GB');
    return date.toDateString() === new Date().toDateString()
        ? time
        : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}

/** broken_off -> broken off */
export function spaced(word) {
    return (word ?? '').replaceAll('_', ' ');
}

/** What figures are called in print. */
export function figureName(name) {
    const known = { fid: 'FID', kid: 'KID', modes: 'modes', g_loss: 'G loss', d_loss: 'D loss' };
    return known[name] ?? spaced(name);
}
