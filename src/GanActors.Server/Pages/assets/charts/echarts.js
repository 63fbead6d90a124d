// Brings the chart library in when a page wants its first chart: a classic script that defines window.echarts.

import { h } from '../dom.js';

let loading = null;

export function echarts() {
    loading ??= new Promise((resolve, reject) => {
        const script = h('script', { src: '/assets/echarts.js' });
        script.addEventListener('load', () => resolve(window.echarts));
        script.addEventListener('error', () => {
            loading = null; // the next chart tries again
            script.remove();
            reject(new Error('The charts could not be loaded.'));
        });
        document.head.append(script);
    });
    return loading;
}
