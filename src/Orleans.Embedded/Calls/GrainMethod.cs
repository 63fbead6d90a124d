using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>Runs a method of a grain interface on a grain, its arguments in a tuple.</summary>
internal delegate TTask GrainCall<TArgs, TTask>(object grain, ref TArgs args);

/// <summary>Where in the arguments' tuple the cancellation token lies.</summary>
internal delegate ref CancellationToken TokenOf<TArgs>(ref TArgs args);

/// <summary>
/// A method of a grain interface, and the scheduling rules on it. As in Orleans the rules are read from the interface;
/// attributes on the grain class's method say nothing.
/// </summary>
internal sealed class GrainMethod
{
    public GrainMethod(Type grainInterface, string interfaceName, MethodInfo method)
    {
        Interface = grainInterface;
        InterfaceName = interfaceName;
        Method = method;
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        IsAlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsOneWay = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
    }

    public Type Interface { get; }

    public string InterfaceName { get; }

    public MethodInfo Method { get; }

    public bool IsReadOnly { get; }

    public bool IsAlwaysInterleave { get; }

    public bool IsOneWay { get; }

    public TimeSpan? ResponseTimeout { get; }

    /// <summary>A <see cref="GrainCall{TArgs, TTask}"/>.</summary>
    public Delegate Call { get; set; } = null!;

    /// <summary>A <see cref="TokenOf{TArgs}"/>; null when the method takes no token.</summary>
    public Delegate? Token { get; set; }

    public override string ToString() => $"{InterfaceName}.{Method.Name}";
}
