using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class MedianStoppingTests
{
    private static SweepSpec Of(int trials, int least, long grace = 0) =>
        Sweeps.Of(new MedianStoppingSpec(new RandomSamplerSpec(), Every: 10, grace, least), trials, 30);

    [Fact]
    public void A_trial_whose_best_is_above_the_median_of_the_others_means_is_given_up()
    {
        // The first three have means of 5, 4 and 6 after two looks, and so a median of 5.
        double[][] losses = [[6, 4, 1], [4, 4, 4], [7, 5, 5], [5.5, 5.1, 0], [5.5, 4.9, 0]];
        var course = Course.Play(Schedulers.Of(Of(5, least: 3)), work => losses[work.Trial][(work.Until / 10) - 1]);
        Assert.Equal(
            ["0:10", "0:20", "0:30", "1:10", "1:20", "1:30", "2:10", "2:20", "2:30", "3:10", "3:20", "4:10", "4:20", "4:30"],
            course.Work.Select(work => $"{work.Trial}:{work.Until}"));
    }

    [Fact]
    public void None_is_given_up_before_enough_others_have_come_as_far()
    {
        var course = Course.Play(Schedulers.Of(Of(6, least: 4)), work => work.Trial);
        Assert.Equal([3, 3, 3, 3, 1, 1], course.Work.GroupBy(work => work.Trial).Select(trial => trial.Count()));
    }

    [Fact]
    public void Nobody_looks_within_the_grace()
    {
        var course = Course.Play(Schedulers.Of(Of(6, least: 2, grace: 15)), work => work.Trial);
        Assert.Equal([15, 25, 30], course.Work.Take(3).Select(work => work.Until));
        Assert.All(course.Work, work => Assert.True(work.Until >= 15));
    }

    [Fact]
    public void Equals_of_the_median_go_on()
    {
        var course = Course.Play(Schedulers.Of(Of(6, least: 1)), _ => 3);
        Assert.Equal(18, course.Work.Length);
    }
}
