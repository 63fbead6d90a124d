using System.Globalization;
using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class PopulationTests
{
    private static readonly SearchSpace Rates = new([new("lr", new LogUniformDistribution(1e-6, 1)), new("steps", new IntegerDistribution(1, 100))]);

    // Jaderberg et al. (2017), figure 2: Q = 1.2 - (t0^2 + t1^2) is wanted, 1.2 - (h0 t0^2 + h1 t1^2) is climbed, from t = (0.9, 0.9) by two
    // workers of h = (1, 0) and (0, 1).
    [Fact]
    public void It_solves_its_papers_toy_problem_which_fixed_values_do_not()
    {
        var space = new SearchSpace([new("h", new ChoiceDistribution(["1 0", "0 1"], IsOrdered: true))]);
        var spec = Enumerable.Range(1, 100)
            .Select(seed => Sweeps.Of(new PopulationSpec(Every: 5, Quantile: 0.5, Resample: 0, [0.8, 1.2]), 2, 400, space, (ulong)seed))
            .First(spec => Course.Play(Schedulers.Of(spec), _ => 0).Work.Take(2).Select(work => work.Configuration).Distinct().Count() == 2);

        double population = Best(spec, out int copies);
        double alone = Best(spec with { Scheduler = new GridSpec() }, out _);

        Assert.InRange(population, 1.19, 1.2);
        Assert.InRange(alone, 0.38, 0.4);
        // One of the two gives way at each of 79 meetings; at the last nobody does.
        Assert.Equal(79, copies);

        static double Best(SweepSpec spec, out int copies)
        {
            var (ends, last) = (new Dictionary<Donor, double[]>(), new Dictionary<int, Donor>());
            var course = Course.Play(Schedulers.Of(spec), work =>
            {
                var start = work.From ?? last.GetValueOrDefault(work.Trial);
                double[] theta = start is null ? [0.9, 0.9] : ends[start];
                long steps = work.Until - (start?.Iteration ?? 0);
                double[] h = [.. work.Configuration.Settings[0].Value.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
                var end = last[work.Trial] = new Donor(work.Trial, work.Until);
                ends[end] = [.. theta.Zip(h, (t, weight) => t * Math.Pow(1 - (0.02 * weight), steps))];
                return -Q(ends[end]);
            });
            copies = course.Work.Count(work => work.From is not null);
            return ends.Values.Max(Q);
        }

        static double Q(double[] theta) => 1.2 - theta.Sum(t => t * t);
    }

    [Fact]
    public void The_worst_take_over_from_the_best_and_multiply_their_numbers_by_a_factor()
    {
        var course = Course.Play(Schedulers.Of(Of(members: 8, quantile: 0.25, resample: 0)), work => work.Trial, lanes: 3);
        foreach (var work in course.Work.Where(work => work.Until > 10))
        {
            Assert.Equal(work.Trial >= 6, work.From is not null);
            var before = course.Work.Single(other => other.Until == work.Until - 10 && other.Trial == (work.From?.Trial ?? work.Trial));
            if (work.From is not { } donor)
            {
                Assert.Equal(before.Configuration, work.Configuration);
                continue;
            }

            Assert.InRange(donor.Trial, 0, 1);
            Assert.Equal(before.Until, donor.Iteration);
            double ratio = Number(work, 0) / Number(before, 0);
            Assert.Equal(ratio > 1 ? 1.2 : 0.8, ratio, 1e-4);
            // Steps are whole: at least one of them.
            Assert.NotEqual(Number(before, 1), Number(work, 1));
            Assert.InRange(Math.Abs(Number(work, 1) - Number(before, 1)), 1, Math.Max(1, Math.Ceiling(0.2 * Number(before, 1))));
        }
    }

    [Fact]
    public void Each_member_has_work_in_each_generation_and_ends_with_the_budget()
    {
        var spec = Of(members: 5, quantile: 0.2, resample: 0.25) with { Budget = new BudgetSpec(5, 34) };
        var course = Course.Play(Schedulers.Of(spec), work => work.Trial, lanes: 2);
        Assert.Equal([10, 20, 30, 34], course.Work.Select(work => work.Until).Distinct());
        Assert.Equal(20, course.Work.Length);
        Assert.Throws<NotSupportedException>(() => course.End.Extend(1));
    }

    [Fact]
    public void A_member_that_fails_comes_back_as_another()
    {
        var course = Course.Play(
            Schedulers.Of(Of(members: 8, quantile: 0.25, resample: 0)), work => work is { Trial: <= 2, Until: 20 } ? null : work.Trial);
        Assert.Equal([0, 1, 2], course.Work.Where(work => work is { Until: 30, From: not null }).Select(work => work.Trial));
        Assert.All(course.Work.Where(work => work.Until == 30 && work.From is not null), work => Assert.InRange(work.From!.Trial, 3, 4));
        Assert.Equal(8 * 5, course.Work.Length);
    }

    [Fact]
    public void One_that_is_resampled_is_drawn_from_the_space()
    {
        var course = Course.Play(Schedulers.Of(Of(members: 20, quantile: 0.5, resample: 1)), work => work.Trial);
        double[] drawn = [.. course.Work.Where(work => work.From is not null).Select(work => Number(work, 0))];
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
        Assert.InRange(drawn.Count(value => value < 1e-3), 10, 30);
    }

    [Fact]
    public void An_ordered_choice_moves_to_a_neighbour_and_another_stays()
    {
        var space = new SearchSpace([
            new("ordered", new ChoiceDistribution(["0", "1", "2", "3", "4"], IsOrdered: true)),
            new("other", new ChoiceDistribution(["0", "1", "2", "3", "4"])),
        ]);
        var course = Course.Play(Schedulers.Of(Of(members: 10, quantile: 0.5, resample: 0) with { Space = space }), work => work.Trial);
        foreach (var work in course.Work.Where(work => work.From is not null))
        {
            var donor = course.Work.Single(other => other.Trial == work.From!.Trial && other.Until == work.From.Iteration);
            Assert.Equal(1, Math.Abs(Number(work, 0) - Number(donor, 0)));
            Assert.Equal(Number(donor, 1), Number(work, 1));
        }
    }

    private static SweepSpec Of(int members, double quantile, double resample) =>
        Sweeps.Of(new PopulationSpec(Every: 10, quantile, resample, [0.8, 1.2]), members, 50, Rates);

    private static double Number(Train work, int parameter) => double.Parse(work.Configuration.Settings[parameter].Value, CultureInfo.InvariantCulture);
}
