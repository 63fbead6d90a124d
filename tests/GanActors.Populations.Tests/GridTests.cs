using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class GridTests
{
    private static readonly SearchSpace Space = new([
        new("kind", new ChoiceDistribution(["a", "b"])),
        new("rate", new UniformDistribution(0.1, 0.3, 0.1), new Condition(0, 1)),
        new("steps", new IntegerDistribution(1, 2)),
    ]);

    [Fact]
    public void Its_last_parameter_is_varied_fastest_and_one_that_is_not_varied_is_left_out()
    {
        var course = Course.Play(Schedulers.Of(Sweeps.Of(new GridSpec(), 100, 7, Space)), _ => 1);
        Assert.Equal(
            [
                "kind=a, steps=1", "kind=a, steps=2", "kind=b, rate=0.1, steps=1", "kind=b, rate=0.1, steps=2",
                "kind=b, rate=0.2, steps=1", "kind=b, rate=0.2, steps=2", "kind=b, rate=0.3, steps=1", "kind=b, rate=0.3, steps=2",
            ],
            course.Work.Select(work => work.Configuration.ToString()));
        Assert.All(course.Work, work => Assert.Equal(7, work.Until));
        Assert.Throws<NotSupportedException>(() => course.End.Extend(1));
    }

    [Fact]
    public void One_that_the_budget_has_cut_goes_on()
    {
        var end = Course.Play(Schedulers.Of(Sweeps.Of(new GridSpec(), 3, 7, Space)), _ => 1).End;
        Assert.Equal([3, 4, 5, 6, 7], Course.Play(end.Extend(50), _ => 1).Work.Select(work => work.Trial));
    }

    [Fact]
    public void A_parameter_without_steps_is_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => Schedulers.Of(Sweeps.Of(new GridSpec(), 3, 7)));
        Assert.Contains("a: a grid needs a finite number of values", refused.Message, StringComparison.Ordinal);
    }
}
