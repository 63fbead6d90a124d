namespace Orleans.Runtime;

/// <summary>
/// The activation that a thread runs when the current one has no more turns. What a turn wakes last is most often what it
/// then waits for: a grain it called, or the caller it answers. Running that here spares waking another thread, and the
/// message is still in this core's cache.
/// </summary>
/// <remarks>
/// But a turn may go on for long after it woke another activation, or may even block until that has answered. So a watch
/// looks every few milliseconds, as long as turns wake each other, and gives what has waited since it last looked to the
/// thread pool: a long turn blocks its own activation only.
/// </remarks>
internal sealed class NextOnThread
{
    private const int LookEveryMilliseconds = 5;
    private const int LooksBeforeRest = 200;
    private static readonly Lock Gate = new();
    private static readonly List<WeakReference<NextOnThread>> Threads = [];
    private static readonly AutoResetEvent WakeUp = new(false);
    private static int _resting;

    [ThreadStatic]
    private static NextOnThread? _mine;

    private Activation? _activation;

    // Counted by the owning thread, read by the watch.
    private int _puts;
    private int _putsSeen;

    public static NextOnThread Mine => _mine ??= Register();

    /// <summary>Keeps an activation for this thread; false when there is one already.</summary>
    public bool TryPut(Activation activation)
    {
        if (Volatile.Read(ref _activation) is not null) return false;
        Volatile.Write(ref _puts, _puts + 1);

        // A full fence, so that either the watch sees the activation before it rests or this thread sees that it rests.
        Interlocked.Exchange(ref _activation, activation);
        if (Volatile.Read(ref _resting) != 0 && Interlocked.Exchange(ref _resting, 0) != 0) WakeUp.Set();
        return true;
    }

    /// <summary>Takes the activation, unless there is none or the watch was faster.</summary>
    public Activation? Take() => Volatile.Read(ref _activation) is null ? null : Interlocked.Exchange(ref _activation, null);

    private static NextOnThread Register()
    {
        var mine = new NextOnThread();
        lock (Gate)
        {
            if (Threads.Count == 0)
            {
                using (Flow.Suppress())
                    new Thread(Watch) { IsBackground = true, Name = "Orleans.Embedded turn watch" }.Start();
            }

            Threads.Add(new WeakReference<NextOnThread>(mine));
        }

        return mine;
    }

    private static void Watch()
    {
        var quiet = 0;
        while (true)
        {
            if (Look()) quiet = 0;
            else if (++quiet > LooksBeforeRest && Rest()) quiet = 0;
            Thread.Sleep(LookEveryMilliseconds);
        }
    }

    // True when some turn woke an activation since the last look.
    private static bool Look()
    {
        var active = false;
        lock (Gate)
        {
            for (var i = Threads.Count - 1; i >= 0; i--)
            {
                if (!Threads[i].TryGetTarget(out var thread))
                {
                    // Ended. The first stays, for its being there says that there is a watch.
                    if (i > 0) Threads.RemoveAt(i);
                    continue;
                }

                var puts = Volatile.Read(ref thread._puts);
                if (puts != thread._putsSeen)
                {
                    thread._putsSeen = puts;
                    active = true;
                }
                else if (thread.Take() is { } waiting)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(waiting, preferLocal: false);
                    active = true;
                }
            }
        }

        return active;
    }

    private static bool Rest()
    {
        Interlocked.Exchange(ref _resting, 1);
        if (Look())
        {
            Interlocked.Exchange(ref _resting, 0);
            return true;
        }

        return WakeUp.WaitOne();
    }
}
