using System.Globalization;
using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>
/// What is said of a step that was not taken. Each method looks at one thing and says nothing, null, if all of it is finite.
/// </summary>
/// <param name="plan">The network.</param>
/// <param name="step">Number of the step.</param>
internal readonly struct NonFiniteFinding(NetworkPlan plan, long step)
{
    public NonFiniteException? InInput(ReadOnlySpan<float> input) => FirstOf(input) is var at and >= 0
        ? Stopped(null, NonFiniteKind.Input, $"its input is not finite: {Word(input[at])} in item {at / plan.Input.Size}")
        : null;

    public NonFiniteException? InOutput(LayerPlan layer, int itemSize, ReadOnlySpan<float> output) => FirstOf(output) is var at and >= 0
        ? Stopped(layer, NonFiniteKind.Output, $"{Name(layer)} is the first whose output is not finite: {Word(output[at])} for item {at / itemSize}")
        : null;

    public NonFiniteException? InWeight(LayerPlan layer, ParameterPlan parameter, ReadOnlySpan<float> values) => FirstOf(values) is var at and >= 0
        ? Stopped(layer, NonFiniteKind.Weight, $"{Name(layer)} holds {Word(values[at])} in {parameter.Name}")
        : null;

    public NonFiniteException InStatistic(LayerPlan layer) =>
        Stopped(layer, NonFiniteKind.Statistic, $"{Name(layer)} has seen a mean or a variance that is not finite");

    public NonFiniteException? InGiven(Batch? given)
    {
        if (given == null || FirstOf(given.Values.Span) is not (var at and >= 0))
            return null;
        return Stopped(
            null, NonFiniteKind.Gradient, $"the gradient of its output that it was given is not finite: {Word(given.Values.Span[at])} for item {at / given.Item.Size}");
    }

    public NonFiniteException? InGradient(LayerPlan layer, ParameterPlan parameter, ReadOnlySpan<float> gradient) => FirstOf(gradient) is var at and >= 0
        ? Stopped(
            layer,
            NonFiniteKind.Gradient,
            $"{Name(layer)} is the first on the way back with a gradient that is not finite: {Word(gradient[at])} in that of {parameter.Name}")
        : null;

    /// <summary>All gradients are finite, but not the squares that the optimiser keeps.</summary>
    /// <param name="norm">The norm of the gradients.</param>
    /// <param name="largest">The layer with the largest.</param>
    /// <param name="size">The largest.</param>
    public NonFiniteException InSquare(double norm, LayerPlan largest, float size) => Stopped(
        largest,
        NonFiniteKind.Gradient,
        string.Create(CultureInfo.InvariantCulture, $"the gradients' norm is {norm:G3} (the largest, of {Name(largest)}, is {size:G3}), and its square is beyond single precision"));

    private NonFiniteException Stopped(LayerPlan? layer, NonFiniteKind what, string where)
    {
        string player = plan.Role == NetworkRole.Generator ? "generator" : "discriminator";
        string message = string.Create(CultureInfo.InvariantCulture, $"Step {step} of the {player} was not taken: {where}.");
        return new NonFiniteException(plan.Role, layer?.Index, what, step, message);
    }

    private static int FirstOf(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    private static string Name(LayerPlan layer) => string.Create(CultureInfo.InvariantCulture, $"layer {layer.Index} ({LayerNames.Of(layer.Layer)})");

    private static string Word(float value) => float.IsNaN(value) ? "NaN" : value > 0 ? "+infinity" : "-infinity";
}
