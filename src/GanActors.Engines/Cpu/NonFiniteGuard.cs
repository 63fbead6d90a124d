using System.Collections.Immutable;
using System.Globalization;
using GanActors.Engines.Cpu.Memory;
using GanActors.Engines.Cpu.Stages;
using GanActors.Networks;

namespace GanActors.Engines.Cpu;

/// <summary>
/// Finds out where a number that is not finite came from, once a step has been stopped for it: only then is anything searched.
/// </summary>
internal sealed unsafe class NonFiniteGuard(NetworkPlan plan, ImmutableArray<Stage> stages, FloatBuffer weights, FloatBuffer gradients)
{
    /// <summary>Whether what training forwards have seen since the last step would leave all running statistics finite.</summary>
    public bool StatisticsAreFinite()
    {
        foreach (var stage in stages)
        {
            if (!stage.SeenStatisticsAreFinite)
                return false;
        }

        return true;
    }

    /// <summary>
    /// Where it arose: the first layer of the forward whose output is not finite, else the first layer of the way back whose gradient is not.
    /// </summary>
    /// <param name="step">Number of the step that is not taken.</param>
    /// <param name="tape">The last training forward, or null if another forward has come after it.</param>
    /// <param name="outputs">That forward's results.</param>
    /// <param name="given">The last gradient that was handed in.</param>
    /// <param name="norm">The norm of the gradients.</param>
    public NonFiniteException Explain(long step, Workspace? tape, float* outputs, Batch? given, double norm)
    {
        if (tape != null && InForward(step, tape, outputs) is { } onTheWay)
            return onTheWay;
        foreach (var stage in stages)
        {
            if (InWeights(step, stage) is { } inWeights)
                return inWeights;
        }

        foreach (var stage in stages)
        {
            if (!stage.SeenStatisticsAreFinite)
                return Stopped(stage, NonFiniteKind.Statistic, step, $"{Name(stage)} has seen a mean or a variance that is not finite");
        }

        if (given != null && FirstOf(given.Values.Span) is var at and >= 0)
        {
            return Stopped(
                null, NonFiniteKind.Gradient, step, $"the gradient of its output that it was given is not finite: {Word(given.Values.Span[at])} for item {at / given.Item.Size}");
        }

        for (int i = stages.Length - 1; i >= 0; i--)
        {
            foreach (var parameter in stages[i].Parameters)
            {
                var values = Place(parameter, gradients);
                if (FirstOf(values) is var first and >= 0)
                {
                    return Stopped(
                        stages[i],
                        NonFiniteKind.Gradient,
                        step,
                        $"{Name(stages[i])} is the first on the way back with a gradient that is not finite: {Word(values[first])} in that of {parameter.Plan.Name}");
                }
            }
        }

        var (largest, size) = Largest();
        return Stopped(
            largest,
            NonFiniteKind.Gradient,
            step,
            string.Create(CultureInfo.InvariantCulture, $"the gradients' norm is {norm:G3} (the largest, of {Name(largest)}, is {size:G3}), and its square is beyond single precision"));
    }

    private NonFiniteException? InForward(long step, Workspace tape, float* outputs)
    {
        var pass = tape.Pass;
        var input = new ReadOnlySpan<float>(tape.Input, pass.Items * plan.Input.Size);
        if (FirstOf(input) is var inInput and >= 0)
            return Stopped(null, NonFiniteKind.Input, step, $"its input is not finite: {Word(input[inInput])} in item {inInput / plan.Input.Size}");
        for (int i = 0; i < stages.Length; i++)
        {
            var stage = stages[i];
            var output = new ReadOnlySpan<float>(i == stages.Length - 1 ? outputs : tape.Output(i), (int)(pass.Items * stage.OutputSize));
            if (FirstOf(output) is var inOutput and >= 0)
            {
                return InWeights(step, stage)
                    ?? Stopped(stage, NonFiniteKind.Output, step, $"{Name(stage)} is the first whose output is not finite: {Word(output[inOutput])} for item {inOutput / stage.OutputSize}");
            }
        }

        return null;
    }

    private NonFiniteException? InWeights(long step, Stage stage)
    {
        foreach (var parameter in stage.Parameters)
        {
            var values = Place(parameter, weights);
            if (FirstOf(values) is var at and >= 0)
                return Stopped(stage, NonFiniteKind.Weight, step, $"{Name(stage)} holds {Word(values[at])} in {parameter.Plan.Name}");
        }

        return null;
    }

    private (Stage Stage, float Size) Largest()
    {
        var (found, size) = (stages[0], 0f);
        foreach (var stage in stages)
        {
            foreach (var parameter in stage.Parameters)
            {
                foreach (float gradient in Place(parameter, gradients))
                {
                    if (Math.Abs(gradient) > size)
                        (found, size) = (stage, Math.Abs(gradient));
                }
            }
        }

        return (found, size);
    }

    private NonFiniteException Stopped(Stage? stage, NonFiniteKind what, long step, string where)
    {
        string player = plan.Role == NetworkRole.Generator ? "generator" : "discriminator";
        string message = string.Create(CultureInfo.InvariantCulture, $"Step {step} of the {player} was not taken: {where}.");
        return new NonFiniteException(plan.Role, stage?.Plan.Index, what, step, message);
    }

    private static Span<float> Place(Parameter parameter, FloatBuffer buffer) => buffer.Span.Slice((int)parameter.Offset, (int)parameter.StoredSize);

    private static int FirstOf(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    private static string Name(Stage stage) => string.Create(CultureInfo.InvariantCulture, $"layer {stage.Plan.Index} ({LayerNames.Of(stage.Plan.Layer)})");

    private static string Word(float value) => float.IsNaN(value) ? "NaN" : value > 0 ? "+infinity" : "-infinity";
}
