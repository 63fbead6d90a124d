using System.Globalization;

namespace GanActors.EndToEnd.Tests;

/// <summary>Processes that end, or are refused, in order.</summary>
public sealed class LeaveTests : BrokenRun
{
    [Fact]
    public async Task A_run_that_is_asked_to_end_leaves_a_checkpoint_of_its_last_iteration_and_goes_on_from_there()
    {
        string[] train = ["train", "ring", "--iterations", "3000", "--set", "checkpoint.every={ seconds: 1000 }", "--set", "samples.every=1000"];
        Assert.Equal(0, (await BuiltProgram.Run([.. train, "--out", Whole])).ExitCode);
        using (var program = BuiltProgram.Start([.. train, "--out", Broken, "--json"]))
        {
            await Lines(program, 400);
            program.Signal("TERM");
            await Lines(program, int.MaxValue);
            Assert.Equal(130, await program.Ended());
        }

        long done = File.ReadLines(Path.Combine(Broken, "metrics.csv")).Count() - 1;
        Assert.StartsWith($"{done:D8}-", Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(Broken, "checkpoints")))), StringComparison.Ordinal);
        var (exitCode, output, error) = await BuiltProgram.Run("resume", Broken);
        Assert.True(exitCode == 0, error);
        Assert.Contains(done.ToString("#,0", CultureInfo.InvariantCulture), output, StringComparison.Ordinal);
        AssertSame();
    }

    [Fact]
    public async Task A_second_process_on_a_run_is_refused()
    {
        string folder = PathOf("run");
        using var first = BuiltProgram.Start("train", "ring", "--iterations", "100000000", "--out", folder, "--json");
        await Lines(first, 1);
        var (exitCode, _, error) = await BuiltProgram.Run("resume", folder);
        Assert.Equal(2, exitCode);
        Assert.Contains(Environment.MachineName, error, StringComparison.Ordinal);
    }
}
