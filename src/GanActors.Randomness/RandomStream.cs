namespace GanActors.Randomness;

/// <summary>What a stream of random numbers is for. Streams of different purposes never share a number.</summary>
public enum StreamPurpose : ushort
{
    /// <summary>Initial weights of the generator; one stream a parameter.</summary>
    GeneratorWeights = 1,

    /// <summary>Initial weights of the discriminator; one stream a parameter.</summary>
    DiscriminatorWeights = 2,

    /// <summary>The generator's input while it trains.</summary>
    Noise = 3,

    /// <summary>The fixed noise of the sample sheets.</summary>
    SampleNoise = 4,

    /// <summary>The order of the real images within an epoch.</summary>
    Shuffle = 5,

    /// <summary>Dropout masks of the generator; one stream a layer.</summary>
    GeneratorDropout = 6,

    /// <summary>Dropout masks of the discriminator; one stream a layer.</summary>
    DiscriminatorDropout = 7,

    /// <summary>How real and fake images are mixed into one batch.</summary>
    Mixing = 8,

    /// <summary>Label noise and label flips.</summary>
    Labels = 9,

    /// <summary>Noise added to the discriminator's input.</summary>
    InstanceNoise = 10,

    /// <summary>Random interpolation between real and fake, as the gradient penalty wants it.</summary>
    Interpolation = 11,

    /// <summary>Flips and other changes of real images.</summary>
    Augmentation = 12,

    /// <summary>Data that is drawn rather than read: digits, mixtures.</summary>
    Dataset = 13,

    /// <summary>Directions a power iteration starts from; one stream a parameter.</summary>
    PowerIteration = 14,

    /// <summary>The classes that a conditional generator is asked for.</summary>
    Classes = 15,

    /// <summary>What an evaluation draws: which real items it looks at, the noise of its generated ones, its blocks.</summary>
    Evaluation = 16,

    /// <summary>What a sweep draws: its configurations, its shift of a Sobol sequence, its members' donors; one stream each.</summary>
    Sweep = 17,

    /// <summary>What makes the members of a group different: their seeds, and which items each has.</summary>
    Members = 32,

    /// <summary>Which members of a neighbourhood meet in a tournament.</summary>
    Tournament = 33,

    /// <summary>Against whom, and with which loss, a batch is trained; which discriminators change places.</summary>
    Opponents = 34,

    /// <summary>Changes of learning rates.</summary>
    Mutation = 35,

    /// <summary>The items that fitness is measured on.</summary>
    Fitness = 36,

    /// <summary>Attempts at better mixtures, and which generator makes an item of one.</summary>
    Mixture = 37,
}

/// <summary>
/// One draw of random numbers: a pure function of the run's seed, the stream and the number of the draw.
/// The same draw gives the same numbers wherever and whenever it is made, which is what makes a run replayable.
/// </summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Purpose">What the numbers are for.</param>
/// <param name="Index">Which of the streams of one purpose: a layer, a parameter; 0 where there is one.</param>
/// <param name="Draw">Which draw of the stream: as a rule, the turn's ordinal.</param>
public readonly partial record struct RandomStream(ulong Seed, StreamPurpose Purpose, ushort Index, ulong Draw)
{
    private uint Stream => ((uint)Purpose << 16) | Index;

    /// <summary>The <paramref name="block"/>-th four words of this draw.</summary>
    public PhiloxBlock Block(uint block) => Philox.Block(Seed, block, Stream, (uint)Draw, (uint)(Draw >> 32));

    /// <summary>Fills <paramref name="words"/> with uniformly distributed 32-bit words.</summary>
    /// <param name="words">Where they go.</param>
    /// <param name="firstBlock">Where in the draw to begin, in blocks of four.</param>
    public partial void Bits(Span<uint> words, uint firstBlock = 0);

    /// <summary>Fills <paramref name="values"/> with uniform numbers in [0, 1), multiples of 2^-24.</summary>
    /// <param name="values">Where they go.</param>
    /// <param name="firstBlock">Where in the draw to begin, in blocks of four.</param>
    public partial void Uniform(Span<float> values, uint firstBlock = 0);

    /// <summary>Fills <paramref name="values"/> with normal numbers of mean 0 and standard deviation 1 (Box and Muller, 1958).</summary>
    /// <param name="values">Where they go.</param>
    /// <param name="firstBlock">Where in the draw to begin, in blocks of four.</param>
    public partial void Normal(Span<float> values, uint firstBlock = 0);

    /// <summary>A uniform number in [0, 1), a multiple of 2^-24.</summary>
    public float Uniform() => ToUnit(Block(0).Word0);

    private static float ToUnit(uint word) => (word >> 8) * (1f / (1 << 24));
}
