using System.Collections.Immutable;

namespace GanActors.Populations.Tests;

/// <summary>What happened in a sweep, in order.</summary>
internal abstract record Happening;

internal sealed record Asked(Train Work) : Happening;

internal sealed record Told(TrialReport Report) : Happening;

internal sealed record Extended(int Trials) : Happening;

/// <summary>A sweep played to its end on lanes that take different times, without training anything.</summary>
internal sealed record Course(ImmutableArray<Happening> Happenings, IScheduler End)
{
    private const int MostSteps = 100_000;

    public ImmutableArray<Train> Work => [.. Happenings.OfType<Asked>().Select(asked => asked.Work)];

    public int Trials => Work.Select(work => work.Trial).Distinct().Count();

    /// <summary>Which lane is ready next is random; what a trial's loss is depends on nothing but its work.</summary>
    public static Course Play(IScheduler scheduler, Func<Train, double?> loss, int lanes = 1, int order = 0, int extension = 0)
    {
        var random = new Random(order);
        var happenings = ImmutableArray.CreateBuilder<Happening>();
        var running = new List<Train>();
        int extendAt = extension > 0 ? random.Next(40) : -1;
        for (int step = 0; step < MostSteps; step++)
        {
            if (step == extendAt)
                Extend();
            if (running.Count < lanes && random.Next(3) > 0)
            {
                (var decision, scheduler) = scheduler.Ask();
                if (decision is Train work)
                {
                    Assert.DoesNotContain(running, other => other.Trial == work.Trial);
                    happenings.Add(new Asked(work));
                    running.Add(work);
                    continue;
                }

                if (decision is Finished)
                {
                    Assert.Empty(running);
                    if (step < extendAt)
                    {
                        extendAt = -1;
                        Extend();
                        continue;
                    }

                    return new Course(happenings.ToImmutable(), scheduler);
                }

                // Whoever is told to wait must have something to wait for.
                Assert.NotEmpty(running);
            }

            if (running.Count == 0)
                continue;
            var ended = running[random.Next(running.Count)];
            running.Remove(ended);
            var report = new TrialReport(ended.Trial, ended.Until, loss(ended));
            happenings.Add(new Told(report));
            scheduler = scheduler.Tell(report);
        }

        throw new InvalidOperationException($"The sweep has not ended after {MostSteps} steps.");

        void Extend()
        {
            happenings.Add(new Extended(extension));
            scheduler = scheduler.Extend(extension);
        }
    }

    /// <summary>The same happenings to another scheduler, whose decisions must be the same.</summary>
    public IScheduler Replay(IScheduler scheduler)
    {
        foreach (var happening in Happenings)
        {
            switch (happening)
            {
                case Asked asked:
                    (var decision, scheduler) = scheduler.Ask();
                    Assert.Equal(asked.Work, decision);
                    break;
                case Told told:
                    scheduler = scheduler.Tell(told.Report);
                    break;
                case Extended extended:
                    scheduler = scheduler.Extend(extended.Trials);
                    break;
            }
        }

        return scheduler;
    }
}
