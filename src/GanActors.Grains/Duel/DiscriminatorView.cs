using GanActors.Duel;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel;

/// <summary>
/// What the discriminator is shown of a batch: with instance noise on it, and so many items together as the recipe packs (PacGAN: Lin et
/// al., 2018). Items that follow each other in memory are a pack's channels one after another, so packing copies nothing.
/// </summary>
internal sealed class DiscriminatorView
{
    private readonly InstanceNoise? _onReal, _onFakes;
    private readonly Shape _item, _packed;
    private readonly bool _packs;

    /// <summary>For items of shape <paramref name="item"/>.</summary>
    public DiscriminatorView(Recipe recipe, Shape item)
    {
        _item = item;
        _packed = recipe.Packed(item);
        _packs = recipe.Discriminator.Pack > 1;
        if (recipe.InstanceNoise is { } noise)
        {
            _onReal = new InstanceNoise(noise, recipe.Run.Seed, Side.Real, recipe.Batch, item);
            _onFakes = new InstanceNoise(noise, recipe.Run.Seed, Side.Fake, recipe.Batch, item);
        }
    }

    /// <summary>What it is shown of real items; it stands until the next.</summary>
    public Batch OfReal(Batch items, Turn turn) => Packed(_onReal?.On(items, turn) ?? items);

    /// <summary>What it is shown of fakes; it stands until the next.</summary>
    public Batch OfFakes(Batch items, Turn turn) => Packed(_onFakes?.On(items, turn) ?? items);

    /// <summary>The gradient with respect to what it was shown, item by item again.</summary>
    public Batch Feedback(Batch gradient) => _packs ? gradient.As(_item) : gradient;

    private Batch Packed(Batch items) => _packs ? items.As(_packed) : items;
}
