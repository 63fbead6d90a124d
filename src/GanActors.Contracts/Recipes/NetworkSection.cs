using System.Collections.Immutable;
using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>What a recipe says of one of the two networks, being read.</summary>
internal sealed class NetworkSection
{
    private static readonly string[] SharedKeys = ["layers", "optimizer", "init", "conv"];
    private static readonly string[] GeneratorKeys = ["ema"];
    private static readonly string[] DiscriminatorKeys = ["clip_weights", "pack"];

    private readonly NetworkRole _role;
    private readonly Section _section;
    private readonly string _example;
    private readonly YamlNode _node;
    private ImmutableArray<Layer> _written = [];

    private NetworkSection(NetworkRole role, Section section, YamlNode node, string example)
    {
        _role = role;
        _section = section;
        _node = node;
        _example = example;
    }

    /// <summary>Opens a network's part of a recipe and checks its keys.</summary>
    public static NetworkSection Open(Section recipe, NetworkRole role)
    {
        bool generates = role == NetworkRole.Generator;
        string name = generates ? "generator" : "discriminator";
        string example = generates
            ? "generator: { layers: [ { dense: 128 }, { leaky_relu: 0.2 }, { dense: 784 }, tanh ] }"
            : "discriminator: { layers: [ flatten, { dense: 128 }, { leaky_relu: 0.2 }, { dense: 1 } ] }";
        var (own, others) = generates ? (GeneratorKeys, DiscriminatorKeys) : (DiscriminatorKeys, GeneratorKeys);
        var node = recipe.Required(name, example);
        if (node is YamlMap map && map.Entries.FirstOrDefault(entry => others.Contains(entry.Key)) is { } misplaced)
        {
            string other = generates ? "discriminator" : "generator";
            throw new RecipeException(misplaced.KeyPosition, $"{name}.{misplaced.Key}", $"is for the {other} only; remove it, or move it there");
        }

        return new NetworkSection(role, Section.Open(node, name, recipe.Position, [.. SharedKeys, .. own]), node, example);
    }

    /// <summary>The layers as they were written, once it has been read.</summary>
    public ImmutableArray<Layer> Written => _written;

    /// <summary>Reads it.</summary>
    /// <param name="batch">Items of a batch, which packs must divide.</param>
    /// <param name="conditional">How classes enter the network; null if they do not.</param>
    public NetworkSpec Read(int batch, ConditionalSection? conditional)
    {
        var layers = _written = ReadLayers();
        if (_role == NetworkRole.Discriminator && layers[^1] is Sigmoid)
        {
            throw new RecipeException(
                LayerPosition(layers.Length - 1),
                LayerKey(layers.Length - 1),
                "a discriminator ends in its logit, and the loss takes the sigmoid; remove this layer");
        }

        if (conditional is null && layers.IndexOf(layers.FirstOrDefault(layer => layer is ClassInput)!) is var given and >= 0)
        {
            throw new RecipeException(
                LayerPosition(given), $"{LayerKey(given)}.{LayerNames.Of(layers[given])}", "the recipe is not conditional; write conditional: true, or remove this layer");
        }

        int pack = _section.Whole("pack", 1, 1, RecipeLimits.Pack);
        if (batch % pack != 0)
        {
            string rest = string.Create(CultureInfo.InvariantCulture, $"a batch of {batch} does not divide into packs of {pack}");
            throw _section.Wrong("pack", $"{rest}; write a divisor of the batch, or another batch");
        }

        if (conditional is not null && pack > 1)
            throw _section.Wrong("pack", "items that are judged together would have several classes; a conditional discriminator judges each alone: write 1");

        return new NetworkSpec(
            conditional?.Into(_role, layers) ?? layers,
            OptimizerSection.Read(_section.Open("optimizer", OptimizerKeys.All)),
            _section.Choice("init", Initializer.PyTorch, RecipeWords.Initializers),
            _section.Choice("conv", ConvolutionKind.Fast, RecipeWords.Convolutions),
            ReadAverage(),
            _section.Number("clip_weights", 0f, NumberRange.Between(0, RecipeLimits.Clip)),
            pack);
    }

    /// <summary>Refuses layers behind which an item has no gradient of its own, as a penalty on it needs.</summary>
    public void RequireItemGradients()
    {
        for (int i = 0; i < _written.Length; i++)
        {
            if (ItemGradients.Refusal(_written[i]) is { } refusal)
                throw new RecipeException(LayerPosition(i), $"{LayerKey(i)}.{LayerNames.Of(_written[i])}", $"{refusal}, or write penalty: none");
        }
    }

    private ImmutableArray<Layer> ReadLayers()
    {
        string path = _section.KeyOf("layers");
        var items = YamlValues.List(
            _section.Required("layers", _example),
            path,
            1,
            NetworkLimits.Layers,
            string.Create(CultureInfo.InvariantCulture, $"a list of 1 to {NetworkLimits.Layers} layers"));
        var layers = ImmutableArray.CreateBuilder<Layer>(items.Length);
        for (int i = 0; i < items.Length; i++)
            layers.Add(LayerForms.Read(items[i], LayerKey(i)));
        return layers.MoveToImmutable();
    }

    private AverageSpec? ReadAverage()
    {
        if (_section["ema"] is not { } node || node.IsNone)
            return null;
        var average = node is YamlScalar { IsNull: false }
            ? Section.OfShorthand(node, _section.KeyOf("ema"), "decay")
            : _section.Open("ema", "decay", "ramp_up");
        var defaults = new AverageSpec();
        return new AverageSpec(
            average.Number("decay", defaults.Decay, NumberRange.Below(0, 1)),
            average.Number("ramp_up", defaults.RampUp, NumberRange.Between(1, RecipeLimits.RampUp)));
    }

    private string LayerKey(int index) => string.Create(CultureInfo.InvariantCulture, $"{_section.KeyOf("layers")}[{index}]");

    private RecipePosition LayerPosition(int index) =>
        _node is YamlMap map && map["layers"] is YamlList list ? list.Items[index].Position : _node.Position;
}
