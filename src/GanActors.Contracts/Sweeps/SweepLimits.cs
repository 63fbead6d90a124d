namespace GanActors.Sweeps;

/// <summary>The largest values a sweep may ask for: far beyond any sensible sweep, near enough to catch a slip of the keyboard.</summary>
public static class SweepLimits
{
    /// <summary>Configurations.</summary>
    public const int Trials = 100_000;

    /// <summary>Parameters of a space, those of all its conditions together.</summary>
    public const int Parameters = 200;

    /// <summary>Values of one choice.</summary>
    public const int Choices = 1_000;

    /// <summary>Characters of one value.</summary>
    public const int Value = 2_000;

    /// <summary>Size of a bound of a range.</summary>
    public const float Bound = 1e9f;

    /// <summary>The smallest step of a range.</summary>
    public const float Step = 1e-12f;

    /// <summary>Values of a range with a step.</summary>
    public const int Steps = 1_000_000;

    /// <summary>Runs of a configuration.</summary>
    public const int Seeds = 1_000;

    /// <summary>Runs at once.</summary>
    public const int Parallel = 1_024;

    /// <summary>Further tries of a run that failed.</summary>
    public const int Retries = 100;

    /// <summary>One of so many goes on to the next rung.</summary>
    public const int Eta = 100;

    /// <summary>Rungs, and factors of a population.</summary>
    public const int Rungs = 32;

    /// <summary>Configurations a sampler draws at random at first, and candidates it draws for one.</summary>
    public const int Draws = 10_000;

    /// <summary>Characters of the name of an extractor.</summary>
    public const int Extractor = 200;

    /// <summary>The longest wall time.</summary>
    public static readonly TimeSpan WallTime = TimeSpan.FromHours(10_000);
}
