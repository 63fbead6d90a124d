using System.Text.Json;
using GanActors.Cli.Rendering;
using GanActors.Client;

namespace GanActors.Cli.Runs;

/// <summary>A <c>train</c> or a <c>sweep</c> that a server does: it is started there and looked at here. Ctrl-C ends the looking, not the work.</summary>
/// <param name="client">The server.</param>
/// <param name="surroundings">What it touches.</param>
/// <param name="isJson">What the server tells, a JSON object a line.</param>
internal sealed class ServerTraining(GanActorsClient client, Surroundings surroundings, bool isJson)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

    /// <summary>Starts a run and follows it to its end.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> Train(StartRun wish, CancellationToken stop)
    {
        var run = await client.StartAsync(wish, stop: stop);
        string id = run.Row.Id;
        Line($"{id}: {run.Row.Recipe} on {run.Row.Data}, at {new Uri(client.Server, $"/runs/{Uri.EscapeDataString(id)}")}");
        long told = 0;
        RunRow last = run.Row;
        string? waiting = null;
        try
        {
            await foreach (var live in client.FollowAsync(id, stop))
            {
                last = live.Row;
                if (isJson)
                {
                    surroundings.Out.WriteLine(JsonSerializer.Serialize(live, ApiJson.Options));
                    continue;
                }

                if (last is { State: "waiting", Why: { } why } && why != waiting)
                    Line($"waiting: {waiting = why}");
                foreach (var happening in live.Events.Where(each => each.Kind is not ("opened" or "checkpoint")))
                    Line($"{happening.Kind.Replace('_', ' ')}{(happening.Iteration is { } at ? $" after {Figures.Count(at)}" : "")}: {happening.Words}");
                long now = surroundings.Clock.GetTimestamp();
                if (last.State == "running" && (told == 0 || surroundings.Clock.GetElapsedTime(told, now) >= BetweenLines))
                {
                    told = now;
                    Line(Describe(last));
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Line($"{id} goes on at the server; stop it with `ganactors runs stop {id} --server {client.Server}`");
            return ExitCode.Stopped;
        }

        Line($"{id} is {last.State.Replace('_', ' ')} after {Figures.Count(last.Iterations)} iterations: {last.Why}");
        return last.State == "failed" ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>Starts a sweep or a group and follows it to its end.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> Sweep(StartSweep wish, CancellationToken stop)
    {
        var sweep = await client.StartAsync(wish, stop: stop);
        string id = sweep.Row.Id;
        Line($"{id}: {sweep.Row.Kind} of {sweep.Row.Recipe}, at {new Uri(client.Server, $"/sweeps/{Uri.EscapeDataString(id)}")}");
        var last = sweep.Row;
        int reports = -1;
        try
        {
            await foreach (var live in client.FollowSweepAsync(id, stop))
            {
                last = live.Row;
                if (isJson)
                {
                    surroundings.Out.WriteLine(JsonSerializer.Serialize(live, ApiJson.Options));
                    continue;
                }

                int now = live.Trials.Sum(trial => trial.Reports.Count) + (int)(live.Cells?.Epoch ?? 0);
                if (now == reports)
                    continue;
                reports = now;
                Line($"{Figures.Count(last.Trials)} of {Figures.Count(last.Budget)}, {Figures.Count(last.Iterations)} iterations{(last.Objective is { Value: { } value } best ? $", best {best.Name} {Figures.Real(value)}" : "")}");
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Line($"{id} goes on at the server");
            return ExitCode.Stopped;
        }

        Line($"{id} is {last.State}{(last.Why is { } why ? $": {why}" : "")}");
        return last.State == "failed" ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Describe(RunRow row) =>
        $"{Figures.Count(row.Iterations)}/{Figures.Count(row.TotalIterations)}  D loss {Figures.Real(row.DLoss ?? double.NaN)}  G loss {Figures.Real(row.GLoss ?? double.NaN)}"
        + $"  D right on real {Figures.Share(row.DAccuracyReal ?? double.NaN)}, on fake {Figures.Share(row.DAccuracyFake ?? double.NaN)}  {Figures.Rate(row.IterationsPerSecond)} it/s";

    private void Line(string text)
    {
        if (!isJson)
            surroundings.Out.WriteLine(text);
    }
}
