using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>Compares each evaluation with the best before it: by its FID, or of points by the share of high quality.</summary>
/// <param name="Spec">When it is to be told.</param>
/// <param name="State">What it remembers.</param>
internal sealed record QualityFall(AlarmSpec Spec, QualityFall.Memory State) : Detector<QualityFall.Memory>(Spec, State)
{
    /// <summary>What figures are taken for at least, so that one that is nothing can be compared, too.</summary>
    private const double Least = 1e-6;

    /// <inheritdoc/>
    public override double Severity => State.Figure is null ? double.NaN
        : (IsLessBetter ? Math.Max(State.Now, Least) / Math.Max(State.Best, Least) : Math.Max(State.Best, Least) / Math.Max(State.Now, Least)) / Spec.Bound;

    /// <inheritdoc/>
    public override string Words => Say($"the {(IsLessBetter ? "FID" : "share of points of high quality")} is {State.Now:0.###}, and the best was {State.Best:0.###}");

    private bool IsLessBetter => State.Figure == FigureNames.Fid;

    /// <inheritdoc/>
    public override Detector After(EvaluationReport report)
    {
        string? figure = FigureNames.Leading(report.Figures);
        if (figure is null || !double.IsFinite(report.Figures[figure]))
            return this;
        double now = report.Figures[figure];
        double best = State.Figure != figure ? now : figure == FigureNames.Fid ? Math.Min(State.Best, now) : Math.Max(State.Best, now);
        return this with { State = new Memory { Figure = figure, Now = now, Best = best } };
    }

    /// <summary>What it remembers: by which figure it goes, the last and the best.</summary>
    internal sealed record Memory
    {
        public string? Figure { get; init; }

        public double Now { get; init; }

        public double Best { get; init; }
    }
}
