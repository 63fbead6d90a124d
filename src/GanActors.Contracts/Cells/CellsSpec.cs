using System.Collections.Immutable;
using GanActors.Recipes;

namespace GanActors.Cells;

/// <summary>
/// A grid of cells, each with a generator and a discriminator of its own, that compete and exchange copies with their neighbours: Lipizzaner
/// (Schmiedlechner et al., 2018), and with several losses Mustangs (Toutouh, Hemberg and O'Reilly, 2019).
/// </summary>
/// <param name="Basics">See <see cref="GroupBasics"/>.</param>
/// <param name="Grid">Cells and neighbours.</param>
/// <param name="Exchange">When copies are exchanged.</param>
/// <param name="Fitness">How fitness is measured.</param>
/// <param name="Tournament">Of so many members of the neighbourhood, drawn at random, the fittest is trained on; 1 lets each cell train on its own.</param>
/// <param name="Replacement">Whether what was trained takes the cell's place.</param>
/// <param name="Mutation">Of the learning rates; null for none.</param>
/// <param name="DiscriminatorSkips">The discriminator learns from every batch after so many without it; 0 for from every batch.</param>
/// <param name="Losses">One of them is drawn for each batch.</param>
/// <param name="DataShare">Share of the data that each cell has, drawn for it; above 0, at most 1.</param>
/// <param name="Mixture">Of the neighbourhoods' generators; null for none.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.spec")]
public sealed record CellsSpec(
    GroupBasics Basics,
    CellGrid Grid,
    ExchangeKind Exchange = ExchangeKind.LockStep,
    FitnessSpec? Fitness = null,
    int Tournament = 2,
    ReplacementKind Replacement = ReplacementKind.Better,
    MutationSpec? Mutation = null,
    int DiscriminatorSkips = 1,
    ImmutableArray<LossKind> Losses = default,
    float DataShare = 1f,
    MixtureSpec? Mixture = null) : GroupSpec(Basics)
{
    /// <inheritdoc/>
    public override int Members => Grid.Count;

    /// <summary>The members of a cell's neighbourhood, itself first; itself alone if nothing is exchanged.</summary>
    public ImmutableArray<CellPlace> Around(CellPlace cell) => Exchange == ExchangeKind.None ? [cell] : Grid.Around(cell);
}

/// <summary>When cells exchange copies of their networks.</summary>
public enum ExchangeKind
{
    /// <summary>All cells go from epoch to epoch together: a function of the file alone, to the last bit.</summary>
    LockStep,

    /// <summary>Each cell takes the newest copies there are and waits for nobody, as the originals do.</summary>
    Asynchronous,

    /// <summary>Never: cells are so many GANs side by side.</summary>
    None,
}

/// <summary>How the losses against several opponents become one fitness; less is fitter.</summary>
public enum FitnessKind
{
    /// <summary>Their mean.</summary>
    Average,

    /// <summary>The highest.</summary>
    Worst,

    /// <summary>The lowest.</summary>
    Best,
}

/// <summary>How fitness is measured: every generator of the neighbourhood against every discriminator of it.</summary>
/// <param name="Sample">Items of either side, drawn anew in each epoch.</param>
/// <param name="Kind">What becomes of the losses.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.fitness")]
public sealed record FitnessSpec(int Sample = 1_000, FitnessKind Kind = FitnessKind.Average);

/// <summary>Whether what was trained takes the cell's place.</summary>
public enum ReplacementKind
{
    /// <summary>If it is fitter than what is there, against the same neighbourhood.</summary>
    Better,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>Before a batch a learning rate moves by scale times a normal number of mean -lr/10 and deviation lr, lr being the recipe's; not below 0.</summary>
/// <param name="Probability">In [0, 1].</param>
/// <param name="Scale">Lipizzaner's alpha.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.mutation")]
public sealed record MutationSpec(float Probability = 0.5f, float Scale = 1e-4f);

/// <summary>
/// Weights by which a cell's generators of the neighbourhood make items together, found by a (1+1) evolution strategy on the kernel distance.
/// </summary>
/// <param name="Every">Epochs between two searches; null for one at the end.</param>
/// <param name="Generations">Attempts of a search.</param>
/// <param name="Deviation">Of the normal number added to every weight in an attempt.</param>
/// <param name="Samples">Items of each generator, and real ones, that are looked at.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.mixture")]
public sealed record MixtureSpec(int? Every = null, int Generations = 200, float Deviation = 0.01f, int Samples = 1_000);
