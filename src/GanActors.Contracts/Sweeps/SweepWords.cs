using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>The kinds of scheduler, as a file names them.</summary>
internal enum SchedulerKind
{
    Grid,
    Random,
    Sobol,
    Tpe,
    SuccessiveHalving,
    Asha,
    Hyperband,
    Pbt,
    Median,
}

/// <summary>The kinds of sampler, as a file names them.</summary>
internal enum SamplerKind
{
    Random,
    Sobol,
    Tpe,
}

/// <summary>Which way a figure is better.</summary>
internal enum Direction
{
    Minimize,
    Maximize,
}

/// <summary>The words sweeps use for the values of each enumeration.</summary>
internal static class SweepWords
{
    public static readonly Words<SchedulerKind> Schedulers = new(
        (SchedulerKind.Grid, "grid"),
        (SchedulerKind.Random, "random"),
        (SchedulerKind.Sobol, "sobol"),
        (SchedulerKind.Tpe, "tpe"),
        (SchedulerKind.SuccessiveHalving, "successive-halving"),
        (SchedulerKind.Asha, "asha"),
        (SchedulerKind.Hyperband, "hyperband"),
        (SchedulerKind.Pbt, "pbt"),
        (SchedulerKind.Median, "median"));

    public static readonly Words<SamplerKind> Samplers = new((SamplerKind.Random, "random"), (SamplerKind.Sobol, "sobol"), (SamplerKind.Tpe, "tpe"));

    public static readonly Words<Direction> Directions = new((Direction.Minimize, "minimize"), (Direction.Maximize, "maximize"));

    public static readonly Words<SeedStatistic> Statistics = new((SeedStatistic.Mean, "mean"), (SeedStatistic.Median, "median"));
}
