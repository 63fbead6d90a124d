using System.Globalization;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Stopping;

/// <summary>
/// Ends a run once the discriminator guesses: the moving means of its accuracy on real items and of that on generated ones, each for itself,
/// have both been within a band around one half for so many iterations in a row. Their own mean is never looked at: a discriminator that
/// calls everything real is right on 100 % and on 0 %, one half on average, and far from fooled.
/// </summary>
internal sealed class FooledRule(StopSpec spec)
{
    private readonly MovingMean _real = new(spec.Window), _fake = new(spec.Window);
    private long _inBand;

    /// <summary>Whether the run is to end.</summary>
    public bool IsMet => _inBand >= spec.For;

    /// <summary>Why, once it is met.</summary>
    public string Reason => string.Create(
        CultureInfo.InvariantCulture,
        $"the discriminator is fooled half the time: over the last {spec.Window} iterations it was right on {Percent(_real.Value)} of the real items and on "
        + $"{Percent(_fake.Value)} of the generated ones, each between {Percent(0.5 - spec.Band)} and {Percent(0.5 + spec.Band)} for {spec.For} iterations");

    /// <summary>The rule that a recipe asks for; null if it asks for none.</summary>
    public static FooledRule? Of(StopSpec? spec) => spec?.Kind switch
    {
        null => null,
        StopKind.Fooled => new FooledRule(spec),
        _ => throw new NotSupportedException($"No rule {spec.Kind}."),
    };

    /// <summary>Takes note of an iteration's accuracies. A side that was not seen yet begins anew.</summary>
    public void Note(MetricsRow row)
    {
        _real.Add(row.AccuracyReal);
        _fake.Add(row.AccuracyFake);
        _inBand = IsGuess(_real) && IsGuess(_fake) ? _inBand + 1 : 0;
    }

    /// <summary>What has been noted so far.</summary>
    public Memory Save() => new(_real.Save(), _fake.Save(), _inBand);

    /// <summary>Goes on where a rule of the same window left off; one of another window begins anew.</summary>
    public void Load(Memory memory)
    {
        if (memory.Real.Values.Length != spec.Window)
            return;
        _real.Load(memory.Real);
        _fake.Load(memory.Fake);
        _inBand = memory.InBand;
    }

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private bool IsGuess(MovingMean accuracy) => accuracy.IsFull && Math.Abs(accuracy.Value - 0.5) <= spec.Band;

    /// <summary>What a rule has noted.</summary>
    internal sealed record Memory(MovingMean.Memory Real, MovingMean.Memory Fake, long InBand);
}
