// How often the discriminator is right; at one half it guesses.

export const accuracy = {
    key: 'accuracy',
    test: 'chart-accuracy',
    title: 'Discriminator’s accuracy',
    share: true,
    lines: [
        { column: 'd_accuracy_real', name: 'on real', player: 'discriminator' },
        { column: 'd_accuracy_fake', name: 'on fake', player: 'generator', dash: true },
    ],
    marks: [{ at: 0.5, words: 'guessing, 50 %' }],
};
