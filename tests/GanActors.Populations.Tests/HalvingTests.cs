using FsCheck;
using FsCheck.Fluent;
using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class HalvingTests
{
    private static double? ByNumber(Train work) => work.Trial;

    // Table 1 of Li et al. (2020): bracket 0 of n = 9, r = 1, R = 9, eta = 3.
    [Fact]
    public void The_best_of_eta_go_on_from_a_rung_that_is_complete()
    {
        var course = Course.Play(Schedulers.Of(Sweeps.Of(Spec(3, 1, 3, 9), 9, 9)), work => (work.Trial * 5) % 9);
        Assert.Equal(
            ["0:1", "1:1", "2:1", "3:1", "4:1", "5:1", "6:1", "7:1", "8:1", "0:3", "2:3", "4:3", "0:9"],
            course.Work.Select(work => $"{work.Trial}:{work.Until}"));
    }

    [Fact]
    public void Of_equals_the_smaller_number_goes_on_and_none_that_failed()
    {
        var course = Course.Play(Schedulers.Of(Sweeps.Of(Spec(2, 1, 2), 6, 2)), work => work.Trial < 4 ? null : 1);
        Assert.Equal([4, 5], course.Work.Where(work => work.Until == 2).Select(work => work.Trial));
        course = Course.Play(Schedulers.Of(Sweeps.Of(Spec(2, 1, 2), 6, 2)), _ => 1);
        Assert.Equal([0, 1, 2], course.Work.Where(work => work.Until == 2).Select(work => work.Trial));
    }

    [Fact]
    public void Whatever_the_losses_and_failures_the_best_of_each_rung_go_on() => Prop.ForAll(Sweeps.Seeds, seed =>
    {
        var loss = Sweeps.AnyLoss(seed, failing: 0.3);
        var (trials, eta) = (1 + (seed % 40), 2 + (seed % 3));
        var course = Course.Play(Schedulers.Of(Sweeps.Of(Spec(eta, 1, 5, 7), trials, 7)), loss, lanes: 4, order: seed);
        Train[] rung = [.. course.Work.Where(work => work.Until == 1)];
        foreach (long next in new long[] { 5, 7 })
        {
            trials = Math.Max(1, trials / eta);
            int[] best = [.. rung.Where(work => loss(work) is not null).OrderBy(loss).ThenBy(work => work.Trial).Take(trials).Select(work => work.Trial)];
            rung = [.. course.Work.Where(work => work.Until == next)];
            Assert.Equal(best, rung.Select(work => work.Trial));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bracket_that_is_too_narrow_sends_its_best_on()
    {
        var course = Course.Play(Schedulers.Of(Sweeps.Of(Spec(4, 1, 4, 16), 5, 16)), ByNumber);
        Assert.Equal(["0:4", "0:16"], course.Work.Skip(5).Select(work => $"{work.Trial}:{work.Until}"));
    }

    [Fact]
    public void Trials_that_are_added_make_a_bracket_of_their_own()
    {
        var scheduler = Course.Play(Schedulers.Of(Sweeps.Of(Spec(3, 1, 3), 3, 3)), ByNumber).End.Extend(3);
        var course = Course.Play(scheduler, ByNumber);
        Assert.Equal(["3:1:1", "4:1:1", "5:1:1", "3:3:1"], course.Work.Select(work => $"{work.Trial}:{work.Until}:{work.Bracket}"));
    }

    // Table 1 of Li et al. (2018): R = 81, eta = 3.
    [Fact]
    public void Hyperbands_brackets_are_those_of_the_paper()
    {
        var course = Course.Play(Schedulers.Of(Sweeps.Of(new HyperbandSpec(new RandomSamplerSpec(), 3, 1), 143, 81)), ByNumber);
        Assert.Equal(
            [
                "81:1 27:3 9:9 3:27 1:81",
                "34:3 11:9 3:27 1:81",
                "15:9 5:27 1:81",
                "8:27 2:81",
                "5:81",
            ],
            BracketsOf(course));
    }

    [Fact]
    public void Hyperband_begins_another_round_and_shares_out_what_does_not_fill_one()
    {
        var course = Course.Play(Schedulers.Of(Sweeps.Of(new HyperbandSpec(new RandomSamplerSpec(), 3, 1), 17 + 8, 9)), ByNumber);
        Assert.Equal(["9:1 3:3 1:9", "5:3 1:9", "3:9", "4:1 1:3 1:9", "2:3 1:9", "2:9"], BracketsOf(course));
        course = Course.Play(Schedulers.Of(Sweeps.Of(new HyperbandSpec(new RandomSamplerSpec(), 3, 1), 6, 9)), ByNumber);
        Assert.Equal(["3:1 1:3 1:9", "2:3 1:9", "1:9"], BracketsOf(course));
    }

    [Fact]
    public void Hyperband_counts_its_brackets_in_whole_numbers()
    {
        // log(3^5) / log(3) is a last bit below 5.
        var course = Course.Play(Schedulers.Of(Sweeps.Of(new HyperbandSpec(new RandomSamplerSpec(), 3, 1), 1_000, 243)), ByNumber);
        Assert.StartsWith("243:1 81:3 27:9 9:27 3:81 1:243", BracketsOf(course)[0], StringComparison.Ordinal);
    }

    private static HalvingSpec Spec(int eta, params long[] rungs) => new(new RandomSamplerSpec(), eta, [.. rungs], Asynchronous: false);

    private static string[] BracketsOf(Course course) => [.. course.Work.GroupBy(work => work.Bracket).OrderBy(bracket => bracket.Key).Select(bracket =>
        string.Join(' ', bracket.GroupBy(work => work.Until).OrderBy(rung => rung.Key).Select(rung => $"{rung.Count()}:{rung.Key}")))];
}
