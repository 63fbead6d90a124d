using System.CommandLine;
using GanActors.Cli.Training;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors resume</c>: goes on with a run that was stopped, or broke off.</summary>
internal static class ResumeCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var run = new Argument<string>("run") { Description = "A run's folder, or its name under runs/", HelpName = "RUN" };
        var options = new RunOptions();
        var resume = new CommandWithExamples(
            "resume", "Goes on with a run where its newest checkpoint left it, as if there had been no break",
            new Example("ganactors resume runs/ring-7", "After Ctrl-C, a crash or a loss of power."),
            new Example("ganactors resume runs/ring-7 --iterations 40000", "Longer than it was meant to be."),
            new Example("ganactors resume runs/ring-7 --set generator.optimizer.lr=0.0001", "Learning more slowly from here on; what makes it another run is refused."));
        resume.Arguments.Add(run);
        options.AddTo(resume);
        resume.SetAction((parsed, stop) => new TrainingSession(
            new TrainingWish(null, options.Overrides(parsed), options.Data(parsed), parsed.GetValue(run), options.Threads(parsed), options.Json(parsed), ResumeWish.Always,
                Cluster: options.Cluster(parsed), Device: options.Device(parsed), Engine: options.Engine(parsed), Metrics: options.Metrics(parsed)),
            surroundings).RunAsync(stop));
        return resume;
    }
}
