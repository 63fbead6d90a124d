using GanActors.Exchange;
using GanActors.Server.Runs;

namespace GanActors.Cli.Generation;

/// <summary>Finds the generator that is meant.</summary>
internal static class GeneratorSource
{
    /// <summary>The full path of a generator's file.</summary>
    /// <param name="source">A file, a run's folder, or the name of a run under <c>runs/</c>.</param>
    /// <param name="currentDirectory">Where <c>runs/</c> is.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    public static string Find(string source, string currentDirectory)
    {
        if (string.IsNullOrWhiteSpace(source))
            throw new BadInputException("RUN|FILE takes a run or a generator's .safetensors file, not an empty name");
        foreach (string path in ResultSource.Runs.Places(source, currentDirectory))
        {
            if (File.Exists(path))
                return path;
            if (!Directory.Exists(path))
                continue;
            string file = Path.Combine(path, GeneratorFile.Name);
            return File.Exists(file) ? file : throw new BadInputException($"'{source}' holds no {GeneratorFile.Name}; a run leaves it there when it ends");
        }

        throw new BadInputException($"there is no run or file '{source}'{ResultSource.Runs.Hint(source, GeneratorFile.Name, currentDirectory)}");
    }
}
