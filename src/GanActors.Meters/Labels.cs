using GanActors.Devices;
using GanActors.Duel;
using GanActors.Networks;
using GanActors.Runs;

namespace GanActors.Meters;

/// <summary>The labels of series, and the few values that they take.</summary>
internal static class Labels
{
    public const string
        Run = "run", Sweep = "sweep", Recipe = "recipe", Data = "data", Network = "network", Phase = "phase", Side = "side", Cause = "cause", Alarm = "alarm",
        Figure = "figure", Extractor = "extractor", Command = "command", Transport = "transport", Message = "message", Reason = "reason", State = "state", Fault = "fault",
        Lane = "lane", Kind = "kind", Device = "device", Silo = "silo", Stack = "stack", Version = "version",
        Scheduler = "scheduler", Metric = "metric", Direction = "direction", Trial = "trial", Iterations = "iterations";

    public const string Generator = "generator", Discriminator = "discriminator";

    /// <summary>A label with its value.</summary>
    public static KeyValuePair<string, object?> Is(this string label, string value) => new(label, value);

    /// <summary>The network of this role.</summary>
    public static string Word(NetworkRole role) => role == NetworkRole.Generator ? Generator : Discriminator;

    /// <summary>The phase in which this network's weights may move.</summary>
    public static string Word(Phase phase) => phase == Duel.Phase.Generator ? Generator : Discriminator;

    /// <summary>The command of this name.</summary>
    public static string Word(NetworkCommand command) => command switch
    {
        NetworkCommand.Forge => "forge",
        NetworkCommand.Study => "study",
        NetworkCommand.Assess => "assess",
        NetworkCommand.Judge => "judge",
        _ => "learn",
    };

    /// <summary>What was at fault.</summary>
    public static string Word(RunFault fault) => fault switch
    {
        RunFault.Diverged => "diverged",
        RunFault.OutOfMemory => "out_of_memory",
        _ => "other",
    };

    /// <summary>The kind of a device.</summary>
    public static string Word(DeviceKind kind) => kind == DeviceKind.Cuda ? "cuda" : "cpu";

    /// <summary>How a batch or a command travels.</summary>
    public static string Transported(bool isOnWire) => isOnWire ? "wire" : "memory";
}
