using System.Globalization;
using System.Text.Json;
using GanActors.Runs;
using static GanActors.Server.Home.EventFile;

namespace GanActors.Server.Home;

/// <summary>What a line of a run's history says, for people.</summary>
internal static class EventWords
{
    /// <summary>In a sentence.</summary>
    public static string Of(string kind, JsonElement json) => kind switch
    {
        "checkpoint" => Invariant($"checkpoint of {Size(Number(json, "bytes"))} in {Number(json, "seconds"):0.###} s"),
        "gate" => $"{Text(json, "player")} {Text(json, "move")}: {Text(json, "reason")}",
        "alarm" => Text(json, "state") == "raised" ? $"{Alarm(json)}: {Text(json, "reason")}" : $"{Alarm(json)} is over: {Text(json, "reason")}",
        "epoch" => Invariant($"epoch {Number(json, "epoch"):N0}: D is right on {Number(json, "d_accuracy"):P1}, on real {Number(json, "d_accuracy_real"):P1}, on fake {Number(json, "d_accuracy_fake"):P1}"),
        "modes" => Invariant($"{Number(json, "captured")} of {Number(json, "of")} modes found, {Number(json, "high_quality"):P1} of {Number(json, "samples"):N0} samples near one"),
        "evaluation" => Evaluation(json),
        "end" => $"{Text(json, "state")}: {Text(json, "reason")}",
        _ => Text(json, "what") ?? Text(json, "reason") ?? kind,
    };

    /// <summary>How much it matters: <c>info</c>, <c>warning</c> or <c>good</c>.</summary>
    public static string Severity(string kind, JsonElement json) => kind switch
    {
        "alarm" => Text(json, "state") == "raised" ? "warning" : "good",
        "end" => Text(json, "state") == "failed" ? "warning" : "good",
        NoticeKinds.Restored or NoticeKinds.RolledBack or NoticeKinds.Skipped or NoticeKinds.CheckpointFault or NoticeKinds.EvaluationFault or NoticeKinds.Waiting => "warning",
        _ => "info",
    };

    private static string Alarm(JsonElement json) => (Text(json, "alarm") ?? "alarm").Replace('_', ' ');

    private static string Evaluation(JsonElement json)
    {
        if (!json.TryGetProperty("figures", out var figures) || figures.ValueKind != JsonValueKind.Object)
            return "evaluated";
        return string.Join(", ", FigureNames.All
            .Where(name => name != FigureNames.KidError && Number(figures, name) is not null)
            .Take(6)
            .Select(name => Invariant($"{name.Replace('_', ' ')} {Number(figures, name):G4}")));
    }

    private static string Size(double? bytes) => bytes switch
    {
        null => "?",
        < 1 << 20 => Invariant($"{bytes / 1024:0.#} KB"),
        _ => Invariant($"{bytes / (1 << 20):0.#} MB"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
