// Light or dark: the system's choice, or the one made with the button, which is kept.

const key = 'ganactors-colours';
const system = matchMedia('(prefers-color-scheme: dark)');
const changed = new EventTarget();

export const isDark = () => (document.documentElement.dataset.colours ?? (system.matches ? 'dark' : 'light')) === 'dark';

export function toggleColours() {
    const wanted = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.colours = wanted;
    try {
        localStorage.setItem(key, wanted);
    } catch {
        /* storage is switched off: it holds for this page */
    }
    changed.dispatchEvent(new Event('change'));
}

export function onColours(listener, signal) {
    changed.addEventListener('change', listener, { signal });
}

system.addEventListener('change', () => changed.dispatchEvent(new Event('change')));

export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
