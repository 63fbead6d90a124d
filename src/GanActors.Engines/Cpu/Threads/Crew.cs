using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GanActors.Engines.Cpu.Threads;

/// <summary>Work that is cut into tiles which know nothing of each other. Unmanaged, for it lives on the caller's stack.</summary>
internal interface ITiledWork
{
    /// <summary>Does one tile; which thread does it must not change a bit of the result.</summary>
    void Execute(int tile);

    /// <summary>For a profile: what it is, and how many multiply-adds it takes if that is what it is about.</summary>
    (string Name, double MultiplyAdds) Description => (GetType().Name.Split('`')[0], 0);
}

/// <summary>
/// A caller and its helpers. Tiles are dealt out one by one, so a helper that loses its core delays one tile, not a share; a helper
/// that does so is left out for a while, and one with nothing to do sleeps.
/// </summary>
/// <remarks>
/// One work at a time: a caller enters <see cref="Run"/> alone. The ticket holds the work's number above and the tiles left below; a tile
/// is taken by lowering it in one exchange, so a late helper can never take a tile of a work whose fields it has not read.
/// </remarks>
internal sealed unsafe class Crew : IDisposable
{
    private const int SpinsBeforeSleep = 4_000;
    private const int SpinsBeforeLooking = 2_000;
    private static readonly long StallTicks = Stopwatch.Frequency / 1_000;
    private static readonly long ShortestRest = Stopwatch.Frequency / 50;
    private static readonly long LongestRest = Stopwatch.Frequency;

    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _finished = new(0);
    private int _callerSleeps;
    private int _sleepers;
    private long _ticket;
    private int _tiles;
    private int _done;
    private void* _work;
    private delegate*<void*, int, void> _execute;
    private volatile bool _disposed;
    private long _restUntil;
    private bool _resting;
    private long _rest = ShortestRest;

    /// <summary>A crew of <paramref name="threads"/>, the caller included.</summary>
    public Crew(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _helpers = new Thread[threads - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = $"cpu engine {i + 1}" };
            _helpers[i].Start();
        }
    }

    /// <summary>How many threads work, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Told of every work and how long it took, or null.</summary>
    public Action<(string Name, double MultiplyAdds), TimeSpan>? Watch { get; set; }

    /// <summary>Does all tiles and returns when the last is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TWork>(int tiles, ref TWork work)
        where TWork : unmanaged, ITiledWork
    {
        var watch = Watch;
        if (watch == null)
        {
            Share(tiles, ref work);
            return;
        }

        long began = Stopwatch.GetTimestamp();
        Share(tiles, ref work);
        watch(work.Description, Stopwatch.GetElapsedTime(began));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Share<TWork>(int tiles, ref TWork work)
        where TWork : unmanaged, ITiledWork
    {
        if (_helpers.Length == 0 || tiles < 2 || Resting())
        {
            for (int tile = 0; tile < tiles; tile++)
                work.Execute(tile);
            return;
        }

        fixed (TWork* pinned = &work)
        {
            _work = pinned;
            _execute = &Call<TWork>;
            _tiles = tiles;
            _done = 0;
            long number = (Volatile.Read(ref _ticket) >> 32) + 1;
            Interlocked.Exchange(ref _ticket, (number << 32) | (uint)tiles);
            Wake();
            int mine = TakeTiles((int)number);
            if (Interlocked.Add(ref _done, mine) != tiles)
                AwaitHelpers(tiles);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _wake.Release(Math.Max(1, _helpers.Length));
        foreach (var helper in _helpers)
            helper.Join();
        _wake.Dispose();
        _finished.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Call<TWork>(void* work, int tile)
        where TWork : unmanaged, ITiledWork => ((TWork*)work)->Execute(tile);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int TakeTiles(int number)
    {
        int taken = 0;
        while (true)
        {
            long ticket = Volatile.Read(ref _ticket);
            int left = (int)ticket;
            if ((int)(ticket >> 32) != number || left == 0)
                return taken;
            // These belong to the ticket's work if it is still good below: they change only after all its tiles are done.
            var execute = _execute;
            void* work = _work;
            int tile = _tiles - left;
            if (Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket) != ticket)
                continue;
            execute(work, tile);
            taken++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Help()
    {
        int seen = 0;
        while (!_disposed)
        {
            int number = AwaitWork(seen);
            if (number == seen)
                continue;
            seen = number;
            int taken = TakeTiles(number);
            if (taken > 0)
            {
                Interlocked.Add(ref _done, taken);
                if (Interlocked.Exchange(ref _callerSleeps, 0) != 0)
                    _finished.Release();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AwaitWork(int seen)
    {
        for (int spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            int number = Number();
            if (number != seen)
                return number;
            Thread.SpinWait(1);
        }

        Interlocked.Increment(ref _sleepers);
        // Work that was opened before the sleeper was counted did not wake it; work that was opened after has, and its token is taken.
        if ((Number() == seen && !_disposed) || !Uncount())
            _wake.Wait();
        return Number();
    }

    private int Number() => (int)(Volatile.Read(ref _ticket) >> 32);

    // Whoever wakes a sleeper takes it off the count, so that the next work does not wake it again.
    private void Wake()
    {
        while (Uncount())
            _wake.Release();
    }

    private bool Uncount()
    {
        while (true)
        {
            int sleepers = Volatile.Read(ref _sleepers);
            if (sleepers == 0)
                return false;
            if (Interlocked.CompareExchange(ref _sleepers, sleepers - 1, sleepers) == sleepers)
                return true;
        }
    }

    // All tiles are dealt out; the helpers finish theirs. One that takes far longer than a tile has lost its core to somebody else: then the
    // caller sleeps, for to yield would be to wait for everybody else as well, and does the next works alone.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AwaitHelpers(int tiles)
    {
        for (int spin = 0; spin < SpinsBeforeLooking; spin++)
        {
            if (Volatile.Read(ref _done) == tiles)
                return;
            Thread.SpinWait(1);
        }

        long began = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _done) != tiles)
        {
            // Every helper that ends its share after this wakes the caller, which looks again; so does one that ended it in between.
            Interlocked.Exchange(ref _callerSleeps, 1);
            if (Volatile.Read(ref _done) == tiles && Interlocked.Exchange(ref _callerSleeps, 0) != 0)
                break;
            _finished.Wait();
        }

        long now = Stopwatch.GetTimestamp();
        if (now - began > StallTicks)
        {
            _rest = now - _restUntil < 2 * _rest ? Math.Min(LongestRest, 2 * _rest) : ShortestRest;
            _restUntil = now + _rest;
            _resting = true;
        }
    }

    private bool Resting()
    {
        if (!_resting)
            return false;
        _resting = Stopwatch.GetTimestamp() < _restUntil;
        return _resting;
    }
}
