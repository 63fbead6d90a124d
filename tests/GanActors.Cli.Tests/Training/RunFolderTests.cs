using GanActors.Server.Runs;

namespace GanActors.Cli.Tests.Training;

public sealed class RunFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));
    private readonly string _here = Directory.CreateTempSubdirectory("ganactors-folder-").FullName;

    [Fact]
    public void A_run_is_named_after_its_recipe_and_the_time_in_utc()
    {
        var folder = RunFolder.Choose("ring", null, _here, Now);
        Assert.Equal("ring-20260102-020405", folder.Run.Value);
        Assert.Equal(Path.Combine(_here, "runs", "ring-20260102-020405"), folder.Path);
    }

    [Fact]
    public void Runs_of_the_same_second_have_different_folders()
    {
        Directory.CreateDirectory(RunFolder.Choose("ring", null, _here, Now).Path);
        Assert.Equal("ring-20260102-020405-2", RunFolder.Choose("ring", null, _here, Now).Run.Value);
    }

    [Fact]
    public void A_chosen_folder_is_used_as_it_is_and_names_the_run()
    {
        var folder = RunFolder.Choose("ring", "results/My First_Ring/", _here, Now);
        Assert.Equal(Path.Combine(_here, "results", "My First_Ring"), Path.TrimEndingDirectorySeparator(folder.Path));
        Assert.Equal("my-first-ring", folder.Run.Value);
    }

    [Fact]
    public void A_folder_whose_name_has_no_letters_takes_the_recipes_name() =>
        Assert.Equal("ring-20260102-020405", RunFolder.Choose("ring", "_", _here, Now).Run.Value);

    [Fact]
    public void A_long_recipe_name_still_gives_a_run_id() =>
        Assert.InRange(RunFolder.Choose(new string('a', 200), null, _here, Now).Run.Value.Length, 1, 64);

    [Fact]
    public void An_empty_folder_may_be_chosen()
    {
        Directory.CreateDirectory(Path.Combine(_here, "empty"));
        Assert.Equal("empty", RunFolder.Choose("ring", "empty", _here, Now).Run.Value);
    }

    [Theory]
    [InlineData("metrics.csv")]
    [InlineData("summary.json")]
    [InlineData("recipe.yaml")]
    public void A_folder_that_holds_a_run_is_refused(string trace)
    {
        Directory.CreateDirectory(Path.Combine(_here, "old"));
        File.WriteAllText(Path.Combine(_here, "old", trace), "");
        var fault = Assert.Throws<BadInputException>(() => RunFolder.Choose("ring", "old", _here, Now));
        Assert.Contains("already holds a run", fault.Message, StringComparison.Ordinal);
        Assert.Contains("old", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        File.WriteAllText(Path.Combine(_here, "file"), "");
        Assert.Throws<BadInputException>(() => RunFolder.Choose("ring", "file", _here, Now));
    }

    public void Dispose() => Directory.Delete(_here, recursive: true);
}
