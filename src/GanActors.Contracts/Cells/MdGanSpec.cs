namespace GanActors.Cells;

/// <summary>
/// One generator against many discriminators, each with a part of the data that never leaves it: MD-GAN (Hardy, Le Merrer and Sericola, 2019).
/// </summary>
/// <param name="Basics">See <see cref="GroupBasics"/>.</param>
/// <param name="Discriminators">N: how many there are.</param>
/// <param name="Batches">k: batches the generator makes in an iteration, of which each discriminator gets two; null for the paper's log N, rounded up.</param>
/// <param name="Steps">L: steps of each discriminator in an iteration.</param>
/// <param name="SwapEvery">E: epochs after which discriminators change places; null for never.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.md-gan")]
public sealed record MdGanSpec(GroupBasics Basics, int Discriminators, int? Batches = null, int Steps = 1, int? SwapEvery = 1) : GroupSpec(Basics)
{
    /// <inheritdoc/>
    public override int Members => Discriminators;

    /// <summary>Batches in an iteration: at least 1, at most as many as there are discriminators.</summary>
    public int BatchesMade => Math.Clamp(Batches ?? (int)Math.Ceiling(Math.Log(Discriminators)), 1, Discriminators);
}
