using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

/// <summary>What a recipe says of checkpoints and of divergence, and which of its values a run under way can take.</summary>
public sealed class CheckpointRecipeTests
{
    [Theory]
    [InlineData("checkpoint: { every: 0 }", "checkpoint.every")]
    [InlineData("checkpoint: { every: { iterations: 5, seconds: 5 } }", "checkpoint.every")]
    [InlineData("checkpoint: { every: [5] }", "checkpoint.every")]
    [InlineData("checkpoint: { keep: 0 }", "checkpoint.keep")]
    [InlineData("checkpoint: { best: fidd }", "checkpoint.best")]
    [InlineData("checkpoint: { best: { metric: d_loss, direction: down } }", "checkpoint.best.direction")]
    [InlineData("on_divergence: rollback", "on_divergence")]
    [InlineData("on_divergence: { do: skip, lr_factor: 0.5 }", "on_divergence.lr_factor")]
    [InlineData("on_divergence: { do: roll-back, lr_factor: 0 }", "on_divergence.lr_factor")]
    public void A_fault_names_its_key(string line, string key)
    {
        var fault = Assert.Throws<RecipeException>(() => RecipeReader.Read(RecipeText.Least + line + "\n"));
        Assert.Equal(key, fault.Key);
    }

    [Fact]
    public void Short_forms_are_read()
    {
        var recipe = RecipeText.Read(RecipeText.Least + "checkpoint: { every: 500, best: d_accuracy_real }\non_divergence: skip\n");
        Assert.Equal(new CheckpointSpec(500, null, 3, new BestSpec("d_accuracy_real", Smallest: false)), recipe.Checkpoint);
        Assert.Equal(new DivergenceSpec(DivergenceAction.Skip, Most: 100), recipe.Divergence);
        Assert.Null(RecipeText.Read(RecipeText.Least + "checkpoint: none\n").Checkpoint);
    }

    [Theory]
    [InlineData("run.iterations=20", "run.iterations", true)]
    [InlineData("samples.every=7", "samples.every", true)]
    [InlineData("generator.optimizer.lr=0.5", "generator.optimizer.lr", true)]
    [InlineData("run={ iterations: 10000, seed: 9 }", "run.seed", false)]
    [InlineData("batch=8", "batch", false)]
    [InlineData("generator.layers[1]=sigmoid", "generator.layers[1]", false)]
    [InlineData("loss.kind=hinge", "loss.kind", false)]
    [InlineData("discriminator.optimizer.betas=[0.1, 0.9]", "discriminator.optimizer.betas[0]", false)]
    public void A_change_is_told_by_its_key_and_whether_a_run_under_way_can_take_it(string assignment, string key, bool isFree)
    {
        var before = RecipeText.Read(RecipeText.Least);
        var after = RecipeReader.Read(RecipeText.Least, overrides: [assignment]).Recipe;
        var change = RecipeChanges.Between(before, after).First(change => change.Key == key);
        Assert.Equal(isFree, change.IsFree);
        Assert.Empty(RecipeChanges.Between(before, before));
    }
}
