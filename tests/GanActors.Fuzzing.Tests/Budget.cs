using System.Globalization;

namespace GanActors.Fuzzing.Tests;

/// <summary>
/// How much is tried. Without a variable each reader gets a fixed number of inputs, the same on every machine; <c>GANACTORS_FUZZ_SECONDS</c> gives
/// each so many seconds instead, <c>GANACTORS_FUZZ_SEED</c> starts elsewhere, and <c>GANACTORS_FUZZ_ONLY=reader:seed:number</c> tries one input again.
/// </summary>
/// <param name="Seed">Where the random numbers start.</param>
/// <param name="Time">How long to go on; null for as many inputs as the reader says.</param>
/// <param name="Only">The one input to try; null for all.</param>
internal sealed record Budget(ulong Seed, TimeSpan? Time, (string Reader, long Number)? Only)
{
    /// <summary>How long one input may take. It is no measure of speed, even on a machine that has much else to do: what takes this long hangs.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>What the environment asks for.</summary>
    public static Budget Asked { get; } = FromEnvironment();

    private static Budget FromEnvironment()
    {
        ulong seed = Variable("SEED") is { } start ? ulong.Parse(start, CultureInfo.InvariantCulture) : 1;
        TimeSpan? time = Variable("SECONDS") is { } seconds ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : null;
        if (Variable("ONLY") is not { } only)
            return new Budget(seed, time, null);
        string[] parts = only.Split(':');
        return new Budget(ulong.Parse(parts[1], CultureInfo.InvariantCulture), null, (parts[0], long.Parse(parts[2], CultureInfo.InvariantCulture)));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable("GANACTORS_FUZZ_" + name) is { Length: > 0 } value ? value : null;
}
