namespace GanActors.Recipes;

/// <summary>The largest values a recipe may ask for: far beyond any sensible run, near enough to catch a slip of the keyboard.</summary>
public static class RecipeLimits
{
    /// <summary>Items of a batch.</summary>
    public const int Batch = 65_536;

    /// <summary>Numbers of a batch between two layers: 2 GiB.</summary>
    public const long BatchElements = 1L << 29;

    /// <summary>Elements of the noise.</summary>
    public const int Noise = 65_536;

    /// <summary>Sub-steps of one phase.</summary>
    public const int SubSteps = 1_000;

    /// <summary>Iterations of a run, and between two sample sheets or rows of figures.</summary>
    public const int Iterations = 1_000_000_000;

    /// <summary>Epochs of a run, and between two sample sheets.</summary>
    public const int Epochs = 1_000_000;

    /// <summary>Rows, and columns, of a sample sheet.</summary>
    public const int Grid = 64;

    /// <summary>Size of what a pixel becomes.</summary>
    public const float Scale = 1_000f;

    /// <summary>Height, and width, that pictures are brought to.</summary>
    public const int ImageSide = 1_024;

    /// <summary>Characters of a folder's path.</summary>
    public const int Path = 1_000;

    /// <summary>Items that the discriminator judges together.</summary>
    public const int Pack = 64;

    /// <summary>What weights and gradients are clipped to.</summary>
    public const float Clip = 10_000f;

    /// <summary>How slowly an average reaches its decay.</summary>
    public const float RampUp = 100_000f;

    /// <summary>Weight of a penalty.</summary>
    public const float PenaltyWeight = 100_000f;

    /// <summary>Iterations that an accuracy is averaged over before it may stop a run.</summary>
    public const int StopWindow = 100_000;

    /// <summary>Middle and half width of a schedule's band of losses.</summary>
    public const float ScheduleLoss = 1_000f;

    /// <summary>Ratio of loss changes that a schedule compares with.</summary>
    public const float ScheduleRatio = 1_000f;

    /// <summary>Checkpoints that are kept for one reason.</summary>
    public const int Checkpoints = 10_000;

    /// <summary>Seconds between two checkpoints: a week.</summary>
    public const float CheckpointSeconds = 604_800f;

    /// <summary>How many swings, or how many times the usual, an alarm may wait for.</summary>
    public const float AlarmBound = 1_000_000f;

    /// <summary>Characters of a description.</summary>
    public const int Description = 500;

    /// <summary>Iterations of a run whose recipe has no <c>run</c>.</summary>
    public const int DefaultIterations = 10_000;

    /// <summary>Iterations between two sample sheets where the recipe does not say.</summary>
    public const int DefaultSamplesEvery = 1_000;
}
