// What the generator draws from the same noise, through time, beside real items: a slider, and a button that plays it.

import { address, pictureAddress, runPath } from '../api.js';
import { calm } from '../colours.js';
import { fill, h, write } from '../dom.js';
import { count } from '../words.js';
import { icon } from './icon.js';

const when = sheet =>
    sheet.iteration !== null && sheet.iteration !== undefined
        ? `iteration ${count(sheet.iteration)}`
        : sheet.epoch !== null && sheet.epoch !== undefined
          ? `epoch ${count(sheet.epoch)}`
          : sheet.name;

/** `real` is the address of a sheet of real items, or null. Group sheets of sweeps have their own addresses. */
export function sampleSlider({ real = null, test = 'sample', signal, emptyWords = 'The first samples come soon.' }) {
    let sheets = [],
        at = -1,
        follow = true,
        playing = null;
    const image = h('img', { class: 'sheet pixels', 'data-test': `${test}-image`, alt: '', hidden: true });
    const label = h('span', { class: 'sheet-when numbers', 'data-test': `${test}-label` });
    const slider = h('input', {
        type: 'range',
        min: 0,
        max: 0,
        value: 0,
        'aria-label': 'Through time',
        'data-test': `${test}-slider`,
        on: {
            input: () => {
                stop();
                show(Number(slider.value));
            },
        },
    });
    const play = h(
        'button',
        {
            type: 'button',
            class: 'square small',
            'data-test': `${test}-play`,
            'aria-label': 'Play',
            on: { click: () => (playing ? stop() : start()) },
        },
        icon('play'),
    );
    const empty = h('p', { class: 'sheet-empty' }, emptyWords);
    const fake = h('figure', { class: 'fake-sheet' }, h('figcaption', {}, h('span', { class: 'dot generator' }), 'Fake'), image, empty);
    const whole = h('a', { class: 'sheet-link', target: '_blank', rel: 'noopener' });
    const realImage = h('img', { class: 'sheet pixels', alt: 'Real items of the data set', 'data-test': 'real-image' });
    const realFigure = h(
        'figure',
        { class: 'real-sheet', hidden: true },
        h('figcaption', {}, h('span', { class: 'dot discriminator' }), 'Real'),
        realImage,
    );
    const element = h(
        'div',
        { class: 'sheets' },
        h('div', { class: 'sheet-pair' }, fake, real ? realFigure : null),
        h('div', { class: 'sheet-controls' }, play, slider, label, whole),
    );
    image.addEventListener('load', () => {
        image.hidden = false;
    });
    realImage.addEventListener('load', () => {
        realFigure.hidden = false;
    });
    signal.addEventListener('abort', stop);
    draw();

    // A run draws real items before its first sheet: earlier there are none to ask for.
    function drawReal() {
        if (real && sheets.length > 0 && !realImage.src) realImage.src = real;
    }

    function show(index) {
        at = index;
        follow = at === sheets.length - 1;
        draw();
    }

    function draw() {
        const sheet = sheets[at];
        drawReal();
        empty.hidden = sheet !== undefined;
        play.disabled = sheets.length < 2;
        slider.disabled = sheets.length < 2;
        slider.max = Math.max(0, sheets.length - 1);
        slider.value = Math.max(0, at);
        if (!sheet) {
            image.hidden = true;
            write(label, '');
            return;
        }
        const words = when(sheet);
        slider.setAttribute('aria-valuetext', words);
        write(label, words);
        if (image.dataset.name !== sheet.name) {
            image.dataset.name = sheet.name;
            image.alt = `What the generator draws at ${words}`;
            image.src = sheet.url;
            whole.href = sheet.url;
            fill(whole, icon('zoom'), h('span', { class: 'unseen' }, 'This sheet by itself'));
        }
    }

    function start() {
        if (at >= sheets.length - 1) at = -1;
        playing = setInterval(
            () => {
                if (at >= sheets.length - 1) stop();
                // A sheet that has not come yet holds the film, so that none is skipped.
                else if (image.complete) show(at + 1);
            },
            calm() ? 900 : 320,
        );
        fill(play, icon('pause'));
        play.setAttribute('aria-label', 'Pause');
    }

    function stop() {
        clearInterval(playing);
        playing = null;
        fill(play, icon('play'));
        play.setAttribute('aria-label', 'Play');
    }

    return {
        element,
        set(newSheets) {
            const name = sheets[at]?.name;
            sheets = newSheets;
            const kept = sheets.findIndex(sheet => sheet.name === name);
            at = follow || kept < 0 ? sheets.length - 1 : kept;
            draw();
        },
        add(newSheets) {
            const known = new Set(newSheets.map(sheet => sheet.name));
            // After going back to a checkpoint a sheet is drawn again, in place of its namesake.
            sheets = [...sheets.filter(sheet => !known.has(sheet.name)), ...newSheets];
            if (known.has(image.dataset.name)) delete image.dataset.name;
            if (follow && !playing) at = sheets.length - 1;
            draw();
        },
    };
}

/** An address of a run's picture for `sampleSlider`. */
export const realSheet = id => address(runPath(id, '/real.png'));
export const withAddresses = (id, sheets) =>
    sheets.map(sheet => ({ ...sheet, url: pictureAddress(id, sheet.url ?? `samples/${sheet.name}`) }));
