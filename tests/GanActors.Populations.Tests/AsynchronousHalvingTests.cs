using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class AsynchronousHalvingTests
{
    private static SweepSpec Asha(int trials, int eta, params long[] rungs) =>
        Sweeps.Of(new HalvingSpec(new RandomSamplerSpec(), eta, [.. rungs], Asynchronous: true), trials, rungs[^1]);

    // Trial 0 is the best.
    private static double? ByNumber(Train work) => work.Trial;

    private static double? ByNumberBackwards(Train work) => -work.Trial;

    // Figure 1 of Li et al. (2020): nine configurations, eta 3, and promotions as soon as a rung has three times as many.
    [Fact]
    public void One_lane_promotes_as_soon_as_a_rung_is_wide_enough()
    {
        var course = Course.Play(Schedulers.Of(Asha(9, 3, 1, 3, 9)), ByNumber);
        Assert.Equal(
            ["0:1", "1:1", "2:1", "0:3", "3:1", "4:1", "5:1", "1:3", "6:1", "7:1", "8:1", "2:3", "0:9"],
            course.Work.Select(work => $"{work.Trial}:{work.Until}"));
    }

    [Fact]
    public void Later_configurations_that_are_better_are_promoted_too_early_promotions_are_not_undone()
    {
        var course = Course.Play(Schedulers.Of(Asha(9, 3, 1, 3, 9)), ByNumberBackwards);
        Assert.Equal(
            ["0:1", "1:1", "2:1", "2:3", "3:1", "3:3", "4:1", "4:3", "4:9", "5:1", "5:3", "5:9"],
            course.Work.Take(12).Select(work => $"{work.Trial}:{work.Until}"));
    }

    // Table 1 of the paper's bracket s = 0 with n = 9, r = 1, R = 9, eta = 3: rungs of 9, 3 and 1.
    [Fact]
    public void Its_rungs_are_those_of_the_paper_if_the_best_come_first()
    {
        var course = Course.Play(Schedulers.Of(Asha(9, 3, 1, 3, 9)), ByNumber, lanes: 4, order: 5);
        Assert.Equal([9, 3, 1], RungsOf(course));
        Assert.Equal([27, 9, 3], RungsOf(Course.Play(Schedulers.Of(Asha(27, 3, 300, 900, 2_700)), ByNumber)));
    }

    [Fact]
    public void One_comes_to_the_end_though_there_are_too_few()
    {
        var course = Course.Play(Schedulers.Of(Asha(2, 3, 1, 3, 9)), ByNumberBackwards);
        Assert.Equal(["0:1", "1:1", "1:3", "1:9"], course.Work.Select(work => $"{work.Trial}:{work.Until}"));
    }

    [Fact]
    public void One_comes_to_the_end_though_the_best_fail()
    {
        var course = Course.Play(Schedulers.Of(Asha(9, 3, 1, 3, 9)), work => work.Trial <= 1 && work.Until > 1 ? null : work.Trial);
        Assert.Equal(["2:3", "2:9"], course.Work.Where(work => work.Trial == 2).Skip(1).Select(work => $"{work.Trial}:{work.Until}"));
    }

    private static IEnumerable<int> RungsOf(Course course) =>
        course.Work.GroupBy(work => work.Until).OrderBy(rung => rung.Key).Select(rung => rung.Count());
}
