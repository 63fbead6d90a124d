using System.Collections.Immutable;
using System.Globalization;
using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class ImportanceTests
{
    private static readonly SearchSpace Space = new([
        new("slope", new LogUniformDistribution(1e-5, 1e-1)),
        new("valley", new UniformDistribution(-1, 1)),
        new("nothing", new UniformDistribution(0, 1)),
        new("kind", new ChoiceDistribution(["good", "bad", "middling"])),
        new("only_if_bad", new UniformDistribution(0, 1), new Condition(3, 1)),
    ]);

    [Fact]
    public void What_the_loss_follows_is_important_and_what_it_does_not_is_not()
    {
        Assert.Equal((1, 1), (Rounded(Of(values => values[0]), 0).Share, Rounded(Of(values => values[0]), 0).Trend!.Value));
        var all = Of(values => Math.Log(values[0]) * 0.2 + (values[1] * values[1] * 3));
        Assert.InRange(all[0].Share, 0.1, 0.6);
        Assert.InRange(all[0].Trend!.Value, 0.3, 0.8);
        // A valley has no trend, but it is seen.
        Assert.InRange(all[1].Share, 0.4, 0.9);
        Assert.InRange(all[1].Trend!.Value, -0.2, 0.2);
        Assert.InRange(all[2].Share, 0, 0.05);
    }

    [Fact]
    public void A_choice_is_judged_by_its_values_and_has_no_trend()
    {
        var all = Of(values => values[3] == 0 ? 1 : values[3] == 1 ? 3 : 2);
        Assert.Equal(1, all[3].Share, 1e-9);
        Assert.Null(all[3].Trend);
    }

    [Fact]
    public void A_conditional_parameter_is_judged_where_it_is_varied()
    {
        var all = Of(values => values[3] == 1 ? values[4] : 0);
        Assert.InRange(all[4].Configurations, 40, 100);
        Assert.InRange(all[4].Share, 0.9, 1);
    }

    [Fact]
    public void Chance_explains_nothing_on_the_average()
    {
        double[] shares = [.. Enumerable.Range(0, 50).Select(seed => Of(_ => new Random(seed).NextDouble(), trials: 27, seed: (ulong)seed)[2].Share)];
        Assert.InRange(shares.Average(), 0, 0.08);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_the_worst_and_few_results_say_nothing()
    {
        Assert.Equal(Of(values => values[0] > 1e-3 ? 10 : values[0]), Of(values => values[0] > 1e-3 ? double.NaN : values[0]));
        Assert.All(Importance.Of(Space, []), one => Assert.Equal((0, 0), (one.Share, one.Configurations)));
        Assert.All(Of(values => values[0], trials: 1), one => Assert.Equal(0, one.Share));
        Assert.All(Of(_ => 1), one => Assert.Equal(0, one.Share));
    }

    private static ParameterImportance Rounded(ImmutableArray<ParameterImportance> all, int parameter) =>
        all[parameter] with { Share = Math.Round(all[parameter].Share), Trend = Math.Round(all[parameter].Trend!.Value, 9) };

    private static ImmutableArray<ParameterImportance> Of(Func<double[], double> loss, int trials = 200, ulong seed = 1)
    {
        var course = Course.Play(Schedulers.Of(Sweeps.Of(new SearchSpec(new RandomSamplerSpec()), trials, 1, Space, seed)), _ => 0);
        return Importance.Of(Space, [.. course.Work.Select(work => (work.Configuration, loss(Values(work.Configuration))))]);
    }

    private static double[] Values(Configuration configuration)
    {
        double[] values = new double[Space.Parameters.Length];
        foreach (var setting in configuration.Settings)
        {
            values[setting.Parameter] = Space.Parameters[setting.Parameter].Distribution is ChoiceDistribution choice
                ? choice.Values.IndexOf(setting.Value)
                : double.Parse(setting.Value, CultureInfo.InvariantCulture);
        }

        return values;
    }
}
