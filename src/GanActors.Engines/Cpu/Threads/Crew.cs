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
/// A caller and its helpers. Each has its share of the tiles, the same part of every work, so that what a core has written is mostly read by the
/// same core; who is through takes from the end of the others' shares. A helper that loses its core so delays one tile, not a share. Where
/// somebody else wants the cores, which shows in long waits or in helpers that come to few tiles, helpers are left out for a while. One with
/// nothing to do sleeps.
/// </summary>
/// <remarks>
/// One work at a time: a caller enters <see cref="Run"/> alone. A share's ticket holds the work's number above, then the first tile and the
/// end; a tile is taken by moving either in one exchange, so a late helper can never take a tile of a work whose fields it has not read.
/// </remarks>
internal sealed unsafe class Crew : IDisposable
{
    private const int TileBits = 20;
    private const int MostTiles = (1 << TileBits) - 1;

    // Tickets are two cache lines apart, for cores fetch them in pairs.
    private const int TicketStride = 16;
    private const int SpinsBeforeSleep = 4_000;
    private const int SpinsBetweenLooks = 16;

    // A share that comes in later than this, and than two tiles take, has lost its core.
    private static readonly long Patience = Stopwatch.Frequency / 20_000;

    // One wait is bad luck. When the next comes before so many times its length, somebody else wants the core: helpers rest, longer each time.
    private const int WorthAWait = 16;
    private static readonly long LongestRest = Stopwatch.Frequency / 2;

    // Helpers that over so many tiles do less than half of their share have no core of their own: they take turns with somebody else's
    // threads and, worse, with the caller, which has no need to wait for them and so would never notice.
    private const int TilesOfALook = 2_048;
    private static readonly long ShortestRest = Stopwatch.Frequency / 50;

    private readonly Thread[] _helpers;
    private readonly long[] _room;
    private readonly long* _tickets;
    private readonly int* _done;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _finished = new(0);
    private int _callerSleeps;
    private int _sleepers;
    private void* _work;
    private delegate*<void*, int, void> _execute;
    private volatile bool _disposed;
    private int _number;
    private long _restUntil;
    private bool _resting;
    private long _rest;
    private int _dealt;
    private int _helped;

    /// <summary>A crew of <paramref name="threads"/>, the caller included.</summary>
    public Crew(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _helpers = new Thread[threads - 1];
        _room = GC.AllocateArray<long>((threads + 2) * TicketStride, pinned: true);
        fixed (long* first = _room)
        {
            _tickets = first + TicketStride;
            _done = (int*)(_tickets + threads * TicketStride);
        }

        for (int i = 0; i < _helpers.Length; i++)
        {
            int me = i + 1;
            _helpers[i] = new Thread(() => Help(me)) { IsBackground = true, Name = $"cpu engine {me}" };
            _helpers[i].Start();
        }
    }

    /// <summary>How many threads work, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Told of every work and how long it took, or null.</summary>
    public Action<(string Name, double MultiplyAdds), TimeSpan>? Watch { get; set; }

    /// <summary>What it has multiplied.</summary>
    public ProductCount Products { get; } = new();

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
        if (_helpers.Length == 0 || tiles < 2 || tiles > MostTiles || Resting())
        {
            for (int tile = 0; tile < tiles; tile++)
                work.Execute(tile);
            return;
        }

        fixed (TWork* pinned = &work)
        {
            _work = pinned;
            _execute = &Call<TWork>;
            Volatile.Write(ref *_done, 0);
            int number = Open(tiles);
            Wake();
            long began = Stopwatch.GetTimestamp();
            int mine = TakeTiles(0, number);
            if (Interlocked.Add(ref *_done, mine) != tiles)
                AwaitHelpers(tiles, began, mine);
            _dealt += tiles;
            _helped += tiles - mine;
            if (_dealt >= TilesOfALook)
                LookAtShares();
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

    // Helpers' shares first: they are awaited, the caller's own is not. The last write is a full fence, so that sleepers are seen after it.
    private int Open(int tiles)
    {
        _number = (_number + 1) & ((1 << (64 - 2 * TileBits)) - 1);
        for (int who = Threads - 1; who >= 0; who--)
        {
            long first = (long)tiles * who / Threads, end = (long)tiles * (who + 1) / Threads;
            Interlocked.Exchange(ref _tickets[who * TicketStride], ((long)_number << (2 * TileBits)) | (first << TileBits) | end);
        }

        return _number;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int TakeTiles(int me, int number)
    {
        int taken = TakeTiles(me, number, fromFront: true);
        for (int other = me + 1; other < me + Threads; other++)
            taken += TakeTiles(other < Threads ? other : other - Threads, number, fromFront: false);
        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int TakeTiles(int share, int number, bool fromFront)
    {
        ref long place = ref _tickets[share * TicketStride];
        int taken = 0;
        while (true)
        {
            long ticket = Volatile.Read(ref place);
            int first = (int)(ticket >> TileBits) & MostTiles, end = (int)ticket & MostTiles;
            if (Number(ticket) != number || first == end)
                return taken;
            // These belong to the ticket's work if it is still good below: they change only after all its tiles are done.
            var execute = _execute;
            void* work = _work;
            if (Interlocked.CompareExchange(ref place, fromFront ? ticket + (1L << TileBits) : ticket - 1, ticket) != ticket)
                continue;
            execute(work, fromFront ? first : end - 1);
            taken++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Help(int me)
    {
        int seen = 0;
        while (!_disposed)
        {
            int number = AwaitWork(me, seen);
            if (number == seen)
                continue;
            seen = number;
            int taken = TakeTiles(me, number);
            if (taken > 0)
            {
                Interlocked.Add(ref *_done, taken);
                if (Interlocked.Exchange(ref _callerSleeps, 0) != 0)
                    _finished.Release();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AwaitWork(int me, int seen)
    {
        for (int spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            int number = NumberOf(me);
            if (number != seen)
                return number;
            Thread.SpinWait(1);
        }

        Interlocked.Increment(ref _sleepers);
        // Work that was opened before the sleeper was counted did not wake it; work that was opened after has, and its token is taken.
        if ((NumberOf(me) == seen && !_disposed) || !Uncount())
            _wake.Wait();
        return NumberOf(me);
    }

    private int NumberOf(int share) => Number(Volatile.Read(ref _tickets[share * TicketStride]));

    private static int Number(long ticket) => (int)((ulong)ticket >> (2 * TileBits));

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
    private void AwaitHelpers(int tiles, long began, int mine)
    {
        long ended = Stopwatch.GetTimestamp();
        long patience = Patience + (mine == 0 ? 0 : 2 * (ended - began) / mine);
        do
        {
            for (int spin = 0; spin < SpinsBetweenLooks; spin++)
            {
                if (Volatile.Read(ref *_done) == tiles)
                    return;
                Thread.SpinWait(1);
            }
        }
        while (Stopwatch.GetTimestamp() - ended < patience);

        while (Volatile.Read(ref *_done) != tiles)
        {
            // Every helper that ends its share after this wakes the caller, which looks again; so does one that ended it in between.
            Interlocked.Exchange(ref _callerSleeps, 1);
            if (Volatile.Read(ref *_done) == tiles && Interlocked.Exchange(ref _callerSleeps, 0) != 0)
                break;
            _finished.Wait();
        }

        long now = Stopwatch.GetTimestamp(), wait = now - ended;
        if (ended - _restUntil < WorthAWait * wait)
            Rest(now, wait);
        else
            _restUntil = now;
    }

    private void LookAtShares()
    {
        if (2L * _helped * Threads < (long)_dealt * (Threads - 1))
            Rest(Stopwatch.GetTimestamp(), ShortestRest);
        else
            _rest = 0;
        _dealt = _helped = 0;
    }

    // Longer each time, until helpers do their share again.
    private void Rest(long now, long atLeast)
    {
        _rest = Math.Min(LongestRest, Math.Max(2 * _rest, atLeast));
        _restUntil = now + _rest;
        _resting = true;
        _dealt = _helped = 0;
    }

    private bool Resting()
    {
        if (!_resting)
            return false;
        _resting = Stopwatch.GetTimestamp() < _restUntil;
        return _resting;
    }
}
