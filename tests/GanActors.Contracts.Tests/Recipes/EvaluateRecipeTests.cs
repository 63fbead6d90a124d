using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class EvaluateRecipeTests
{
    [Fact]
    public void A_run_is_not_evaluated_unless_the_recipe_says_so()
    {
        Assert.Null(Read("").Evaluate);
        Assert.Null(Read("evaluate: none\n").Evaluate);
        Assert.Equal(new EvaluateSpec(500, 2_500), Read("evaluate: 500\n").Evaluate);
        Assert.Equal(new EvaluateSpec(500, 64), Read("evaluate: { every: 500, samples: 64 }\n").Evaluate);
    }

    [Fact]
    public void What_is_written_reads_the_same()
    {
        var recipe = Read("evaluate: { every: 500, samples: 64 }\n");
        Assert.Contains("\nevaluate: { every: 500, samples: 64 }\n", RecipeWriter.Write(recipe), StringComparison.Ordinal);
        Assert.Equal(recipe, RecipeReader.Read(RecipeWriter.Write(recipe)).Recipe);
    }

    [Theory]
    [InlineData("evaluate: { samples: 64 }", "evaluate")]
    [InlineData("evaluate: { every: 0 }", "evaluate.every")]
    [InlineData("evaluate: { every: 10, samples: 3 }", "evaluate.samples")]
    [InlineData("evaluate: { every: 10, sample: 64 }", "evaluate.sample")]
    public void Mistakes_are_told_with_their_key(string line, string key)
    {
        var fault = Assert.Throws<RecipeException>(() => Read(line + "\n"));
        Assert.Contains(key, fault.Message, StringComparison.Ordinal);
    }

    private static Recipe Read(string more) =>
        RecipeReader.Read("generator: { layers: [ { dense: 2 } ] }\ndiscriminator: { layers: [ { dense: 1 } ] }\n" + more).Recipe;
}
