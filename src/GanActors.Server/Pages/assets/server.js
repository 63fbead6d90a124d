// What the server is; see ServerInfo. Filled once, by app.js.

export const server = { version: '', stack: '', quick_start: 'quickstart' };
