using Orleans.Core.Internal;

namespace Orleans.Runtime;

/// <summary>Values that travel with every call made from here on, and with the calls that those make.</summary>
public static class RequestContext
{
    private const string CallChainKey = "#CCR";
    private static readonly AsyncLocal<Dictionary<string, object>?> Flowing = new();

    /// <summary>The call chain that may re-enter grains; empty when none may.</summary>
    public static Guid ReentrancyId
    {
        get => ReentrancyOf(Values);
        set
        {
            if (value == Guid.Empty) Remove(CallChainKey);
            else Set(CallChainKey, value);
        }
    }

    /// <summary>The keys.</summary>
    public static IEnumerable<string> Keys => Values?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The keys and values.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values ?? Enumerable.Empty<KeyValuePair<string, object>>();

    // Never changed once it flows: Set and Remove copy it.
    internal static Dictionary<string, object>? Values => Flowing.Value;

    /// <summary>Until the section is disposed, calls made here may come back into this activation while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new ReentrancySection(original, original == Guid.Empty ? Guid.NewGuid() : original);
    }

    /// <summary>Until the section is disposed, calls made here may not come back.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>The value under a key; null when there is none.</summary>
    public static object? Get(string key) => Values is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets the value under a key.</summary>
    public static void Set(string key, object value) =>
        Flowing.Value = Values is { } values ? new Dictionary<string, object>(values) { [key] = value } : new Dictionary<string, object>(1) { [key] = value };

    /// <summary>Removes a key; false when it is not there.</summary>
    public static bool Remove(string key)
    {
        if (Values is not { } values || !values.ContainsKey(key)) return false;
        if (values.Count == 1)
        {
            Flowing.Value = null;
            return true;
        }

        var fewer = new Dictionary<string, object>(values);
        fewer.Remove(key);
        Flowing.Value = fewer;
        return true;
    }

    /// <summary>Removes all keys.</summary>
    public static void Clear()
    {
        if (Values is not null) Flowing.Value = null;
    }

    internal static void Import(Dictionary<string, object>? values) => Flowing.Value = values;

    internal static Guid ReentrancyOf(Dictionary<string, object>? values) =>
        values is not null && values.TryGetValue(CallChainKey, out var id) && id is Guid guid ? guid : Guid.Empty;

    /// <summary>Where calls may, or may not, come back into the activation.</summary>
    public readonly struct ReentrancySection : IDisposable, IEquatable<ReentrancySection>
    {
        private readonly Guid _original;
        private readonly Guid _current;

        /// <summary>Enters a section.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _current = newReentrancyId;
            if (_current != _original) ReentrancyId = _current;
            if (_current != Guid.Empty) ((ICallChainReentrantGrainContext?)Activation.Current)?.OnEnterReentrantSection(_current);
        }

        /// <summary>Leaves the section.</summary>
        public void Dispose()
        {
            if (_current != Guid.Empty) ((ICallChainReentrantGrainContext?)Activation.Current)?.OnExitReentrantSection(_current);
            if (_current != _original) ReentrancyId = _original;
        }

        /// <inheritdoc/>
        public bool Equals(ReentrancySection other) => _original == other._original && _current == other._current;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is ReentrancySection other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(_original, _current);

        /// <summary>Same section.</summary>
        public static bool operator ==(ReentrancySection left, ReentrancySection right) => left.Equals(right);

        /// <summary>Different sections.</summary>
        public static bool operator !=(ReentrancySection left, ReentrancySection right) => !left.Equals(right);
    }
}
