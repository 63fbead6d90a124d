using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GanActors.Reports.Html;
using GanActors.Sweeps;

namespace GanActors.Reports.Sweeps;

/// <summary>An axis for each key of the space and one for the objective, and a line across them for each configuration that has reported.</summary>
internal static class ParallelCoordinates
{
    private const int MostAxes = 12, MostWords = 8;
    private const double Width = 1000, Height = 320, Left = 70, Right = 70, Top = 44, Bottom = 40;

    // A key that is not varied in a configuration has its place below the axis.
    private const double Absent = Height - 14;

    /// <summary>Appends the plot.</summary>
    /// <param name="html">The page.</param>
    /// <param name="sweep">What is drawn.</param>
    /// <param name="keys">The keys, those that count most first: if there are too many, the others are left out.</param>
    public static void Write(StringBuilder html, SweepRecord sweep, ImmutableArray<string> keys)
    {
        var trials = sweep.Board.Where(trial => trial.Latest is not null).ToArray();
        Axis[] axes =
        [
            .. sweep.Spec.Space.Parameters.Select(parameter => parameter.Key).Distinct().Where(keys.Take(MostAxes).Contains)
                .Select(key => KeyAxis(sweep.Spec.Space, key)),
            ObjectiveAxis(sweep.Spec.Objective, [.. trials.Select(trial => trial.Latest!.Objective)]),
        ];
        double X(int axis) => Left + (axis * (Width - Left - Right) / (axes.Length - 1));
        double Y(double place) => Height - Bottom - (place * (Height - Top - Bottom));

        html.Append("<figure class=\"plot wide\"><div class=\"legend\">");
        foreach (var (kind, name) in (ReadOnlySpan<(string, string)>)[("best", "the best tenth"), ("q1", "to the best third"), ("q2", "to the best two thirds"), ("given-up", "the rest")])
            html.Append(CultureInfo.InvariantCulture, $"<span><i class=\"{kind}\"></i>{name}</span>");
        html.Append(CultureInfo.InvariantCulture, $"</div><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>{trials.Length} configurations across {axes.Length} axes</title>");
        // The best on top of the others.
        for (int rank = trials.Length - 1; rank >= 0; rank--)
        {
            double share = rank / (double)trials.Length;
            string kind = rank == 0 || share < 0.1 ? "best" : share < 1 / 3.0 ? "q1" : share < 2 / 3.0 ? "q2" : "given-up";
            string points = string.Join(' ', axes.Select((axis, i) =>
                string.Create(CultureInfo.InvariantCulture, $"{X(i):0.#},{(axis.Place(trials[rank]) is { } place ? Y(Math.Clamp(place, 0, 1)) : Absent):0.#}")));
            string words = string.Create(CultureInfo.InvariantCulture, $"{rank + 1}. trial {trials[rank].Number}: {sweep.Spec.Objective.Metric} {trials[rank].Latest!.Objective:G4}; {trials[rank].Configuration}");
            html.Append(CultureInfo.InvariantCulture, $"<polyline class=\"trial {kind}\" points=\"{points}\"><title>{HtmlText.Of(ForeignText.Short(words, ForeignText.LongestSaying))}</title></polyline>");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"{X(i):0.#}\" x2=\"{X(i):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
            // Neighbours' names would run into each other on one line.
            html.Append(CultureInfo.InvariantCulture, $"<text class=\"name\" x=\"{X(i):0.#}\" y=\"{(i % 2 == 0 ? 14 : 32)}\" text-anchor=\"middle\">{HtmlText.Of(axes[i].Name)}</text>");
            foreach (var (place, label) in axes[i].Ticks)
                html.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i) + 5:0.#}\" y=\"{Y(place) + 4:0.#}\">{HtmlText.Of(ForeignText.Short(label, 24))}</text>");
            if (axes[i].MayBeAbsent)
                html.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i) + 5:0.#}\" y=\"{Absent + 4}\">not varied</text>");
        }

        html.Append("</svg></figure>\n");
    }

    private sealed record Axis(string Name, bool MayBeAbsent, ImmutableArray<(double Place, string Label)> Ticks, Func<Trial, double?> Place);

    private static Axis KeyAxis(SearchSpace space, string key)
    {
        var parameters = space.Parameters.Where(parameter => parameter.Key == key).ToArray();
        bool absent = parameters.All(parameter => parameter.When is not null);
        string name = ShortKey(key);
        string? Value(Trial trial) => trial.Configuration.Settings.FirstOrDefault(setting => setting.Key == key)?.Value;
        if (parameters.Any(parameter => parameter.Distribution is ChoiceDistribution))
        {
            string[] values = [.. parameters.SelectMany(parameter => parameter.Distribution is ChoiceDistribution choice ? choice.Values : []).Distinct()];
            double At(int index) => values.Length == 1 ? 0.5 : index / (values.Length - 1.0);
            return new Axis(
                name,
                absent,
                [.. values.Select((value, i) => (At(i), value)).Where((_, i) => values.Length <= MostWords || i == 0 || i == values.Length - 1)],
                trial => Array.IndexOf(values, Value(trial)) is >= 0 and var index ? At(index) : null);
        }

        var bounds = parameters.Select(parameter => parameter.Distribution switch
        {
            LogUniformDistribution range => new PlotScale(range.Low, range.High, true),
            UniformDistribution range => new PlotScale(range.Low, range.High),
            IntegerDistribution range => new PlotScale(range.Low, range.High),
            _ => throw new NotSupportedException($"No distribution {parameter.Distribution}."),
        }).ToArray();
        var scale = new PlotScale(bounds.Min(bound => bound.Low), bounds.Max(bound => bound.High), bounds.All(bound => bound.Logarithmic));
        return new Axis(
            name, absent, Ends(scale), trial => double.TryParse(Value(trial), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? scale.Place(number) : null);
    }

    // Better is higher.
    private static Axis ObjectiveAxis(ObjectiveSpec objective, double[] values)
    {
        double low = values.Min(), high = values.Max();
        var scale = new PlotScale(low, high > low ? high : low + Math.Max(Math.Abs(low), 1e-9), ObjectivePlots.IsWide(values));
        double Up(double place) => objective.Minimize ? 1 - place : place;
        return new Axis(objective.Metric, false, [.. Ends(scale).Select(tick => (Up(tick.Place), tick.Label))], trial => Up(scale.Place(trial.Latest!.Objective)));
    }

    private static ImmutableArray<(double Place, string Label)> Ends(PlotScale scale)
    {
        // Round figures between the ends only where they do not run into these.
        var between = scale.Ticks(3).Select(tick => (Place: scale.Place(tick), Label: PlotScale.Label(tick))).Where(tick => tick.Place is > 0.12 and < 0.88);
        return [(0, PlotScale.Label(scale.Low)), .. between, (1, PlotScale.Label(scale.High))];
    }

    /// <summary><c>generator.optimizer.lr</c> is <c>G lr</c> to those who look at many.</summary>
    private static string ShortKey(string key)
    {
        string[] parts = key.Split('.');
        string owner = parts[0] switch { "generator" => "G ", "discriminator" => "D ", _ => "" };
        return ForeignText.Short(parts.Length == 1 ? key : owner.Length > 0 ? owner + parts[^1] : $"{parts[0]} {parts[^1]}", 28);
    }
}
