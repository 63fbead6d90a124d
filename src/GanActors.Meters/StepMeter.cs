using System.Diagnostics;
using System.Diagnostics.Metrics;
using GanActors.Duel;
using GanActors.Networks;

namespace GanActors.Meters;

/// <summary>How long one kind of step of one kind of network takes, and how long it waits for its lane.</summary>
public sealed class StepMeter
{
    private readonly Histogram<double> _duration, _wait;
    private readonly KeyValuePair<string, object?> _network, _phase, _command;

    internal StepMeter(Histogram<double> duration, Histogram<double> wait, NetworkRole network, Phase phase, NetworkCommand command)
    {
        (_duration, _wait) = (duration, wait);
        _network = Labels.Network.Is(Labels.Word(network));
        _phase = Labels.Phase.Is(Labels.Word(phase));
        _command = Labels.Command.Is(Labels.Word(command));
    }

    /// <summary>A step was taken. The times are of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    /// <param name="asked">When the lane was asked for.</param>
    /// <param name="begun">When it was there.</param>
    /// <param name="done">When the step was.</param>
    public void Taken(long asked, long begun, long done)
    {
        if (!_duration.Enabled)
            return;
        _duration.Record((double)(done - begun) / Stopwatch.Frequency, _network, _phase, _command);
        _wait.Record((double)(begun - asked) / Stopwatch.Frequency, _network);
    }
}
