namespace GanActors.Pictures.Tests;

public sealed class ValueRangeTests
{
    [Fact]
    public void A_few_wild_values_are_left_out_and_counted()
    {
        double[] values = [.. Wave(1000), 1e6, double.PositiveInfinity, -1e5, double.NegativeInfinity, double.NaN];
        ValueRange range = ValueRange.Around([values], AxisScale.Linear, 0.04);
        Assert.InRange(range.High, 3, 4);
        Assert.InRange(range.Low, 0, 1);
        Assert.Equal((2, 2, 0), (range.Above, range.Below, range.WithoutPlace));
    }

    [Fact]
    public void A_high_start_is_no_wild_value()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => 0.7 + (3 * Math.Exp(-i / 50.0)))];
        ValueRange range = ValueRange.Around([values], AxisScale.Linear, 0.04);
        Assert.Equal((0, 0), (range.Above, range.Below));
        Assert.True(range.High > 3.7);
    }

    [Fact]
    public void All_finite_values_of_a_tame_series_are_inside()
    {
        ValueRange range = ValueRange.Around([Wave(500)], AxisScale.Linear, 0.04);
        Assert.True(range.Low < 1 && range.High > 3);
        Assert.Equal((0, 0, 0), (range.Above, range.Below, range.WithoutPlace));
    }

    [Fact]
    public void Values_that_come_near_zero_are_read_against_it() =>
        Assert.Equal(0, ValueRange.Around([new double[] { 0.1, 4 }], AxisScale.Linear, 0.04).Low);

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(-1e250)]
    [InlineData(1e-300)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public void A_constant_stands_inside_a_range_with_room_for_ticks(double constant)
    {
        ValueRange range = ValueRange.Around([new[] { constant, constant }], AxisScale.Linear, 0.04);
        Assert.True(double.IsFinite(range.High - range.Low));
        Assert.True(range.Low < Math.Min(constant, 1e300) && range.High > constant || constant > 1e300);
        Assert.InRange(Ticks.Linear(range.Low, range.High, 5).Length, 3, 12);
    }

    [Theory]
    [InlineData(double.Epsilon)]
    [InlineData(1)]
    [InlineData(double.MaxValue)]
    public void A_constant_on_a_logarithmic_axis_too(double constant)
    {
        ValueRange range = ValueRange.Around([new[] { constant }], AxisScale.Logarithmic, 0.04);
        Assert.True(range.Low > 0 && double.IsFinite(range.High) && range.Low < range.High);
        Assert.InRange(Ticks.Logarithmic(range.Low, range.High, 5).Length, 3, 12);
    }

    [Fact]
    public void Without_any_value_there_is_still_a_range()
    {
        Assert.Equal((0, 1), Ends(ValueRange.Around([], AxisScale.Linear, 0.04)));
        Assert.Equal((0, 1), Ends(ValueRange.Around([new[] { double.NaN, double.PositiveInfinity }], AxisScale.Linear, 0.04)));
        Assert.Equal((0.1, 10), Ends(ValueRange.Around([new[] { -1.0, 0 }], AxisScale.Logarithmic, 0.04)));
        Assert.Equal((0, 1), Ends(ValueRange.Of([], AxisScale.Linear)));
    }

    [Fact]
    public void What_is_not_positive_has_no_place_on_a_logarithmic_axis()
    {
        ValueRange range = ValueRange.Around([new[] { -1.0, 0, 1, 100, double.NegativeInfinity, double.NaN }], AxisScale.Logarithmic, 0);
        Assert.Equal(3, range.WithoutPlace);
        Assert.Equal(1, range.Low, 1e-9);
        Assert.Equal(100, range.High, 1e-9);
    }

    [Fact]
    public void Counts_that_begin_just_above_zero_begin_at_zero_and_others_where_they_do()
    {
        Assert.Equal((0, 1000), Ends(ValueRange.Of([new double[] { 1, 1000 }], AxisScale.Linear)));
        Assert.Equal((1, 30), Ends(ValueRange.Of([new double[] { 1, 30 }], AxisScale.Linear)));
    }

    private static (double Low, double High) Ends(ValueRange range) => (range.Low, range.High);

    private static double[] Wave(int count) => [.. Enumerable.Range(0, count).Select(i => 2 + Math.Sin(i * 0.1))];
}
