using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>What a view remembers of a run from one look to the next.</summary>
internal sealed class RunCourse
{
    public LossHistory DiscriminatorLoss { get; } = new();

    public LossHistory GeneratorLoss { get; } = new();

    public SheetEvent? LastSheet { get; private set; }

    public EpochEvent? LastEpoch { get; private set; }

    /// <summary>The alarms that are raised, oldest first.</summary>
    public List<AlarmNotice> Alarms { get; } = [];

    /// <summary>The newest evaluation.</summary>
    public EvaluationEvent? LastEvaluation { get; private set; }

    /// <summary>The best of those that may be compared with the newest.</summary>
    public EvaluationEvent? BestEvaluation { get; private set; }

    /// <summary>What the first evaluation has to do before it can measure; null once there is one.</summary>
    public string? Preparation { get; private set; }

    /// <summary>The schedule's last decision.</summary>
    public GateDecision? LastDecision { get; private set; }

    public void Add(RunProgress progress)
    {
        foreach (var happening in progress.Events)
        {
            switch (happening)
            {
                case MetricsEvent { Row: var row }:
                    DiscriminatorLoss.Add(row.DiscriminatorLoss);
                    GeneratorLoss.Add(row.GeneratorLoss);
                    break;
                case SheetEvent sheet:
                    LastSheet = sheet;
                    break;
                case EpochEvent epoch:
                    LastEpoch = epoch;
                    break;
                case AlarmEvent { Alarm: var alarm }:
                    Alarms.RemoveAll(raised => raised.Kind == alarm.Kind);
                    if (alarm.Raised)
                        Alarms.Add(alarm);
                    break;
                case EvaluationEvent evaluation:
                    BestEvaluation = EvaluationText.Better(BestEvaluation, evaluation);
                    (LastEvaluation, Preparation) = (evaluation, null);
                    break;
                case NoticeEvent { Kind: NoticeKinds.Preparation } notice:
                    Preparation = notice.Words;
                    break;
                case GateEvent gate:
                    LastDecision = gate.Decision;
                    break;
            }
        }
    }
}
