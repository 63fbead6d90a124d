using System.Runtime.CompilerServices;

namespace GanActors.Cli.Tests;

/// <summary>
/// Compares text with the one that was looked at and approved, <c>Approved/{test}.txt</c>. With the environment variable
/// <c>GANACTORS_APPROVE=1</c> the new text takes its place: look at the difference before committing it.
/// </summary>
internal static class Approved
{
    public static void Match(string text, [CallerMemberName] string test = "", [CallerFilePath] string source = "")
    {
        string now = string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("GANACTORS_APPROVE") == "1")
        {
            // Where the source lies, so not in a build that maps source paths away.
            string folder = Path.Combine(Path.GetDirectoryName(source)!, "Approved");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, test + ".txt"), now);
            return;
        }

        string file = Path.Combine(AppContext.BaseDirectory, "Approved", test + ".txt");
        Assert.True(File.Exists(file), $"Nothing is approved for {test} yet.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), now);
    }
}
