using GanActors.Cells;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Cells;

/// <summary>
/// A neighbourhood's networks as they were when an epoch began, frozen: the cell's own first. They are planned without moments and averages, for they only look
/// and let gradients through.
/// </summary>
internal sealed class SubPopulation : IDisposable
{
    private static readonly OptimizerSpec NoOptimizer = new(OptimizerKind.Sgd);

    private readonly List<INetwork> _generators = [], _discriminators = [];
    private readonly Func<INetwork> _makeGenerator, _makeDiscriminator;

    /// <summary>An empty one; networks are built when they are first needed.</summary>
    public SubPopulation(IDevice device, Recipe recipe, Shape item, int part)
    {
        var frozen = recipe with { Generator = Frozen(recipe.Generator), Discriminator = Frozen(recipe.Discriminator) };
        _makeGenerator = () => device.Create(frozen.PlanGenerator(item), recipe.Batch, recipe.Run.Seed);
        _makeDiscriminator = () => device.Create(frozen.PlanDiscriminator(item), part, recipe.Run.Seed);
    }

    /// <summary>The generators.</summary>
    public IReadOnlyList<IFrozenNetwork> Generators { get; private set; } = [];

    /// <summary>The discriminators.</summary>
    public IReadOnlyList<IFrozenNetwork> Discriminators { get; private set; } = [];

    /// <summary>Becomes what the members show.</summary>
    public void Load(IReadOnlyList<CellSnapshot> members)
    {
        while (_generators.Count < members.Count)
        {
            _generators.Add(_makeGenerator());
            _discriminators.Add(_makeDiscriminator());
        }

        for (int i = 0; i < members.Count; i++)
        {
            _generators[i].Load(members[i].Generator.State());
            _discriminators[i].Load(members[i].Discriminator.State());
        }

        Generators = _generators[..members.Count];
        Discriminators = _discriminators[..members.Count];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var network in _generators.Concat(_discriminators))
            network.Dispose();
    }

    private static NetworkSpec Frozen(NetworkSpec spec) => spec with { Optimizer = NoOptimizer, Average = null };
}
