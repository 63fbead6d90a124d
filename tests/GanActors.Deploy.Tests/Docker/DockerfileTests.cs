using System.Text.RegularExpressions;

namespace GanActors.Deploy.Tests.Docker;

/// <summary>What hadolint would ask of the Dockerfile, as far as it concerns it, and what we ask.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Instructions = Read();

    /// <summary>Each instruction on one line, without comments.</summary>
    private static string[] Read()
    {
        var lines = Repository.Read("deploy/docker/Dockerfile").Split('\n').Where(line => !line.StartsWith('#') && line.Trim().Length > 0);
        return [.. string.Join('\n', lines).Replace("\\\n", "", StringComparison.Ordinal).Split('\n').Select(line => Regex.Replace(line, " +", " "))];
    }

    private static int Only(string start) => Array.FindIndex(Instructions, line => line.StartsWith(start, StringComparison.Ordinal)) is var at and >= 0
        ? at
        : throw new InvalidOperationException($"There is no instruction that begins with {start}");

    [Fact]
    public void Images_it_is_made_of_are_public_and_have_a_version()
    {
        string[] stages = [.. Instructions.Where(line => line.Contains(" AS ", StringComparison.Ordinal)).Select(line => line.Split(" AS ")[1])];
        foreach (string from in Instructions.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]))
        {
            if (stages.Contains(from) || from == "for-$DEVICE")
                continue;
            Assert.Matches("^mcr\\.microsoft\\.com/dotnet/(sdk|aspnet):10\\.0-[a-z]+$", from);
        }

        Assert.Contains("for-cpu", stages);
        Assert.Contains("for-cuda", stages);
    }

    [Fact]
    public void The_program_does_not_run_as_root_and_says_so_by_number()
    {
        Assert.Equal("USER $APP_UID", Assert.Single(Instructions, line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.True(Only("USER ") > Only("FROM mcr.microsoft.com/dotnet/aspnet"));
        Assert.DoesNotContain(Instructions[Only("USER ")..], line => line.StartsWith("RUN ", StringComparison.Ordinal));
    }

    [Fact]
    public void Restoring_is_a_layer_of_its_own_that_only_project_files_change()
    {
        int restore = Only("RUN dotnet restore"), build = Only("FROM for-$DEVICE");
        string[] before = [.. Instructions[build..restore].Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)).SelectMany(line => line.Split(' ')[1..^1])];
        Assert.All(before, file => Assert.Matches(@"^(--parents|src/\*\*/\*\.csproj|global\.json|Directory\.[A-Za-z]+\.(props|targets))$", file));
        // All that a build looks at above a project is there.
        Assert.Equal(Repository.Files(".", "Directory.*"), before.Where(file => file.StartsWith("Directory.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.True(restore < Only("COPY src src") && Only("COPY src src") < Only("RUN dotnet publish"));
        Assert.Contains("--no-restore", Instructions[Only("RUN dotnet publish")], StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_are_installed_without_what_they_recommend_and_without_the_lists()
    {
        foreach (string run in Instructions.Where(line => line.Contains("apt-get", StringComparison.Ordinal)))
        {
            Assert.Contains("apt-get update && apt-get install -y --no-install-recommends ", run, StringComparison.Ordinal);
            Assert.EndsWith("rm -rf /var/lib/apt/lists/*", run, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Commands_are_lists_and_nothing_is_fetched_from_elsewhere()
    {
        foreach (string line in Instructions.Where(line => Regex.IsMatch(line, "^(ENTRYPOINT|CMD|HEALTHCHECK) ")))
            Assert.Matches(@"\[.*\]$", line);
        Assert.DoesNotContain(Instructions, line => Regex.IsMatch(line, "^ADD |curl |wget |sudo |apt |https?://"));
        Assert.Single(Instructions, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
        Assert.Single(Instructions, line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_secret_is_baked_in() =>
        Assert.DoesNotContain(Instructions, line => Regex.IsMatch(line, "^(ARG|ENV) .*(KEY|PASSWORD|SECRET|TOKEN|CLUSTER|CHECKPOINTS)"));

    [Fact]
    public void Whatever_is_copied_is_let_in_and_little_else_is()
    {
        string[] ignored = [.. Repository.Read(".dockerignore").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];
        Assert.Equal("*", ignored[0]);
        string[] letIn = [.. ignored.Where(line => line.StartsWith('!')).Select(line => line[1..])];
        Assert.All(letIn, path => Assert.True(Path.Exists(Repository.At(path)), path));
        foreach (string copy in Instructions.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal)))
        {
            foreach (string source in copy.Split(' ')[1..^1].Where(word => !word.StartsWith("--", StringComparison.Ordinal)))
                Assert.Contains(letIn, path => source == path || source.StartsWith($"{path}/", StringComparison.Ordinal));
        }
    }
}
