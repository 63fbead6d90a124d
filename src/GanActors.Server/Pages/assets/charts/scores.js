// What the discriminator takes for real: the mean probability, of real items and of fakes.

export const scores = {
    key: 'scores',
    test: 'chart-scores',
    title: 'Scores',
    share: true,
    lines: [
        { column: 'd_score_real', name: 'D(x)', player: 'discriminator' },
        { column: 'd_score_fake', name: 'D(G(z)), studied', player: 'generator', dash: true },
        { column: 'g_score', name: 'D(G(z)), judged', player: 'generator' },
    ],
};
