using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class SchedulersTests
{
    private static readonly RandomSamplerSpec Random = new();

    public static TheoryData<string, SweepSpec> Wrong => new()
    {
        { "0 trials", Sweeps.Of(new SearchSpec(Random), 0, 10) },
        { "0 iterations", Sweeps.Of(new SearchSpec(Random), 1, 0) },
        { "eta of 1", Sweeps.Of(new HalvingSpec(Random, 1, [10], true), 9, 10) },
        { "rungs", Sweeps.Of(new HalvingSpec(Random, 3, [], true), 9, 10) },
        { "rungs", Sweeps.Of(new HalvingSpec(Random, 3, [1, 1, 10], true), 9, 10) },
        { "rungs", Sweeps.Of(new HalvingSpec(Random, 3, [1, 9], true), 9, 10) },
        { "first rung of 11", Sweeps.Of(new HyperbandSpec(Random, 3, 11), 9, 10) },
        { "every 0", Sweeps.Of(new PopulationSpec(0, 0.25, 0.25, [1.2]), 9, 10) },
        { "quantile of 0.6", Sweeps.Of(new PopulationSpec(1, 0.6, 0.25, [1.2]), 9, 10) },
        { "probability of 2", Sweeps.Of(new PopulationSpec(1, 0.25, 2, [1.2]), 9, 10) },
        { "no factors", Sweeps.Of(new PopulationSpec(1, 0.25, 0.25, [1.2, 0]), 9, 10) },
        { "every 0", Sweeps.Of(new MedianStoppingSpec(Random, 0, 0, 1), 9, 10) },
        { "grace of -1", Sweeps.Of(new MedianStoppingSpec(Random, 1, -1, 1), 9, 10) },
        { "look every 1", Sweeps.Of(new MedianStoppingSpec(Random, 1, 0, 1), 9, 1_000_000_000) },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_does_not_fit_together_is_refused_with_what_would(string says, SweepSpec spec) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => Schedulers.Of(spec)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_configuration_depends_on_the_seed_and_its_number_alone()
    {
        var search = Course.Play(Schedulers.Of(Sweeps.Of(new SearchSpec(Random), 9, 10)), work => work.Trial);
        var asha = Course.Play(Schedulers.Of(Sweeps.Of(new HalvingSpec(Random, 3, [1, 10], true), 9, 10)), work => -work.Trial, lanes: 3);
        var other = Course.Play(Schedulers.Of(Sweeps.Of(new SearchSpec(Random), 9, 10, seed: 2)), work => work.Trial);
        Assert.Equal(Drawn(search), Drawn(asha));
        Assert.Empty(Drawn(search).Intersect(Drawn(other)));
        Assert.Equal(9, Drawn(search).Distinct().Count());
    }

    private static IEnumerable<Configuration> Drawn(Course course) =>
        course.Work.DistinctBy(work => work.Trial).OrderBy(work => work.Trial).Select(work => work.Configuration);
}
