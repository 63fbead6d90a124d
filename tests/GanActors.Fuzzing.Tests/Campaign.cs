using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GanActors.Fuzzing.Tests;

/// <summary>Tries one spoilt input after the other on a reader, and watches time and memory.</summary>
internal sealed class Campaign(Reader reader, Budget budget)
{
    private const int MostFailures = 5;

    // The thread that reads writes these, the thread that watches reads them.
    private long _number = -1;
    private long _since;
    private byte[] _input = [];

    // By what went wrong and where, so that one fault does not hide another.
    private readonly Dictionary<string, string> _failures = [];
    private readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private int _values;
    private int _refused;
    private long _mostAllocated;
    private TimeSpan _longest;
    private TimeSpan _took;

    /// <summary>Runs to the end of the budget, or throws at the first input that is neither read nor refused as it should.</summary>
    /// <returns>What was tried, for the log.</returns>
    public static string Run(Reader reader) => new Campaign(reader, Budget.Asked).Run();

    private string Run()
    {
        if (budget.Only is { } only && only.Reader != reader.Name)
            return $"{reader.Name}: skipped, for {only.Reader} alone is asked for";
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    TryAll();
                }
                catch (Exception fault)
                {
                    failure = fault;
                }
            },
            maxStackSize: 1 << 20)
        {
            // One that hangs must not hold the process.
            IsBackground = true,
            Name = $"fuzzing {reader.Name}",
        };
        thread.Start();
        while (!thread.Join(TimeSpan.FromMilliseconds(100)))
        {
            long since = Interlocked.Read(ref _since);
            if (since != 0 && Stopwatch.GetElapsedTime(since) > Budget.Longest)
                throw new InvalidOperationException(Report(Interlocked.Read(ref _number), Volatile.Read(ref _input), $"has not answered within {Budget.Longest.TotalSeconds} s"));
        }

        if (failure is not null)
            throw new InvalidOperationException(Report(_number, _input, failure.Message), failure);
        return _failures.Count == 0 ? Tally() : throw new InvalidOperationException(string.Join(Environment.NewLine, _failures.Values));
    }

    private void TryAll()
    {
        // What is made once, such as tables, belongs to no input.
        Try(reader.Input(new Dice(reader.Name, budget.Seed, -1)));
        if (budget.Only is { } only)
        {
            TryOne(only.Number);
            return;
        }

        long started = Stopwatch.GetTimestamp();
        for (long number = 0; budget.Time is { } time ? Stopwatch.GetElapsedTime(started) < time : number < reader.Inputs; number++)
            TryOne(number);
        _took = Stopwatch.GetElapsedTime(started);
    }

    private void TryOne(long number)
    {
        var dice = new Dice(reader.Name, budget.Seed, number);
        byte[] input = reader.Input(dice);
        Volatile.Write(ref _input, input);
        Interlocked.Exchange(ref _number, number);
        foreach (string kind in dice.Kinds.Distinct())
            _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
        if (Try(input) is not { } fault)
            return;
        string place = fault.StackTrace?.Split('\n') is [var top, ..] ? top.Trim() : "";
        string what = $"{fault.GetType().Name} {place}";
        if (_failures.Count == MostFailures || _failures.ContainsKey(what))
            return;
        byte[] smallest = Smallest(input, fault);
        _failures.Add(what, Report(
            number, smallest, $"{fault.GetType().Name}: {fault.Message} [{string.Join(", ", dice.Kinds)}; {input.Length} bytes, {smallest.Length} of them enough] {place}"));
    }

    // What is wrong with the answer to an input; null if nothing is.
    private Exception? Try(byte[] input)
    {
        long before = reader.Allocated;
        Interlocked.Exchange(ref _since, Stopwatch.GetTimestamp());
        try
        {
            if (reader.Read(input))
                _values++;
            else
                _refused++;
        }
        catch (Exception fault)
        {
            return fault;
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(Interlocked.Exchange(ref _since, 0));
            _longest = took > _longest ? took : _longest;
        }

        long allocated = reader.Allocated - before, bound = reader.Memory.For(input.Length);
        _mostAllocated = Math.Max(_mostAllocated, allocated);
        return _number < 0 || allocated <= bound ? null : new MemoryFault(string.Create(CultureInfo.InvariantCulture, $"allocates {allocated} bytes; at most {bound} are right"));
    }

    // Cuts pieces out for as long as the same goes wrong.
    private byte[] Smallest(byte[] input, Exception fault)
    {
        int tries = 0;
        for (int piece = input.Length / 2; piece > 0; piece /= 2)
        {
            for (int at = 0; at + piece <= input.Length && tries < 2_000;)
            {
                tries++;
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(at + piece)];
                if (Try(shorter)?.GetType() == fault.GetType())
                    input = shorter;
                else
                    at += piece;
            }
        }

        return input;
    }

    private string Report(long number, byte[] input, string problem)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "fuzz-failures");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{reader.Name}-{budget.Seed}-{number}.bin"));
        File.WriteAllBytes(path, input);
        string shown = input.Length > 400 ? "" : $"{Environment.NewLine}{Convert.ToBase64String(input)}{Environment.NewLine}{Encoding.Latin1.GetString(input)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{reader.Name} (GANACTORS_FUZZ_ONLY={reader.Name}:{budget.Seed}:{number}): {problem}; the input lies in {path}{shown}");
    }

    private string Tally() => string.Create(
        CultureInfo.InvariantCulture,
        $"{reader.Name}: {_values + _refused} inputs from seed {budget.Seed} in {_took.TotalSeconds:0.0} s: {_values} read, {_refused} refused; "
        + $"at most {_mostAllocated / 1e6:0.0} MB and {_longest.TotalMilliseconds:0} ms for one; {string.Join(", ", _kinds.Select(kind => $"{kind.Key} {kind.Value}"))}");

    private sealed class MemoryFault(string message) : Exception(message);
}
