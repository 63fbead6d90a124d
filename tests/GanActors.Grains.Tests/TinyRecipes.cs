using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Tests;

/// <summary>Recipes small enough to run whole in a test.</summary>
internal static class TinyRecipes
{
    /// <summary>A ring GAN of a few hundred parameters.</summary>
    public static Recipe Ring(ScheduleSpec? schedule = null, long iterations = 12, ulong seed = 1) => new(
        Name: "tiny-ring",
        Description: "for tests",
        Data: new DataSpec("ring"),
        Batch: 16,
        Noise: new NoiseSpec(4),
        Generator: new NetworkSpec([new Dense(8), new Relu(), new Dense(2)], new OptimizerSpec(LearningRate: 0.01f)),
        Discriminator: new NetworkSpec([new Dense(8), new LeakyRelu(0.2f), new Dense(1)], new OptimizerSpec(LearningRate: 0.01f)),
        Loss: new LossSpec(),
        Schedule: schedule ?? new ScheduleSpec(),
        Run: new RunSpec(Iterations: iterations, Seed: seed),
        Samples: new SamplesSpec(Every: 5, Rows: 4, Columns: 4),
        Metrics: new MetricsSpec());

    /// <summary>A GAN of built-in digits, with dropout and batch normalisation.</summary>
    public static Recipe Digits(long iterations = 6, StudyKind study = StudyKind.Combined) => Ring(new ScheduleSpec(Study: study), iterations) with
    {
        Name = "tiny-digits",
        Data = new DataSpec("digits", Limit: 256),
        Generator = new NetworkSpec(
            [new Dense(32), new BatchNorm(), new LeakyRelu(0.2f), new Dense(784), new Tanh(), new Reshape(new Shape(1, 28, 28))],
            new OptimizerSpec(LearningRate: 0.001f)),
        Discriminator = new NetworkSpec(
            [new Flatten(), new Dense(32), new LeakyRelu(0.2f), new Dropout(0.3f), new Dense(1)], new OptimizerSpec(LearningRate: 0.001f)),
    };

    /// <summary>A WGAN-GP of built-in digits, whose critic keeps its items apart.</summary>
    public static Recipe WganGp(long iterations = 6, StudyKind study = StudyKind.Combined) => Digits(iterations, study) with
    {
        Name = "tiny-wgan-gp",
        Discriminator = new NetworkSpec(
            [new Flatten(), new Dense(32), new LeakyRelu(0.2f), new Dense(1)], new OptimizerSpec(LearningRate: 0.001f, Beta1: 0f, Beta2: 0.9f)),
        Loss = new LossSpec(LossKind.Wasserstein),
        Penalty = new PenaltySpec(PenaltyKind.WganGp),
    };
}
