using GanActors.Cells;

namespace GanActors.Grains.Cells;

/// <summary>What a cell knows beside its networks: the state that is kept in its checkpoints' manifests.</summary>
/// <param name="Data">What it learns from, in words, so that it is not resumed on other data.</param>
/// <param name="RealBatches">Real batches drawn.</param>
/// <param name="GeneratorLearningRate">Of the generator's next step.</param>
/// <param name="DiscriminatorLearningRate">Of the discriminator's next step.</param>
/// <param name="Row">The figures of the last epoch; null before there is one.</param>
/// <param name="Mixture">The newest mixture weights; null before there are any.</param>
internal sealed record CellMemory(
    string Data, long RealBatches, float GeneratorLearningRate, float DiscriminatorLearningRate, CellRow? Row, CellMixture? Mixture);
