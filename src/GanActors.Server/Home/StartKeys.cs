using System.Collections.Concurrent;
using GanActors.Client;
using GanActors.Server.Api;

namespace GanActors.Server.Home;

/// <summary>What was started with which idempotency key, so that a request that is sent twice starts one thing.</summary>
/// <param name="kind">What is started, as messages name it.</param>
internal sealed class StartKeys(string kind)
{
    private readonly ConcurrentDictionary<string, (string Id, string? Asked)> _started = new(StringComparer.Ordinal);

    /// <summary>Remembers a start; without a key there is nothing to remember.</summary>
    /// <param name="key">The key; null for none.</param>
    /// <param name="id">What was started.</param>
    /// <param name="asked">What tells one wish from another.</param>
    public void Remember(string? key, string id, string? asked)
    {
        if (key is not null)
            _started[key] = (id, asked);
    }

    /// <summary>What was started with a key before; null if nothing was, or it is no longer there.</summary>
    /// <param name="key">The key; null for none.</param>
    /// <param name="asked">What tells one wish from another.</param>
    /// <param name="find">Finds what was started by its id.</param>
    /// <exception cref="RequestException">The key was used for another wish.</exception>
    public T? Recall<T>(string? key, string asked, Func<string, T?> find)
        where T : class
    {
        if (key is null || !_started.TryGetValue(key, out var known) || find(known.Id) is not { } before)
            return null;
        return known.Asked == asked ? before
            : throw new RequestException(422, $"the idempotency key was used for another {kind}", new FieldError("Idempotency-Key", "take a new one for another request"));
    }
}
