using System.Collections.Immutable;
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
        var finding = new NonFiniteFinding(plan, step);
        if (tape != null && InForward(finding, tape, outputs) is { } onTheWay)
            return onTheWay;
        foreach (var stage in stages)
        {
            if (InWeights(finding, stage) is { } inWeights)
                return inWeights;
        }

        foreach (var stage in stages)
        {
            if (!stage.SeenStatisticsAreFinite)
                return finding.InStatistic(stage.Plan);
        }

        if (finding.InGiven(given) is { } inGiven)
            return inGiven;
        for (int i = stages.Length - 1; i >= 0; i--)
        {
            foreach (var parameter in stages[i].Parameters)
            {
                if (finding.InGradient(stages[i].Plan, parameter.Plan, Place(parameter, gradients)) is { } inGradient)
                    return inGradient;
            }
        }

        var (largest, size) = Largest();
        return finding.InSquare(norm, largest.Plan, size);
    }

    private NonFiniteException? InForward(NonFiniteFinding finding, Workspace tape, float* outputs)
    {
        var pass = tape.Pass;
        if (finding.InInput(new ReadOnlySpan<float>(tape.Input, pass.Items * plan.Input.Size)) is { } inInput)
            return inInput;
        for (int i = 0; i < stages.Length; i++)
        {
            var stage = stages[i];
            var output = new ReadOnlySpan<float>(i == stages.Length - 1 ? outputs : tape.Output(i), (int)(pass.Items * stage.OutputSize));
            if (finding.InOutput(stage.Plan, (int)stage.OutputSize, output) is { } inOutput)
                return InWeights(finding, stage) ?? inOutput;
        }

        return null;
    }

    private NonFiniteException? InWeights(NonFiniteFinding finding, Stage stage)
    {
        foreach (var parameter in stage.Parameters)
        {
            if (finding.InWeight(stage.Plan, parameter.Plan, Place(parameter, weights)) is { } inWeight)
                return inWeight;
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

    private static Span<float> Place(Parameter parameter, FloatBuffer buffer) => buffer.Span.Slice((int)parameter.Offset, (int)parameter.StoredSize);
}
