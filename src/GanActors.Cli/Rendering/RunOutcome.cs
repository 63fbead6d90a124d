using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>What a run has told of itself that its final report repeats.</summary>
internal sealed class RunOutcome
{
    private readonly List<EpochEvent> _epochs = [];

    /// <summary>The newest sample sheet seen, a full path.</summary>
    public string? LastSheet { get; private set; }

    /// <summary>The epochs told, oldest first.</summary>
    public IReadOnlyList<EpochEvent> Epochs => _epochs;

    /// <summary>The modes found, of data whose modes are known.</summary>
    public ModesEvent? Modes { get; private set; }

    /// <summary>The alarms raised, oldest first.</summary>
    public List<AlarmNotice> Alarms { get; } = [];

    /// <summary>Why the run ended, once it has.</summary>
    public string? Reason { get; private set; }

    public void Add(RunProgress progress)
    {
        foreach (var happening in progress.Events)
        {
            switch (happening)
            {
                case SheetEvent sheet:
                    LastSheet = sheet.Path;
                    break;
                case EpochEvent epoch:
                    _epochs.Add(epoch);
                    break;
                case AlarmEvent { Alarm: { Raised: true } alarm }:
                    Alarms.Add(alarm);
                    break;
                case ModesEvent modes:
                    Modes = modes;
                    break;
                case EndEvent end:
                    Reason = end.Reason;
                    break;
            }
        }
    }
}
