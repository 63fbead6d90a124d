using GanActors.Cells;
using GanActors.Networks;

namespace GanActors.Grains.Cells;

/// <summary>Both networks of a cell after so many epochs, whole.</summary>
internal sealed record CellState(long Epoch, Individual Generator, Individual Discriminator)
{
    /// <summary>What neighbours are shown.</summary>
    public CellSnapshot Shown(CellPlace place) => new(place, Epoch, Generator.Light(), Discriminator.Light());

    /// <summary>One of them.</summary>
    public Individual Of(NetworkRole role) => role == NetworkRole.Generator ? Generator : Discriminator;
}
