using System.Diagnostics;
using System.Diagnostics.Metrics;
using GanActors.Duel;

namespace GanActors.Meters;

/// <summary>How one kind of command fares between a coordinator and a network.</summary>
public sealed class ExchangeMeter
{
    private readonly Histogram<double> _duration;
    private readonly RefusalCounts _refusals;
    private readonly NetworkCommand _what;
    private readonly KeyValuePair<string, object?> _command, _phase, _transport;

    internal ExchangeMeter(Histogram<double> duration, RefusalCounts refusals, NetworkCommand command, Phase phase, bool isOnWire)
    {
        (_duration, _refusals, _what) = (duration, refusals, command);
        _command = Labels.Command.Is(Labels.Word(command));
        _phase = Labels.Phase.Is(Labels.Word(phase));
        _transport = Labels.Transport.Is(Labels.Transported(isOnWire));
    }

    /// <summary>The command is sent: its span, if anybody follows the iteration.</summary>
    public Activity? Sent() => DuelTrace.Sent(_what);

    /// <summary>The network answered a command that was sent at that <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void Answered(long sent)
    {
        if (_duration.Enabled)
            _duration.Record(Stopwatch.GetElapsedTime(sent).TotalSeconds, _command, _phase, _transport);
    }

    /// <summary>The command is sent again, for no answer came in time.</summary>
    public void SentAgain() => _refusals.SentAgain(_what);

    /// <summary>The network refused.</summary>
    public void Refused(TurnRefusedException refusal) => _refusals.Refused(_what, refusal);
}
