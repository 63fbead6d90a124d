using GanActors.Grafana;

// Writes the files anew, into the repository that this program was built from.
string top = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(top, "GanActors.sln")))
    top = Path.GetDirectoryName(top) ?? throw new InvalidOperationException("GanActors.sln is in no folder above this program");
foreach (var (path, text) in GeneratedFiles.Of(top))
{
    File.WriteAllText(Path.Combine(top, path), text);
    Console.WriteLine(path);
}
