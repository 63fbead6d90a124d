using System.Globalization;

namespace GanActors.Contracts.Tests;

public sealed class ExactNumberTests
{
    [Fact]
    public void Every_power_of_two_reads_back_to_the_last_bit() => Assert.All(
        Enumerable.Range(-1074, 1074 + 1024).Select(exponent => Math.ScaleB(1, exponent)),
        power => Assert.Equal(power, double.Parse(ExactNumber.Text(power), CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-3, "-3")]
    [InlineData(1.0 / (1 << 25), "2.9802322387695312E-08")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void As_few_digits_as_will_do(double value, string text) => Assert.Equal(text, ExactNumber.Text(value));
}
