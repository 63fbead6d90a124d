// Both players' losses.

export const losses = {
    key: 'losses',
    test: 'chart-losses',
    title: 'Losses',
    lines: [
        { column: 'g_loss', name: 'Generator', player: 'generator' },
        { column: 'd_loss', name: 'Discriminator', player: 'discriminator' },
    ],
};

export const sides = {
    key: 'sides',
    test: 'chart-sides',
    title: 'Discriminator’s loss by side',
    lines: [
        { column: 'd_loss_real', name: 'on real', player: 'discriminator' },
        { column: 'd_loss_fake', name: 'on fake', player: 'generator', dash: true },
        { column: 'd_penalty', name: 'penalty', player: 'ink-3', noBand: true },
    ],
};
