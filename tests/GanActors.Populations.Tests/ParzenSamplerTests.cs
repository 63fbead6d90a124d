using System.Globalization;
using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class ParzenSamplerTests(ITestOutputHelper output)
{
    private const int Seeds = 20, Trials = 60;

    [Theory]
    [InlineData("branin", 2, 0.397887)]
    [InlineData("hartmann", 6, -3.32237)]
    public void It_beats_random_search(string name, int dimensions, double minimum)
    {
        double[] random = Best(name, dimensions, new RandomSamplerSpec()), parzen = Best(name, dimensions, new TpeSamplerSpec());
        double parzenMedian = Median.OfSorted([.. parzen.Order()]), randomMedian = Median.OfSorted([.. random.Order()]);
        int wins = random.Zip(parzen).Count(pair => pair.Second < pair.First);
        output.WriteLine(
            $"{name}, {Trials} trials, {Seeds} seeds: medians {parzenMedian:F4} of TPE, {randomMedian:F4} of random search; "
                + $"TPE better {wins} times; least {minimum}");
        Assert.InRange(wins, 15, Seeds);
        Assert.True(parzenMedian - minimum < 0.5 * (randomMedian - minimum));
    }

    [Fact]
    public void It_finds_the_branch_that_is_good_and_the_number_within_it()
    {
        var space = new SearchSpace([
            new("kind", new ChoiceDistribution(["good", "bad", "worse", "worst"])),
            new("good", new LogUniformDistribution(1e-6, 1), new Condition(0, 0)),
            new("steps", new IntegerDistribution(1, 50)),
        ]);
        var course = Course.Play(Schedulers.Of(Sweeps.Of(new SearchSpec(new TpeSamplerSpec()), 100, 1, space)), work =>
        {
            var settings = work.Configuration.Settings;
            double steps = Math.Abs(Number(settings[^1]) - 30) / 10;
            return settings.Length == 2 ? 10 + steps : Math.Abs(Math.Log10(Number(settings[1])) + 2) + steps;
        });
        var late = course.Work.Skip(50).Select(work => work.Configuration.Settings).ToList();
        Assert.InRange(late.Count(settings => settings.Length == 3), 40, 50);
        Assert.InRange(late.Count(settings => settings.Length == 3 && Number(settings[1]) is > 1e-3 and < 1e-1), 25, 50);
        Assert.InRange(late.Count(settings => Number(settings[^1]) is >= 20 and <= 40), 30, 50);
    }

    [Fact]
    public void Its_first_configurations_are_those_of_random_search()
    {
        var random = Course.Play(Schedulers.Of(Sweeps.Of(new SearchSpec(new RandomSamplerSpec()), 20, 1)), work => work.Trial).Work;
        var parzen = Course.Play(Schedulers.Of(Sweeps.Of(new SearchSpec(new TpeSamplerSpec(Startup: 10)), 20, 1)), work => work.Trial).Work;
        Assert.Equal(random.Take(10), parzen.Take(10));
        Assert.All(random.Skip(10).Zip(parzen.Skip(10)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void It_learns_from_failures_and_from_the_highest_rung_of_enough_results()
    {
        // What lies above one half fails.
        var space = new SearchSpace([new("x", new UniformDistribution(0, 1))]);
        var course = Course.Play(Schedulers.Of(Sweeps.Of(new SearchSpec(new TpeSamplerSpec()), 80, 1, space)), work =>
            Number(work.Configuration.Settings[0]) is > 0.5 ? null : 1);
        Assert.InRange(course.Work.Skip(40).Count(work => Number(work.Configuration.Settings[0]) > 0.5), 0, 10);

        // The first rung prefers 0, the last prefers 1.
        var spec = new HalvingSpec(new TpeSamplerSpec(Startup: 8), 2, [1, 2], Asynchronous: true);
        course = Course.Play(Schedulers.Of(Sweeps.Of(spec, 100, 2, space)), work =>
            work.Until == 1 ? Number(work.Configuration.Settings[0]) * 0.001 : -Number(work.Configuration.Settings[0]));
        double[] drawn = [.. course.Work.Where(work => work.Until == 1).Select(work => Number(work.Configuration.Settings[0]))];
        Assert.True(drawn[^20..].Average() > drawn[8..20].Average());
    }

    private static double[] Best(string name, int dimensions, SamplerSpec sampler)
    {
        var space = new SearchSpace([.. Enumerable.Range(0, dimensions).Select(i => new Parameter($"x{i}", new UniformDistribution(0, 1)))]);
        return [.. Enumerable.Range(1, Seeds).Select(seed =>
        {
            double best = double.PositiveInfinity;
            Course.Play(Schedulers.Of(Sweeps.Of(new SearchSpec(sampler), Trials, 1, space, (ulong)seed)), work =>
            {
                double[] x = [.. work.Configuration.Settings.Select(Number)];
                double value = name == "branin" ? TestFunctions.Branin((15 * x[0]) - 5, 15 * x[1]) : TestFunctions.Hartmann(x);
                best = Math.Min(best, value);
                return value;
            });
            return best;
        })];
    }

    private static double Number(Setting setting) => double.Parse(setting.Value, CultureInfo.InvariantCulture);
}
