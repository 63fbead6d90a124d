using System.Globalization;

namespace GanActors.Server.Benchmarks;

/// <summary>A home folder full of runs that have ended, as real ones leave it.</summary>
internal static class StoredRuns
{
    /// <summary>Trains one run and makes many of it, each with as many rows of figures.</summary>
    public static async Task Make(string home, int runs, int rows)
    {
        string model = Path.Combine(home, "model");
        using (var train = ServerProcess.Launch("train", "ring", "--iterations", "400", "--set", "samples.every=100", "--out", model))
        {
            await train.StandardOutput.ReadToEndAsync();
            await train.WaitForExitAsync();
        }

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(model, "metrics.csv"));
        using (var writer = new StreamWriter(Path.Combine(model, "metrics.csv")))
        {
            writer.Write(lines[0] + "\n");
            for (int row = 0; row < rows; row++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{row + 1}{lines[1 + (row % (lines.Length - 1))][lines[1 + (row % (lines.Length - 1))].IndexOf(',')..]}\n"));
        }

        for (int run = 0; run < runs; run++)
            Copy(model, Path.Combine(home, "runs", string.Create(CultureInfo.InvariantCulture, $"ring-{run:D3}")));
        Directory.Delete(model, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.GetDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
