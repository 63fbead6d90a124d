using System.Collections.Immutable;
using GanActors.Duel;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Cells;

/// <summary>Measures mixtures of generators for the cells of a run, on a lane that no network trains on. Its key is the run's id.</summary>
[Alias("gan.cells.mixtures")]
public interface IMixtureGrain : IGrainWithStringKey
{
    /// <summary>Searches for weights.</summary>
    /// <exception cref="NotSupportedException">The data are no images.</exception>
    [Alias("search")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task<CellMixture> Search(MixtureOrder order);

    /// <summary>Frees what is kept.</summary>
    [Alias("release")]
    [ResponseTimeout(NetworkTimeouts.Prepare)]
    Task Release();
}

/// <summary>What to mix.</summary>
/// <param name="Recipe">The cell's recipe, with its seed.</param>
/// <param name="Item">Shape of an item.</param>
/// <param name="Spec">How to search.</param>
/// <param name="Generators">The neighbourhood's, the cell's own first.</param>
/// <param name="Weights">Where the search begins.</param>
/// <param name="Epoch">Epochs done.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.mixture-order")]
public sealed record MixtureOrder(
    Recipe Recipe, Shape Item, MixtureSpec Spec, ImmutableArray<CellSnapshot> Generators, ImmutableArray<double> Weights, long Epoch);
