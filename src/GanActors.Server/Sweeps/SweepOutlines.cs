using GanActors.Client;
using GanActors.Sweeps;

namespace GanActors.Server.Sweeps;

/// <summary>What a sweep varies and wants, as the API shows it.</summary>
internal static class SweepOutlines
{
    /// <summary>That of a sweep.</summary>
    public static SweepOutline Of(SweepSpec spec) => new(
        spec.Objective.Metric, spec.Objective.Minimize, spec.Objective.Seeds, SchedulerWords.Of(spec.Scheduler), Rungs(spec.Scheduler), spec.Budget.Trials, spec.Budget.Iterations,
        [.. spec.Space.Parameters.Select(Parameter)]);

    private static IReadOnlyList<long> Rungs(SchedulerSpec scheduler) => scheduler is HalvingSpec halving ? [.. halving.Rungs] : [];

    private static ParameterView Parameter(Parameter parameter) => parameter.Distribution switch
    {
        UniformDistribution uniform => new(parameter.Key, "uniform", uniform.Low, uniform.High, []),
        LogUniformDistribution uniform => new(parameter.Key, "loguniform", uniform.Low, uniform.High, []),
        IntegerDistribution integer => new(parameter.Key, "int", integer.Low, integer.High, []),
        ChoiceDistribution choice => new(parameter.Key, "choice", null, null, [.. choice.Values]),
        _ => new(parameter.Key, "choice", null, null, []),
    };
}
