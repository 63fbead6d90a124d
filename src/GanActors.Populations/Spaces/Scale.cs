using System.Collections.Immutable;
using System.Globalization;
using GanActors.Sweeps;

namespace GanActors.Populations.Spaces;

/// <summary>
/// A distribution as a map of the unit interval: equal stretches of it are equally likely. Samplers and estimators work there and know nothing of
/// logarithms and steps.
/// </summary>
internal abstract record Scale
{
    /// <summary>How many values there are; null if they are not discrete.</summary>
    public virtual double? Levels => null;

    /// <summary>The scale of a distribution.</summary>
    /// <exception cref="ArgumentException">Its numbers make no sense.</exception>
    public static Scale Of(Distribution distribution) => distribution switch
    {
        UniformDistribution { Step: { } step } uniform => SteppedScale.Of(uniform.Low, uniform.High, step),
        IntegerDistribution integer => SteppedScale.Of(integer.Low, integer.High, 1),
        UniformDistribution uniform => new LinearScale(uniform.Low, uniform.High),
        LogUniformDistribution logarithmic => new LogarithmicScale(logarithmic.Low, logarithmic.High),
        ChoiceDistribution choice => new ChoiceScale(choice.Values, choice.IsOrdered),
        _ => throw new ArgumentException($"No scale of {distribution}.", nameof(distribution)),
    };

    /// <summary>The scales of a space's parameters.</summary>
    /// <exception cref="ArgumentException">A parameter's numbers make no sense; the message names its key.</exception>
    public static ImmutableArray<Scale> Of(SearchSpace space) => [.. space.Parameters.Select(parameter =>
    {
        try
        {
            return Of(parameter.Distribution);
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentException($"{parameter.Key}: {wrong.Message}", nameof(space), wrong);
        }
    })];

    /// <summary>The value at a place.</summary>
    /// <param name="unit">In [0, 1].</param>
    public abstract string At(double unit);

    /// <summary>The place of a value; of a discrete one, the middle of its stretch.</summary>
    public abstract double PlaceOf(string value);
}

/// <summary>A scale of numbers.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest.</param>
internal abstract record NumberScale(double Low, double High) : Scale
{
    /// <summary>The number that a value is.</summary>
    public static double NumberOf(string value) => double.Parse(value, CultureInfo.InvariantCulture);

    /// <summary>The value nearest to a number.</summary>
    public abstract string Nearest(double number);

    /// <summary>The shortest text that reads back to the same bits.</summary>
    protected static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>
/// Numbers between two bounds. They are rounded to a decimal place below a 100,000th of the whole: good to read, and the same on machines whose
/// mathematical library differs in a last bit.
/// </summary>
internal sealed record LinearScale(double Low, double High) : NumberScale(Low, High)
{
    private readonly int _decimals = 5 - (int)Math.Floor(Math.Log10(High - Low));

    /// <inheritdoc/>
    public override string At(double unit) => Nearest(Low + (unit * (High - Low)));

    /// <inheritdoc/>
    public override double PlaceOf(string value) => Math.Clamp((NumberOf(value) - Low) / (High - Low), 0, 1);

    /// <inheritdoc/>
    public override string Nearest(double number) =>
        Text(Math.Clamp(_decimals > 15 ? number : Math.Round(number, Math.Max(0, _decimals)), Low, High));
}

/// <summary>Numbers between two positive bounds by their logarithm, of six digits: good to read, and the same whatever computes logarithms.</summary>
internal sealed record LogarithmicScale(double Low, double High) : NumberScale(Low, High)
{
    private readonly double _low = Math.Log(Low);
    private readonly double _range = Math.Log(High) - Math.Log(Low);

    /// <inheritdoc/>
    public override string At(double unit) => Nearest(Math.Exp(_low + (unit * _range)));

    /// <inheritdoc/>
    public override double PlaceOf(string value) => Math.Clamp((Math.Log(NumberOf(value)) - _low) / _range, 0, 1);

    /// <inheritdoc/>
    public override string Nearest(double number) =>
        Text(Math.Clamp(NumberOf(number.ToString("E5", CultureInfo.InvariantCulture)), Low, High));
}

/// <summary>Numbers in equal steps. They are reckoned in decimals, so that three steps of 0.1 are 0.3.</summary>
/// <param name="First">The first.</param>
/// <param name="Step">Between two.</param>
/// <param name="Count">How many.</param>
internal sealed record SteppedScale(decimal First, decimal Step, decimal Count)
    : NumberScale((double)First, (double)(First + ((Count - 1) * Step)))
{
    private const double Largest = 1e15, Finest = 1e-12;

    /// <inheritdoc/>
    public override double? Levels => (double)Count;

    /// <summary>From a lowest value up to at most a highest.</summary>
    public static SteppedScale Of(double low, double high, double step) =>
        Math.Abs(low) <= Largest && Math.Abs(high) <= Largest && low <= high && step is >= Finest and <= Largest
            ? new(Exact(low), Exact(step), decimal.Floor((Exact(high) - Exact(low)) / Exact(step)) + 1)
            : throw new ArgumentException($"steps of {Text(step)} from {Text(low)} to {Text(high)}; within ±1e15, of at least 1e-12.");

    /// <inheritdoc/>
    public override string At(double unit) => Level((decimal)Math.Floor(unit * (double)Count));

    /// <inheritdoc/>
    public override double PlaceOf(string value) => Math.Clamp(((double)LevelOf(NumberOf(value)) + 0.5) / (double)Count, 0, 1);

    /// <inheritdoc/>
    public override string Nearest(double number) => Level(LevelOf(number));

    /// <summary>The value so many steps from another, or the last there is on that side.</summary>
    public string Beside(string value, int steps) => Level(LevelOf(NumberOf(value)) + steps);

    /// <summary>All values, in order.</summary>
    public IEnumerable<string> All()
    {
        for (decimal level = 0; level < Count; level++)
            yield return Level(level);
    }

    // A cast would round to 15 digits, and so beyond a bound.
    private static decimal Exact(double number) => decimal.Parse(Text(number), NumberStyles.Float, CultureInfo.InvariantCulture);

    private decimal LevelOf(double number) => decimal.Round((Exact(Math.Clamp(number, Low, High)) - First) / Step);

    private string Level(decimal level) =>
        (First + (Math.Clamp(level, 0, Count - 1) * Step)).ToString("0.############################", CultureInfo.InvariantCulture);
}

/// <summary>One of several values.</summary>
/// <param name="Values">In their order.</param>
/// <param name="IsOrdered">Whether neighbours are alike.</param>
internal sealed record ChoiceScale(ImmutableArray<string> Values, bool IsOrdered) : Scale
{
    /// <inheritdoc/>
    public override double? Levels => Values.Length;

    /// <inheritdoc/>
    public override string At(double unit) => Values[Math.Min((int)(unit * Values.Length), Values.Length - 1)];

    /// <inheritdoc/>
    public override double PlaceOf(string value) => (Values.IndexOf(value) + 0.5) / Values.Length;
}
