using GanActors.Cli.Rendering;

namespace GanActors.Cli.Tests.Rendering;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.6931, "0.6931")]
    [InlineData(12.5, "12.5000")]
    [InlineData(0, "0.0000")]
    [InlineData(0.00001234, "1.23e-5")]
    [InlineData(123456, "1.23e+5")]
    [InlineData(double.NaN, "-")]
    [InlineData(double.PositiveInfinity, "infinite")]
    public void Losses_keep_their_meaning_at_any_size(double value, string text) => Assert.Equal(text, Figures.Real(value));

    [Theory]
    [InlineData(0.984, "98.4 %")]
    [InlineData(1, "100.0 %")]
    [InlineData(double.NaN, "-")]
    public void Shares_are_percentages(double value, string text) => Assert.Equal(text, Figures.Share(value));

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(59.6, "1:00")]
    [InlineData(3725, "1:02:05")]
    [InlineData(360_000, "100:00:00")]
    public void Durations_read_like_a_clock(double seconds, string text) => Assert.Equal(text, Figures.Duration(TimeSpan.FromSeconds(seconds)));
}
