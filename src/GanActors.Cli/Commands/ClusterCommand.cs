using System.CommandLine;
using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Server.Clusters;
using Spectre.Console;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors cluster</c>: makes a cluster's store ready, and looks at its devices.</summary>
internal static class ClusterCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var command = new Command("cluster", "Prepares a cluster, and shows its devices");
        command.Subcommands.Add(Prepare(surroundings));
        command.Subcommands.Add(Devices(surroundings));
        return command;
    }

    private static CommandWithExamples Prepare(Surroundings surroundings)
    {
        var cluster = ClusterOption.Create();
        var prepare = new CommandWithExamples(
            "prepare", "Makes the tables that a cluster needs; doing it again changes nothing",
            new Example("ganactors cluster prepare --cluster \"postgresql:Host=db;Database=gan;Username=gan\"", "Once, before the first silo starts."));
        prepare.Options.Add(cluster);
        prepare.SetAction(async (parsed, stop) =>
        {
            surroundings.Out.WriteLine(await ClusterStack.PrepareAsync(cluster.Require(parsed), stop));
            return ExitCode.Done;
        });
        return prepare;
    }

    private static CommandWithExamples Devices(Surroundings surroundings)
    {
        var cluster = ClusterOption.Create();
        var devices = new CommandWithExamples(
            "devices", "Shows every silo's devices, the runs on them, and the runs that wait",
            new Example("ganactors cluster devices --cluster localhost", "What is free, and why a run waits."));
        devices.Options.Add(cluster);
        devices.SetAction(async (parsed, stop) =>
        {
            await using var host = await surroundings.JoinCluster(cluster.Require(parsed), stop);
            var board = await host.Devices().Look();
            var table = Tables.Plain(surroundings.Output, "silo", "lane", "device", "memory", "runs on it", "room");
            table.RightAligned(1, 3, 5);
            foreach (var silo in board.Silos)
            {
                for (int lane = 0; lane < silo.Lanes.Length; lane++)
                {
                    var report = silo.Lanes[lane];
                    table.AddRow(
                        new Text(silo.Silo),
                        new Text(lane.ToString(CultureInfo.InvariantCulture)),
                        new Text(report.Device),
                        new Text(report.Memory > 0 ? string.Create(CultureInfo.InvariantCulture, $"{report.Memory / (double)(1 << 30):F1} GiB") : ""),
                        new Text(string.Join(", ", report.Networks.Select(run => run.Value).Distinct())),
                        new Text(string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, report.Capacity - report.Networks.Length)} of {report.Capacity}")));
                }
            }

            surroundings.Output.Write(table);
            foreach (var waiting in board.Queue)
                surroundings.Out.WriteLine($"{waiting.Run.Value} waits: {waiting.Reason}");
            return ExitCode.Done;
        });
        return devices;
    }
}
