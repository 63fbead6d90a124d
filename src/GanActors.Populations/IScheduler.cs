using GanActors.Sweeps;

namespace GanActors.Populations;

/// <summary>
/// Decides which configuration is trained how long, and knows nothing of clocks, grains or files: an immutable state machine whose
/// decisions follow from its specification, its seed and the order of what it was asked and told, so that replaying these brings it back.
/// What a synchronous one has trained does not depend on the order of the reports, unless its sampler learns from them: TPE draws by what
/// is known at that moment.
/// </summary>
public interface IScheduler
{
    /// <summary>Asks for the next piece of work; whoever has a free lane asks until there is none.</summary>
    /// <returns>
    /// The decision, and the scheduler that has made it. If it is <see cref="Wait"/> or <see cref="Finished"/>, that is this scheduler,
    /// unchanged.
    /// </returns>
    (Decision Decision, IScheduler Next) Ask();

    /// <summary>Tells what became of a piece of work that was asked for.</summary>
    /// <exception cref="ArgumentException">No such piece of work is under way, or the loss is not that of its end.</exception>
    IScheduler Tell(TrialReport report);

    /// <summary>Adds configurations to the budget, at any time, also after <see cref="Finished"/>.</summary>
    /// <exception cref="NotSupportedException">
    /// It cannot be extended: a grid that is complete, or a population whose size is fixed.
    /// </exception>
    IScheduler Extend(int trials);
}

/// <summary>What a scheduler wants.</summary>
public abstract record Decision;

/// <summary>Train a trial from where it is to an iteration, and report.</summary>
/// <param name="Trial">Its number, from 0, without gaps in the order of the first decisions.</param>
/// <param name="Configuration">What it is to be trained with from now on.</param>
/// <param name="Until">Iterations it has done then.</param>
/// <param name="From">Whose weights and optimiser state it takes over first; null to go on with its own, or to begin.</param>
/// <param name="Bracket">Which of the scheduler's brackets it belongs to, from 0, for tables and pictures.</param>
public sealed record Train(int Trial, Configuration Configuration, long Until, Donor? From = null, int Bracket = 0) : Decision;

/// <summary>A trial whose state another takes over.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Iteration">The end of one of its pieces of work.</param>
public sealed record Donor(int Trial, long Iteration);

/// <summary>There is no work until another report comes in.</summary>
public sealed record Wait : Decision;

/// <summary>There is no more work, and none under way.</summary>
public sealed record Finished : Decision;

/// <summary>What became of a piece of work.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Iteration">Where it has come: to the end of the piece of work, unless it failed.</param>
/// <param name="Loss">
/// Its objective, so that less is better whatever the direction; null if it failed, for whatever reason. One that is not finite is a
/// failure, too.
/// </param>
public sealed record TrialReport(int Trial, long Iteration, double? Loss);
