using GanActors.Recipes;

namespace GanActors.Cells;

/// <summary>Networks that train as a group, on one recipe's networks and data. Immutable and checked.</summary>
/// <param name="Basics">What all groups have.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.group")]
public abstract record GroupSpec(GroupBasics Basics)
{
    /// <summary>How many members have a discriminator of their own.</summary>
    public abstract int Members { get; }
}

/// <summary>What all groups have.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens.</param>
/// <param name="Description">One line.</param>
/// <param name="Recipe">Networks, data, batch, noise, loss and the sheets' grid. Of its run, schedule and checkpoints only the discriminator's way to study counts.</param>
/// <param name="Epochs">How long it trains.</param>
/// <param name="EpochBatches">Batches in an epoch; null for one pass over a member's data.</param>
/// <param name="Seed">Where random numbers start.</param>
/// <param name="SheetsEvery">Epochs between two sheets of samples.</param>
/// <param name="Keep">Checkpoints kept; at least 2, for a member may be an epoch ahead of another.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.basics")]
public sealed record GroupBasics(
    string Name, string Description, Recipe Recipe, int Epochs, int? EpochBatches = null, ulong Seed = 1, int SheetsEvery = 1, int Keep = 2);
