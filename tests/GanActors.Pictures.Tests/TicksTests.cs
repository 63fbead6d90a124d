using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Pictures.Tests;

public sealed class TicksTests
{
    private static readonly Arbitrary<(double Low, double High, int Room)> Ranges = (
        from low in Gen.Choose(-1_000_000, 1_000_000)
        from length in Gen.Choose(1, 2_000_000)
        from exponent in Gen.Choose(-40, 40)
        from room in Gen.Choose(0, 30)
        let unit = Math.Pow(10, exponent)
        select (low * unit, (low + length) * unit, room)).ToArbitrary();

    private static readonly Arbitrary<(double Low, double High, int Room)> PositiveRanges = (
        from low in Gen.Choose(-3000, 3000)
        from decades in Gen.Choose(1, 4000)
        from room in Gen.Choose(0, 30)
        select (Math.Pow(10, low / 100.0), Math.Pow(10, (low + decades) / 100.0), room)).ToArbitrary();

    [Fact]
    public void Linear_ticks_cover_the_range_with_three_to_twelve_round_steps() => Prop.ForAll(Ranges, range =>
    {
        double[] values = [.. Ticks.Linear(range.Low, range.High, range.Room).Select(tick => tick.Value)];
        Assert.InRange(values.Length, 3, 12);
        double step = (values[^1] - values[0]) / (values.Length - 1);
        double tolerance = (step * 1e-6) + (Math.Max(Math.Abs(range.Low), Math.Abs(range.High)) * 1e-12);
        Assert.All(values, value => Assert.InRange(value, range.Low, range.High));
        Assert.True(values[0] - step < range.Low + tolerance, "a tick is missing before the first");
        Assert.True(values[^1] + step > range.High - tolerance, "a tick is missing after the last");
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[0] + (i * step), values[i], tolerance);
            Assert.Equal(Math.Round(values[i] / step) * step, values[i], tolerance);
        }

        double mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step * 1.000001)));
        Assert.Contains(new[] { 1.0, 2.0, 5.0 }, round => Math.Abs(mantissa - round) < 1e-4);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Linear_labels_tell_all_ticks_apart_and_read_as_their_values() => Prop.ForAll(Ranges, range =>
    {
        Tick[] ticks = Ticks.Linear(range.Low, range.High, range.Room);
        double step = ticks[1].Value - ticks[0].Value;
        Assert.Equal(ticks.Length, ticks.Select(tick => tick.Label).Distinct().Count());
        Assert.All(ticks, tick => Assert.Equal(tick.Value, Read(tick.Label), Math.Abs(step) * 0.01));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Logarithmic_ticks_lie_in_the_range_and_are_three_to_twelve() => Prop.ForAll(PositiveRanges, range =>
    {
        Tick[] ticks = Ticks.Logarithmic(range.Low, range.High, range.Room);
        Assert.InRange(ticks.Length, 3, 12);
        Assert.All(ticks, tick => Assert.InRange(tick.Value, range.Low * (1 - 1e-12), range.High * (1 + 1e-12)));
        Assert.Equal(ticks.Length, ticks.Select(tick => tick.Label).Distinct().Count());
        Assert.All(ticks, tick => Assert.Equal(1, Read(tick.Label) / tick.Value, 0.01));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 1, 5, "0|0.2|0.4|0.6|0.8|1.0")]
    [InlineData(0, 20_000, 5, "0|5,000|10,000|15,000|20,000")]
    [InlineData(-1, 1, 5, "\u22121.0|\u22120.5|0|0.5|1.0")]
    [InlineData(0, 3e7, 4, "0|1e7|2e7|3e7")]
    [InlineData(0, 0.0004, 4, "0|1e\u22124|2e\u22124|3e\u22124|4e\u22124")]
    public void Labels_are_short_and_even(double low, double high, int room, string expected) =>
        Assert.Equal(expected, string.Join('|', Ticks.Linear(low, high, room).Select(tick => tick.Label)));

    [Fact]
    public void Whole_numbers_get_no_ticks_between_them() =>
        Assert.Equal(["1", "2", "3"], Ticks.Linear(1, 3, 10, wholeNumbers: true).Select(tick => tick.Label));

    [Theory]
    [InlineData(0.001, 1000, 10, "0.001|0.01|0.1|1|10|100|1,000")]
    [InlineData(1, 100, 10, "1|2|5|10|20|50|100")]
    public void Logarithmic_ticks_are_powers_of_ten_and_what_fits_between(double low, double high, int room, string expected) =>
        Assert.Equal(expected, string.Join('|', Ticks.Logarithmic(low, high, room).Select(tick => tick.Label)));

    private static double Read(string label) => double.Parse(
        label.Replace('\u2212', '-').Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
