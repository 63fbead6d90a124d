using System.Runtime.InteropServices;

namespace GanActors.Datasets.Tests;

public sealed class DataDirectoryTests
{
    private static readonly string Home = Path.Combine(Path.GetTempPath(), "somebody");

    private static DataDirectory Resolve(string? option, OSPlatform platform, params (string Name, string Value)[] environment) =>
        DataDirectory.Resolve(option, name => environment.FirstOrDefault(pair => pair.Name == name).Value, platform);

    [Fact]
    public void The_option_comes_before_the_variable_and_the_cache()
    {
        var directory = Resolve("here", OSPlatform.Linux, ("GANACTORS_DATA", "/there"), ("XDG_CACHE_HOME", "/cache"), ("HOME", Home));
        Assert.Equal((Path.GetFullPath("here"), "--data"), (directory.Path, directory.Origin));
    }

    [Fact]
    public void The_variable_comes_before_the_cache()
    {
        string there = Path.Combine(Home, "there");
        var directory = Resolve(null, OSPlatform.Linux, ("GANACTORS_DATA", there), ("XDG_CACHE_HOME", Home), ("HOME", Home));
        Assert.Equal((there, "GANACTORS_DATA"), (directory.Path, directory.Origin));
    }

    [Fact]
    public void An_empty_option_or_variable_says_nothing() =>
        Assert.Equal(Path.Combine(Home, ".cache", "ganactors"), Resolve(" ", OSPlatform.Linux, ("GANACTORS_DATA", ""), ("HOME", Home)).Path);

    [Fact]
    public void The_cache_follows_the_platform()
    {
        Assert.Equal(Path.Combine(Home, "ganactors"), Resolve(null, OSPlatform.Linux, ("XDG_CACHE_HOME", Home), ("HOME", "/elsewhere")).Path);
        Assert.Equal(Path.Combine(Home, ".cache", "ganactors"), Resolve(null, OSPlatform.Linux, ("HOME", Home)).Path);
        Assert.Equal(Path.Combine(Home, "Library", "Caches", "ganactors"), Resolve(null, OSPlatform.OSX, ("HOME", Home)).Path);
        Assert.Equal(Path.Combine(Home, "ganactors"), Resolve(null, OSPlatform.Windows, ("LOCALAPPDATA", Home)).Path);
        Assert.Equal(Path.Combine(Path.GetTempPath(), "ganactors"), Resolve(null, OSPlatform.Linux).Path);
    }

    [Fact]
    public void A_relative_cache_variable_is_ignored() =>
        Assert.Equal(Path.Combine(Home, ".cache", "ganactors"), Resolve(null, OSPlatform.Linux, ("XDG_CACHE_HOME", "cache"), ("HOME", Home)).Path);

    [Fact]
    public void A_file_is_no_data_directory()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", [1]);
        Assert.Contains("--data", Assert.Throws<DatasetException>(() => Resolve(file, OSPlatform.Linux)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_sets_lie_in_it_by_name() =>
        Assert.Equal(Path.Combine(Home, "mnist"), Resolve(Home, OSPlatform.Linux).FolderOf("mnist"));
}
