// How far each step would go: Euclidean norms of the gradients.

export const gradients = {
    key: 'gradients',
    test: 'chart-gradients',
    title: 'Gradient norms',
    log: true,
    lines: [
        { column: 'g_gradient_norm', name: 'Generator', player: 'generator' },
        { column: 'd_gradient_norm', name: 'Discriminator', player: 'discriminator' },
    ],
};
