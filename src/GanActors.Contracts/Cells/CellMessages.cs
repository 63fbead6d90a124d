using System.Collections.Immutable;
using GanActors.Duel;
using GanActors.Networks;

namespace GanActors.Cells;

/// <summary>What a cell needs to know to set itself up.</summary>
/// <param name="Run">The run.</param>
/// <param name="Incarnation">From 1; a cell that is well takes a higher one and goes on.</param>
/// <param name="Spec">The group.</param>
/// <param name="Place">Which cell.</param>
/// <param name="Store">Where its checkpoints are kept.</param>
/// <param name="AtMost">Epochs it may have done: if it has done more, it goes back. Null for as many as it has.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.order")]
public sealed record CellOrder(RunId Run, int Incarnation, CellsSpec Spec, CellPlace Place, string Store, long? AtMost = null);

/// <summary>A cell that is set up.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Row">The figures of the last; null before there is one.</param>
/// <param name="Mixture">The newest weights; null before there are any.</param>
/// <param name="Facts">What it is.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.ready")]
public sealed record CellReady(long Epoch, CellRow? Row, CellMixture? Mixture, CellFacts Facts);

/// <summary>What a member of a group is.</summary>
/// <param name="Item">Shape of the data's items.</param>
/// <param name="GeneratorParameters">Trainable numbers of the generator.</param>
/// <param name="DiscriminatorParameters">Trainable numbers of the discriminator.</param>
/// <param name="Device">Where it lives.</param>
/// <param name="Data">Where the data came from, in words.</param>
/// <param name="Batches">Batches in an epoch.</param>
/// <param name="Seed">The member's own: a grid of one cell with this seed, and nothing to exchange, trains the same networks.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.facts")]
public sealed record CellFacts(
    Shape Item, long GeneratorParameters, long DiscriminatorParameters, string Device, string Data, int Batches, ulong Seed);

/// <summary>One epoch of one cell.</summary>
/// <param name="Incarnation">The run's.</param>
/// <param name="Epoch">From 0: epochs done before.</param>
/// <param name="Latest">Whether neighbours are taken as they are, and not as they were after <paramref name="Epoch"/> epochs.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.turn")]
public sealed record CellTurn(int Incarnation, long Epoch, bool Latest = false);

/// <summary>A network as cells exchange it.</summary>
/// <param name="Steps">Steps its optimiser has taken.</param>
/// <param name="LearningRate">Of its next step.</param>
/// <param name="Tensors">Weights and running statistics; with the optimiser's moments where it is taken over.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.individual")]
public sealed record Individual(long Steps, float LearningRate, ImmutableArray<NamedTensor> Tensors);

/// <summary>What a cell shows its neighbours.</summary>
/// <param name="Place">The cell.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Generator">Without moments.</param>
/// <param name="Discriminator">Without moments.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.snapshot")]
public sealed record CellSnapshot(CellPlace Place, long Epoch, Individual Generator, Individual Discriminator);

/// <summary>The figures of one epoch of one member. NaN where there is none.</summary>
/// <param name="Epoch">From 1: epochs done.</param>
/// <param name="Place">The cell.</param>
/// <param name="GeneratorLoss">Mean over the batches.</param>
/// <param name="DiscriminatorLoss">Mean over the batches it learned from, both sides together.</param>
/// <param name="GeneratorFitness">Of the generator that the epoch ends with, against the neighbourhood it began with.</param>
/// <param name="DiscriminatorFitness">Of the discriminator that the epoch ends with.</param>
/// <param name="GeneratorLearningRate">At the end.</param>
/// <param name="DiscriminatorLearningRate">At the end.</param>
/// <param name="GeneratorFrom">Whose generator was trained on.</param>
/// <param name="DiscriminatorFrom">Whose discriminator was trained on.</param>
/// <param name="GeneratorReplaced">Whether the trained one took the place of the cell's.</param>
/// <param name="DiscriminatorReplaced">Whether the trained one took the place of the cell's.</param>
/// <param name="Seconds">How long the epoch took.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.row")]
public sealed record CellRow(
    long Epoch,
    CellPlace Place,
    double GeneratorLoss,
    double DiscriminatorLoss,
    double GeneratorFitness,
    double DiscriminatorFitness,
    double GeneratorLearningRate,
    double DiscriminatorLearningRate,
    CellPlace GeneratorFrom,
    CellPlace DiscriminatorFrom,
    bool GeneratorReplaced,
    bool DiscriminatorReplaced,
    double Seconds);

/// <summary>How a cell's neighbourhood makes items together. Distances are on the scale of the named extractor.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Place">The cell.</param>
/// <param name="Weights">One for each member of the neighbourhood, the cell first; their sum is 1.</param>
/// <param name="Kid">Kernel distance of the mixture.</param>
/// <param name="EvenKid">Kernel distance with equal weights.</param>
/// <param name="OwnKid">Kernel distance of the cell's own generator.</param>
/// <param name="Fid">Frechet distance of the mixture.</param>
/// <param name="OwnFid">Frechet distance of the cell's own generator.</param>
/// <param name="Extractor">What the distances are measured with.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.mixed")]
public sealed record CellMixture(
    long Epoch, CellPlace Place, ImmutableArray<double> Weights, double Kid, double EvenKid, double OwnKid, double Fid, double OwnFid, string Extractor);
