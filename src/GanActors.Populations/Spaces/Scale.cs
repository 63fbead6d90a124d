using System.Collections.Immutable;
using System.Globalization;
using GanActors.Recipes.Yaml;
using GanActors.Sweeps;

namespace GanActors.Populations.Spaces;

/// <summary>
/// A distribution as a map of the unit interval: equal stretches of it are equally likely. Samplers and estimators work there and know
/// nothing of logarithms and steps.
/// </summary>
internal abstract record Scale
{
    /// <summary>How many values there are; null if they are not discrete.</summary>
    public virtual double? Levels => null;

    /// <summary>The scale of a distribution.</summary>
    /// <exception cref="ArgumentException">Its numbers make no sense.</exception>
    public static Scale Of(Distribution distribution) => distribution switch
    {
        UniformDistribution { Step: not null } uniform => SteppedScale.Of(uniform),
        IntegerDistribution integer => SteppedScale.Of(new UniformDistribution(integer.Low, integer.High, 1)),
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

    /// <summary>The shortest text that reads back to the same bits, but for -0, which is a 0.</summary>
    protected static string Text(double number) => YamlText.Of(number + 0.0);
}

/// <summary>
/// Numbers between two bounds. They are rounded to a decimal place below a 100,000th of the whole: good to read, and the same on machines
/// whose mathematical library differs in a last bit.
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

/// <summary>
/// Numbers between two positive bounds by their logarithm, of six digits: good to read, and the same whatever computes logarithms.
/// </summary>
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

/// <summary>Numbers in equal steps.</summary>
/// <param name="Steps">The distribution.</param>
/// <param name="Count">How many numbers there are.</param>
internal sealed record SteppedScale(UniformDistribution Steps, long Count) : NumberScale(Steps.Low, Steps.ValueAt(Count - 1))
{
    private const double Largest = 1e15;

    /// <inheritdoc/>
    public override double? Levels => Count;

    /// <summary>The scale of a distribution with a step.</summary>
    /// <exception cref="ArgumentException">Not all of its numbers are texts without an exponent.</exception>
    public static SteppedScale Of(UniformDistribution steps) =>
        Math.Abs(steps.Low) < Largest && Math.Abs(steps.High) < Largest && steps.Count is > 0 and < (long)Largest and { } count
            ? new(steps, count)
            : throw new ArgumentException($"steps of {steps.Step} from {steps.Low} to {steps.High}; between -1e15 and 1e15, and fewer than 1e15.");

    /// <inheritdoc/>
    public override string At(double unit) => Level((long)(unit * Count));

    /// <inheritdoc/>
    public override double PlaceOf(string value) => (LevelOf(NumberOf(value)) + 0.5) / Count;

    /// <inheritdoc/>
    public override string Nearest(double number) => Level(LevelOf(number));

    /// <summary>The value so many steps from another, or the last there is on that side.</summary>
    public string Beside(string value, int steps) => Level(LevelOf(NumberOf(value)) + steps);

    /// <summary>All values, in order.</summary>
    public IEnumerable<string> All()
    {
        for (long level = 0; level < Count; level++)
            yield return Level(level);
    }

    private long LevelOf(double number) => (long)Math.Round((Math.Clamp(number, Low, High) - Low) / Steps.Step!.Value);

    private string Level(long level) => Text(Steps.ValueAt(Math.Clamp(level, 0, Count - 1)));
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
