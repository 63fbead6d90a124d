namespace GanActors.EndToEnd.Tests;

/// <summary>A run in pieces, and an unbroken one to compare it with.</summary>
public abstract class BrokenRun : IDisposable
{
    private readonly DirectoryInfo _root = BuiltProgram.NewFolder();

    /// <summary>The unbroken run's folder.</summary>
    protected string Whole => PathOf("whole");

    /// <summary>The folder of the run in pieces.</summary>
    protected string Broken => PathOf("broken");

    /// <summary>What is said to the run in pieces of where its checkpoints are kept.</summary>
    protected virtual string Checkpoints => "";

    /// <summary>How often its process is killed.</summary>
    protected virtual int Kills { get; } = KillCount.AtMost(25);

    /// <summary>Removes both.</summary>
    public void Dispose()
    {
        _root.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A place beside both.</summary>
    protected string PathOf(string name) => Path.Combine(_root.FullName, name);

    /// <summary>A run whose process is killed at random moments and started again each time is, in the end, that of a process that never died.</summary>
    protected async Task AssertSurvives(params string[] recipe)
    {
        var (exitCode, output, error) = await BuiltProgram.Run(["train", "--threads", "1", .. recipe, "--out", Whole, "--json"]);
        Assert.True(exitCode == 0, error);
        int lines = output.Count(c => c == '\n');

        // Lives of random length, so that together they do not reach the end; checkpoints take most of their time.
        var random = new Random(Seed: 17);
        for (int kill = 0; kill < Kills; kill++)
        {
            using var program = BuiltProgram.StartWith(Checkpoints, ["train", "--threads", "1", .. recipe, "--out", Broken, "--resume-if-exists", "--json"]);
            bool lives = await Lines(program, 1 + random.Next(lines / Kills));
            await Task.Delay(random.Next(30), TestContext.Current.CancellationToken);
            program.Signal("KILL");
            Assert.True(await program.Ended() is 137 && lives, $"life {kill} of {Kills} came to its end");
        }

        (exitCode, _, error) = await BuiltProgram.RunWith(Checkpoints, "resume", Broken);
        Assert.True(exitCode == 0, error);
        AssertSame();
    }

    /// <summary>Reads so many lines; false if the output ends before.</summary>
    private protected static async Task<bool> Lines(BuiltProgram program, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (await program.NextLine() is null)
                return false;
        }

        return true;
    }

    /// <summary>Both runs left the same bytes.</summary>
    protected void AssertSame()
    {
        string[] files =
        [
            "metrics.csv", "generator.safetensors", "recipe.yaml", "contact-sheet.png", "samples.apng",
            .. Directory.GetFiles(Whole, "*.png").Select(file => Path.GetFileName(file)!),
            .. Directory.GetFiles(Path.Combine(Whole, "samples")).Select(file => Path.GetRelativePath(Whole, file)),
        ];
        foreach (string file in files.Distinct())
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(Whole, file));
            Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Broken, file))), $"{file} differs from that of an unbroken run");
        }

        Assert.Equal(Directory.GetFiles(Path.Combine(Whole, "samples")).Length, Directory.GetFiles(Path.Combine(Broken, "samples")).Length);
    }
}
