using System.Text.Json;

namespace GanActors.EndToEnd.Tests;

public sealed class TrainTests : IDisposable
{
    private const string DebiansFashion = "/usr/share/datasets/fashion-mnist";

    private readonly DirectoryInfo _root = BuiltProgram.NewFolder();

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task The_quick_start_learns_real_clothes_and_leaves_the_same_bytes_with_one_thread_and_two()
    {
        Assert.SkipUnless(Directory.Exists(DebiansFashion), $"Fashion-MNIST is not in {DebiansFashion}; Debian's package dataset-fashion-mnist brings it");
        string one = Out("one"), two = Out("two");
        string[] train = ["train", "quickstart", "--set", "data.name=fashion-mnist", "--set", "samples.every=100", "--iterations", "200"];
        var (exitCode, output, error) = await BuiltProgram.Run([.. train, "--out", one, "--threads", "1"]);
        Assert.True(exitCode == 0, error);
        Assert.Contains("60,000", output, StringComparison.Ordinal);
        Assert.Equal(0, (await BuiltProgram.Run([.. train, "--out", two, "--threads", "2"])).ExitCode);

        Assert.Equal(201, File.ReadLines(Path.Combine(one, "metrics.csv")).Count());
        foreach (string file in new[] { "metrics.csv", "samples/iteration-000000.png", "samples/iteration-000100.png", "samples/iteration-000200.png", "losses.png", "scores.png", "accuracy.png", "gradients.png", "schedule.png", "contact-sheet.png", "samples.apng", "real.png" })
            Assert.True(File.ReadAllBytes(Path.Combine(one, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(two, file))), file);
        Assert.False(File.ReadAllBytes(Path.Combine(one, "samples/iteration-000000.png")).AsSpan()
            .SequenceEqual(File.ReadAllBytes(Path.Combine(one, "samples/iteration-000200.png"))));
    }

    [Fact]
    public async Task A_kept_recipe_does_the_same_run_again()
    {
        string first = Out("first"), again = Out("again");
        Assert.Equal(0, (await BuiltProgram.Run("train", "ring", "--iterations", "50", "--seed", "9", "--out", first)).ExitCode);
        Assert.Equal(0, (await BuiltProgram.Run("train", Path.Combine(first, "recipe.yaml"), "--out", again)).ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(first, "metrics.csv")), File.ReadAllText(Path.Combine(again, "metrics.csv")));
    }

    [Fact]
    public async Task A_run_whose_discriminator_is_fooled_stops_by_itself_and_says_why()
    {
        string folder = Out("fooled");
        string rule = "stop={ kind: fooled, band: 0.4, window: 20, for: 10 }";
        var (exitCode, output, error) = await BuiltProgram.Run("train", "ring", "--set", rule, "--iterations", "5000", "--out", folder);
        Assert.True(exitCode == 0, error);
        string[] lines = output.Split('\n');
        string why = Assert.Single(lines, line => line.StartsWith("why ", StringComparison.Ordinal))["why ".Length..].Trim();
        Assert.StartsWith("the discriminator is fooled half the time: over the last 20 iterations it was right on ", why, StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal("completed", summary.RootElement.GetProperty("state").GetString());
        Assert.Equal(why, summary.RootElement.GetProperty("reason").GetString());

        // The rule held at the end, and the figures written show that it did.
        long iterations = summary.RootElement.GetProperty("iterations").GetInt64();
        Assert.InRange(iterations, 29, 4999);
        string[][] rows = [.. File.ReadLines(Path.Combine(folder, "metrics.csv")).Select(line => line.Split(','))];
        Assert.Equal(iterations + 1, rows.Length);
        foreach (string side in new[] { "d_accuracy_real", "d_accuracy_fake" })
        {
            int column = Array.IndexOf(rows[0], side);
            Assert.InRange(rows[^20..].Average(row => double.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture)), 0.1, 0.9);
        }
    }

    [Fact]
    public async Task With_json_every_line_is_an_object_from_started_to_finished()
    {
        var (exitCode, output, _) = await BuiltProgram.Run("train", "ring", "--iterations", "50", "--out", Out("json"), "--json");
        Assert.Equal(0, exitCode);
        string?[] events = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.GetProperty("event").GetString();
        })];
        Assert.Equal("started", events[0]);
        Assert.Equal("finished", events[^1]);
        Assert.Equal(50, events.Count(name => name == "metrics"));
    }

    [Fact]
    public async Task A_termination_signal_ends_the_run_in_good_order()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no termination signal");
        string folder = Out("stopped");
        using var program = BuiltProgram.Start("train", "ring", "--iterations", "1000000000", "--out", folder, "--json");
        string? line;
        do
            line = await program.NextLine();
        while (line is not null && !line.Contains("\"metrics\"", StringComparison.Ordinal));
        program.Signal("TERM");
        while (await program.NextLine() is not null)
        {
            // Read on, so that the program does not wait for us.
        }

        Assert.Equal(130, await program.Ended());
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal("stopped", summary.RootElement.GetProperty("state").GetString());
        long iterations = summary.RootElement.GetProperty("iterations").GetInt64();
        Assert.Equal(iterations + 1, File.ReadLines(Path.Combine(folder, "metrics.csv")).LongCount());
    }

    [Fact]
    public async Task A_run_that_diverges_says_in_one_line_where_and_leaves_what_it_has()
    {
        string folder = Out("diverged");
        string[] absurd = ["--set", "discriminator.optimizer={ kind: sgd, lr: 10 }", "--set", "loss.kind=least-squares"];
        var (exitCode, _, error) = await BuiltProgram.Run(["train", "ring", .. absurd, "--out", folder]);
        Assert.Equal(1, exitCode);
        Assert.Matches("^ganactors: the run failed after [0-9,]+ iterations?: in iteration [0-9]+: Step [0-9]+ of the (discriminator|generator) was not taken: ", error);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal("failed", summary.RootElement.GetProperty("state").GetString());
        Assert.True(File.Exists(Path.Combine(folder, "metrics.csv")));
    }

    [Fact]
    public async Task A_bad_recipe_is_one_line_and_leaves_nothing()
    {
        string recipe = Path.Combine(_root.FullName, "bad.yaml");
        File.WriteAllText(recipe, "generator:\n  layers: [ { dense: 2 } ]\ndiscriminator:\n  layers: [ { dens: 1 } ]\n");
        string folder = Out("bad");
        var (exitCode, _, error) = await BuiltProgram.Run("train", recipe, "--out", folder);
        Assert.Equal(2, exitCode);
        Assert.Equal($"{recipe}:4:15: discriminator.layers[0]: unknown layer 'dens'; did you mean 'dense'?", error.Trim());
        Assert.False(Directory.Exists(folder));
    }

    private string Out(string name) => Path.Combine(_root.FullName, name);
}
