using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

/// <summary>What a recipe may say of when its run ends early.</summary>
public sealed class StopTests
{
    private const string Stop = "stop: { kind: fooled, band: 0.15, window: 50, for: 25 }\n";

    private static readonly string Text = RecipeText.Least + Stop;

    [Fact]
    public void A_run_ends_at_its_length_unless_the_recipe_says_otherwise()
    {
        Assert.Null(RecipeText.Read(RecipeText.Least).Stop);
        Assert.Null(RecipeText.Read(RecipeText.Least + "stop: none\n").Stop);
        Assert.Null(RecipeText.Read(Text, "stop=none").Stop);
    }

    [Fact]
    public void Every_key_is_read_and_written()
    {
        var recipe = RecipeText.Read(Text);
        Assert.Equal(new StopSpec(StopKind.Fooled, 0.15f, 50, 25), recipe.Stop);
        Assert.Contains($"\n{Stop}", RecipeWriter.Write(recipe), StringComparison.Ordinal);
        Assert.Contains("\nstop: none\n", RecipeWriter.Write(RecipeText.Read(RecipeText.Least)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_kind_alone_has_defaults() =>
        Assert.Equal(new StopSpec(StopKind.Fooled, 0.1f, 100, 200), RecipeText.Read(RecipeText.Least + "stop: fooled\n").Stop);

    [Fact]
    public void An_override_changes_one_value_of_it() =>
        Assert.Equal(new StopSpec(StopKind.Fooled, 0.05f, 50, 25), RecipeText.Read(Text, "stop.band=0.05").Stop);

    /// <summary>As in <see cref="RecipeErrorTests.Faults"/>.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        { "stop:", "§stopp:", "stopp", "unknown key; did you mean 'stop'?" },
        { "kind: fooled", "kind: §foold", "stop.kind", "expected one of fooled, found 'foold'; did you mean 'fooled'?" },
        { "kind: fooled, ", "", "stop.kind", "missing; write for example stop: { kind: fooled, band: 0.1 }" },
        { "band: 0.15", "band: §0", "stop.band", "0 is out of range: expected a number above 0 and below 0.5" },
        { "band: 0.15", "band: §0.5", "stop.band", "0.5 is out of range: expected a number above 0 and below 0.5" },
        { "window: 50", "window: §0", "stop.window", "0 is out of range: expected a whole number from 1 to 100000" },
        { "window: 50", "§windows: 50", "stop.windows", "unknown key; did you mean 'window'?" },
        { "for: 25", "for: §0.5", "stop.for", "expected a whole number from 1 to 1000000000, found '0.5'" },
        { Stop, "stop: { kind: §fooled }\nloss: { kind: wasserstein }\n", "stop.kind", "a critic with the loss wasserstein draws no line between real and fake, so it cannot be fooled half the time; write none" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_line_column_and_key(string good, string bad, string key, string problem) =>
        RecipeText.AssertFaultIsNamed(Text, good, bad, key, problem, blamed: ("stop: {", "stop: §{"));
}
