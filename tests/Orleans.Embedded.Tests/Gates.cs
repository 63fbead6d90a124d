using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests;

/// <summary>Named barriers between a test and its grains: a grain says that it came and waits; the test waits for it and lets it go.</summary>
internal sealed class Gates
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _came = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _open = new();

    /// <summary>For a grain: tells that it came and completes when the gate is open.</summary>
    public Task Pass(string name)
    {
        Reach(name);
        return Of(_open, name).Task;
    }

    /// <summary>For a grain: tells that it came.</summary>
    public void Reach(string name) => Of(_came, name).TrySetResult();

    /// <summary>For a test: completes when somebody came.</summary>
    public Task Reached(string name) => Of(_came, name).Task;

    /// <summary>For a test: whether somebody came.</summary>
    public bool WasReached(string name) => Reached(name).IsCompleted;

    /// <summary>For a test: lets through who waits or will come.</summary>
    public void Open(string name) => Of(_open, name).TrySetResult();

    private static TaskCompletionSource Of(ConcurrentDictionary<string, TaskCompletionSource> gates, string name) =>
        gates.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
