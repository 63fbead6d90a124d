using System.CommandLine;
using GanActors.Cli.Runs;
using GanActors.Cli.Sweeps;
using GanActors.Client;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors sweep</c>: searches a recipe's values, many runs at once.</summary>
internal static class SweepCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<string>("file") { Description = "A sweep's name or a YAML file; with --resume also the folder of a sweep", HelpName = "FILE" };
        var output = new Option<string?>("--out") { Description = "The folder for the results; else sweeps/<name>", HelpName = "DIR" };
        var resume = new Option<bool>("--resume") { Description = "Goes on with a sweep that was stopped, or broke off: nothing that was done is done again" };
        var data = new Option<string?>("--data") { Description = "Where data sets lie by name; else GANACTORS_DATA, else the user's cache folder", HelpName = "DIR" };
        var parallel = WholeNumberOption.Create("--parallel", "Runs at once; else what the sweep says, else one for each core", 1, 1024);
        var set = new Option<string[]>("--set")
        {
            Description = "Changes one value of the file of a group, for example exchange=none; may be repeated",
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var engine = new EngineOptions();
        var cluster = ClusterOption.Create();
        var server = ServerOption.Create();
        var metrics = new MetricsOptions();
        var json = new Option<bool>("--json") { Description = "One JSON object a line on standard output: started, report, failure, finished" };
        var sweep = new CommandWithExamples(
            "sweep", "Searches a recipe's values for the best, many runs at once",
            new Example("ganactors sweep mlp-lr-asha", "A sweep that comes with the program; its leaderboard grows in sweeps/mlp-lr-asha."),
            new Example("ganactors sweep my-sweep.yaml --out /data/sweeps/first", "One of your own."),
            new Example("ganactors sweep cells-3x3-mnist", "A grid of GANs that compete with their neighbours; see docs/cells.md."),
            new Example("ganactors sweep mlp-lr-asha --resume", "After Ctrl-C, a crash or a loss of power."));
        sweep.Arguments.Add(file);
        foreach (var option in (IEnumerable<Option>)[output, resume, data, set, parallel, .. engine.All, cluster, server, json])
            sweep.Options.Add(option);
        metrics.AddTo(sweep);
        sweep.SetAction((parsed, stop) =>
        {
            if (server.Find(parsed) is not { } client)
                return Here(parsed, stop);
            ServerOption.Refuse(parsed, [output, resume, data, set, .. engine.All, cluster, .. metrics.All]);
            return AtServer(client, parsed.GetRequiredValue(file), (int?)parsed.GetValue(parallel), parsed.GetValue(json), surroundings, stop);
        });
        return sweep;

        Task<int> Here(ParseResult parsed, CancellationToken stop) => new SweepSession(
            new SweepAsk(
                parsed.GetRequiredValue(file), parsed.GetValue(output), parsed.GetValue(resume), parsed.GetValue(data), (int?)parsed.GetValue(parallel), parsed.GetValue(set) ?? [],
                parsed.GetValue(json), cluster.Find(parsed), metrics.Place(parsed), engine.Of(parsed, cluster.Find(parsed))),
            surroundings).RunAsync(stop);
    }

    private static async Task<int> AtServer(GanActorsClient client, string file, int? parallel, bool isJson, Surroundings surroundings, CancellationToken stop)
    {
        using (client)
        {
            bool isFile = file.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.HasExtension(file);
            string? yaml = isFile ? await File.ReadAllTextAsync(Path.GetFullPath(file, surroundings.CurrentDirectory), stop) : null;
            return await new ServerTraining(client, surroundings, isJson).Sweep(new StartSweep(isFile ? null : file, yaml, Parallel: parallel), stop);
        }
    }
}
