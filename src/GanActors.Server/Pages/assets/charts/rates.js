// What the schedules decided: learning rates, and sub-steps in which weights moved.

export const rates = {
    key: 'rates',
    test: 'chart-rates',
    title: 'Learning rates',
    log: true,
    lines: [
        { column: 'g_lr', name: 'Generator', player: 'generator', noBand: true },
        { column: 'd_lr', name: 'Discriminator', player: 'discriminator', noBand: true, dash: true },
    ],
};

export const steps = {
    key: 'steps',
    test: 'chart-steps',
    title: 'Steps in an iteration',
    lines: [
        { column: 'g_steps', name: 'Generator', player: 'generator' },
        { column: 'd_steps', name: 'Discriminator', player: 'discriminator', dash: true },
    ],
};
