using System.Collections.Immutable;

namespace GanActors.Datasets;

/// <summary>The best data set at hand.</summary>
/// <param name="Dataset">It, loaded.</param>
/// <param name="Reasons">Why it and none before it: a sentence for every data set that was tried, the chosen one last.</param>
public sealed record DatasetChoice(IDataset Dataset, ImmutableArray<string> Reasons);
