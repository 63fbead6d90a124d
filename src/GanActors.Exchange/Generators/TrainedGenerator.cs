using System.Collections.Immutable;
using System.Globalization;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Exchange;

/// <summary>A generator that is trained, and all that is needed to use it without the run it comes from.</summary>
/// <param name="Recipe">What it was trained by.</param>
/// <param name="RecipeYaml">The resolved recipe as it is kept in a file.</param>
/// <param name="Item">Shape of what it makes.</param>
/// <param name="Iteration">Iterations of the run when it was taken.</param>
/// <param name="Tensors">
/// Weights and running statistics under PyTorch's names; the moving average of a tensor, if one is kept, under <c>average.</c> and its name.
/// </param>
/// <param name="Classes">How many classes it can be asked for: each item of its noise must have one, <see cref="Batch.Classes"/>. 0 if it is not conditional.</param>
public sealed record TrainedGenerator(
    Recipe Recipe, string RecipeYaml, Shape Item, long Iteration, ImmutableArray<StateTensor> Tensors, int Classes = 0)
{
    /// <summary>Prefix of the names of averages.</summary>
    public const string AveragePrefix = "average.";

    /// <summary>Prefix of the names of an optimiser's moments, which a trained generator has no more use for.</summary>
    public const string OptimizerPrefix = "optimizer.";

    // Whatever trained it: neither moments nor averages are planned for what only looks.
    private static readonly OptimizerSpec NoOptimizer = new(OptimizerKind.Sgd);

    /// <summary>The generator of a run, of what its grain has handed out.</summary>
    public static TrainedGenerator Of(Recipe recipe, string recipeYaml, Shape item, long iteration, GeneratorWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new TrainedGenerator(
            recipe, recipeYaml, item, iteration,
            [.. weights.Tensors.Select(tensor => new StateTensor(tensor.Name, tensor.Values.Item, tensor.Values.Values))],
            weights.Classes);
    }

    /// <summary>Whether it has a moving average of its weights.</summary>
    public bool HasAverage => Tensors.Any(tensor => tensor.Name.StartsWith(AveragePrefix, StringComparison.Ordinal));

    /// <summary>The average where there is one, else the weights that trained: what is meant when nothing is said.</summary>
    public WeightsKind BestWeights => HasAverage ? WeightsKind.Average : WeightsKind.Current;

    /// <summary>Layers and shapes.</summary>
    /// <exception cref="ExchangeException">The recipe's generator does not make such items.</exception>
    public NetworkPlan Plan()
    {
        try
        {
            return (Recipe with { Generator = Recipe.Generator with { Optimizer = NoOptimizer, Average = null } }).PlanGenerator(Item, Classes);
        }
        catch (NetworkShapeException error)
        {
            throw new ExchangeException(null, $"the recipe's generator does not make items of {Item}: {error.Message}", error);
        }
    }

    /// <summary>The tensors of one kind of weights, under PyTorch's names alone. What has no average, such as running statistics, is as it is.</summary>
    /// <exception cref="ExchangeException">The average is wanted, and there is none.</exception>
    public ImmutableArray<StateTensor> Weights(WeightsKind kind)
    {
        if (kind == WeightsKind.Average && !HasAverage)
            throw new ExchangeException(null, "no moving average of the weights was kept; take the current ones, or train with generator.ema");
        var averages = Tensors.Where(tensor => tensor.Name.StartsWith(AveragePrefix, StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Name[AveragePrefix.Length..], StringComparer.Ordinal);
        return
        [
            .. Tensors.Where(tensor => !tensor.Name.StartsWith(AveragePrefix, StringComparison.Ordinal))
                .Select(tensor => kind == WeightsKind.Average && averages.TryGetValue(tensor.Name, out var average) ? average with { Name = tensor.Name } : tensor),
        ];
    }

    /// <summary>The generator with one kind of weights and no other.</summary>
    /// <exception cref="ExchangeException">The average is wanted, and there is none.</exception>
    public TrainedGenerator Only(WeightsKind kind) => this with { Tensors = Weights(kind) };

    /// <summary>Puts the generator on a device, to look with.</summary>
    /// <param name="device">Where it shall live.</param>
    /// <param name="kind">With which weights.</param>
    /// <exception cref="ExchangeException">Tensors are missing, unknown or misshapen, the average is wanted and there is none, or the device
    /// cannot run a layer.</exception>
    public INetwork Build(IDevice device, WeightsKind kind)
    {
        ArgumentNullException.ThrowIfNull(device);
        var given = Weights(kind).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        INetwork? network = null;
        try
        {
            var plan = Plan();
            CheckRoom(plan, given);
            network = device.Create(plan, batch: 1, Recipe.Run.Seed);
            var tensors = ImmutableArray.CreateBuilder<StateTensor>();
            foreach (var expected in network.Save().Tensors)
            {
                if (given.Remove(expected.Name, out var tensor))
                    tensors.Add(Fitting(tensor, expected.Shape));
                else if (expected.Name.StartsWith(OptimizerPrefix, StringComparison.Ordinal))
                    tensors.Add(expected);
                else
                    throw new ExchangeException(null, $"has no tensor '{expected.Name}', which the generator of {Recipe.Name} needs");
            }

            if (given.Count > 0)
            {
                string unknown = HeaderParser.Shown(given.Keys.Order(StringComparer.Ordinal).First());
                throw new ExchangeException(null, $"has a tensor {unknown}, which the generator of {Recipe.Name} has not");
            }

            network.Load(new NetworkState(tensors.ToImmutable(), Steps: 0));
            return network;
        }
        catch (NotSupportedException error)
        {
            throw new ExchangeException(null, error.Message, error);
        }
        catch
        {
            network?.Dispose();
            throw;
        }
    }

    // Nothing is built that the file does not fill: a recipe of a few words may speak of a network of a gigabyte.
    private void CheckRoom(NetworkPlan plan, Dictionary<string, StateTensor> given)
    {
        foreach (var parameter in plan.Layers.SelectMany(layer => layer.Parameters))
        {
            if (!given.TryGetValue(parameter.Name, out var tensor))
                throw new ExchangeException(null, $"has no tensor '{parameter.Name}', which the generator of {Recipe.Name} needs");
            Fitting(tensor, parameter.Shape);
        }

        long between = plan.Layers.Sum(layer => (long)layer.Output.Size);
        if (between > GeneratedItems.MostBetweenLayers)
        {
            throw new ExchangeException(null, string.Create(
                CultureInfo.InvariantCulture,
                $"its recipe makes {between} numbers between the layers for a single item; at most {GeneratedItems.MostBetweenLayers} are made"));
        }
    }

    private StateTensor Fitting(StateTensor tensor, Shape shape) => tensor.Shape == shape && tensor.Values.Length == shape.Size
        ? tensor
        : throw new ExchangeException(null, $"tensor '{tensor.Name}' is {tensor.Shape}, but the generator of {Recipe.Name} has {shape} there");
}
