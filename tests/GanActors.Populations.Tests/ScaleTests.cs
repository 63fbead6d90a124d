using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Populations.Spaces;
using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class ScaleTests
{
    [Fact]
    public void Values_are_good_to_read()
    {
        Assert.Equal("0.374541", new LinearScale(0, 0.999).At(0.3749157));
        Assert.Equal("1234.57", new LinearScale(1_000, 3_000).At(0.11728394));
        Assert.Equal("0.000199526", new LogarithmicScale(1e-5, 1e-1).At(0.325));
        Assert.Equal("1.0e-05", new LogarithmicScale(1e-5, 1e-1).At(0));
        Assert.Equal(["-0.3", "-0.1", "0.1", "0.3"], SteppedScale.Of(new UniformDistribution(-0.3, 0.3, 0.2)).All());
        Assert.Equal(["-1", "0", "1"], ((SteppedScale)Scale.Of(new IntegerDistribution(-1, 1))).All());
    }

    [Fact]
    public void Equal_stretches_of_the_unit_interval_are_equally_likely()
    {
        Distribution[] all = [new IntegerDistribution(3, 6), new UniformDistribution(0, 0.3, 0.1), new ChoiceDistribution(["a", "b", "c", "d"])];
        foreach (var distribution in all)
        {
            int[] counts = [.. Enumerable.Range(0, 100).GroupBy(i => Scale.Of(distribution).At(i / 100.0)).Select(value => value.Count())];
            Assert.Equal([25, 25, 25, 25], counts);
        }

        var logarithmic = Scale.Of(new LogUniformDistribution(1e-4, 1));
        Assert.Equal(25, Enumerable.Range(0, 100).Count(i => double.Parse(logarithmic.At(i / 100.0), CultureInfo.InvariantCulture) < 0.999e-3));
    }

    [Fact]
    public void A_value_has_its_place_and_a_place_its_value() => Prop.ForAll(Sweeps.Seeds, seed =>
    {
        var random = new Random(seed);
        foreach (var scale in Scale.Of(Sweeps.AnySpace(random)))
        {
            double place = random.NextDouble();
            string value = scale.At(place);
            Assert.Equal(value, scale.At(scale.PlaceOf(value)));
            Assert.Equal(place, scale.PlaceOf(value), scale.Levels is { } levels ? 0.5001 / levels : 0.01);
            if (scale is NumberScale number)
                Assert.Equal(value, number.Nearest(NumberScale.NumberOf(value)));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_that_make_no_sense_are_refused_by_name()
    {
        var refused = Assert.Throws<ArgumentException>(() => Scale.Of(new SearchSpace([new("batch", new IntegerDistribution(0, long.MaxValue))])));
        Assert.Contains("batch: steps of 1 from 0 to", refused.Message, StringComparison.Ordinal);
    }
}
