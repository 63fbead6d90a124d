namespace GanActors.Grains.Tests.Faults;

/// <summary>What befalls a call from a coordinator to one of its networks.</summary>
internal enum Fault
{
    /// <summary>The message is lost; the caller's patience ends.</summary>
    Lost,

    /// <summary>The call is carried out and its answer is lost.</summary>
    AnswerLost,

    /// <summary>The message arrives twice.</summary>
    Repeated,

    /// <summary>It is carried out, and a copy of it arrives much later, perhaps in another incarnation.</summary>
    CopyLate,

    /// <summary>The caller's patience ends, and the message arrives after others that were sent later.</summary>
    Late,

    /// <summary>The call is not carried out, and something quite different goes wrong.</summary>
    Broken,

    /// <summary>The network's activation ends after the call.</summary>
    Deactivated,

    /// <summary>The network's activation ends after the call, and a copy of the order that set it up arrives after that.</summary>
    DeactivatedAndOrderedLate,
}

/// <summary>The faults of one run, by the number of the call they befall: a pure function of a seed.</summary>
internal sealed class FaultSchedule
{
    // Fewer than the setbacks a run survives in one place.
    private const int Most = 6, Calls = 70, LongestDelay = 30;

    private readonly Dictionary<int, (Fault Fault, int Delay)> _faults = [];
    private readonly List<(int Due, Func<Task> Deliver)> _held = [];
    private readonly Lock _gate = new();
    private int _calls;

    public FaultSchedule(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(1, Most + 1);
        while (_faults.Count < count)
            _faults[random.Next(Calls)] = ((Fault)random.Next((int)Fault.DeactivatedAndOrderedLate + 1), random.Next(1, LongestDelay));
        LeavesAt = random.Next(4) == 0 ? random.Next(Calls) : null;
    }

    /// <summary>At which call the coordinator's own activation begins to end; null for never.</summary>
    public int? LeavesAt { get; }

    /// <summary>Counts what may have ended the run, or broken it off.</summary>
    public SemaphoreSlim Turns { get; } = new(0);

    /// <summary>The order that set a network up last, so that a copy of it can come late.</summary>
    public Dictionary<string, Func<Task>> LastOrder { get; } = [];

    /// <summary>What is in store, in words.</summary>
    public override string ToString() =>
        string.Join(", ", _faults.OrderBy(fault => fault.Key).Select(fault => $"call {fault.Key}: {fault.Value.Fault} ({fault.Value.Delay})"))
        + (LeavesAt is { } call ? $", call {call}: the coordinator leaves" : "");

    /// <summary>Counts a call.</summary>
    /// <returns>What befalls it, the late messages that arrive before it, and whether its coordinator leaves.</returns>
    public (Fault? Fault, int Delay, Func<Task>[] Arriving, bool Leaves) Next()
    {
        lock (_gate)
        {
            int call = _calls++;
            Func<Task>[] arriving = [.. _held.Where(held => held.Due <= call).Select(held => held.Deliver)];
            _held.RemoveAll(held => held.Due <= call);
            return _faults.TryGetValue(call, out var fault)
                ? (fault.Fault, fault.Delay, arriving, call == LeavesAt)
                : (null, 0, arriving, call == LeavesAt);
        }
    }

    /// <summary>Keeps a message back for so many calls.</summary>
    public void Hold(int delay, Func<Task> deliver)
    {
        lock (_gate)
            _held.Add((_calls + delay, deliver));
    }
}
