using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class RecipeOverrideTests
{
    [Fact]
    public void An_override_reaches_any_value()
    {
        var recipe = RecipeText.Read(
            RecipeText.Whole,
            "generator.optimizer.betas=[0.25,0.75]",
            "data.name=fashion-mnist",
            "generator.layers[1].leaky_relu=0.3",
            "batch=32",
            " noise.size = 10 ",
            "run.seed=18446744073709551615",
            "loss={ kind: least-squares }",
            "description=a = b",
            "samples.every={epochs: 1}");
        Assert.Equal((0.25f, 0.75f), (recipe.Generator.Optimizer.Beta1, recipe.Generator.Optimizer.Beta2));
        Assert.Equal("fashion-mnist", recipe.Data.Name);
        Assert.Equal(1000, recipe.Data.Limit);
        Assert.Equal(new LeakyRelu(0.3f), recipe.Generator.Layers[1]);
        Assert.Equal(32, recipe.Batch);
        Assert.Equal(10, recipe.Noise.Size);
        Assert.Equal(ulong.MaxValue, recipe.Run.Seed);
        Assert.Equal(new LossSpec(LossKind.LeastSquares), recipe.Loss);
        Assert.Equal("a = b", recipe.Description);
        Assert.Equal(new SamplesSpec(null, 1, 4, 5), recipe.Samples);
    }

    [Fact]
    public void An_override_makes_the_part_it_is_in()
    {
        var recipe = RecipeText.Read(RecipeText.Least, "data.limit=500", "discriminator.optimizer.lr=0.5", "samples.every.epochs=3");
        Assert.Equal(500, recipe.Data.Limit);
        Assert.Equal(0.5f, recipe.Discriminator.Optimizer.LearningRate);
        Assert.Equal(3, recipe.Samples.EveryEpochs);
    }

    [Fact]
    public void The_last_override_of_a_key_wins() => Assert.Equal(3, RecipeText.Read(RecipeText.Whole, "batch=2", "batch=3").Batch);

    [Fact]
    public void Overrides_may_bring_what_the_file_lacks()
    {
        var recipe = RecipeText.Read("generator: { layers: [ { dense: 2 } ] }", "discriminator={ layers: [ { dense: 1 } ] }");
        Assert.Equal(new Dense(1), Assert.Single(recipe.Discriminator.Layers));
    }

    public static TheoryData<string, Layer> LayerOverrides => new()
    {
        { "generator.layers[0].dense=5", new Dense(5) },
        { "generator.layers[0].dense.units=5", new Dense(5) },
        { "generator.layers[0].dense.bias=false", new Dense(784, Bias: false) },
        { "generator.layers[0]={ dense: 5 }", new Dense(5) },
        { "generator.layers[0]=relu", new Relu() },
    };

    [Theory]
    [MemberData(nameof(LayerOverrides))]
    public void An_override_changes_one_layer(string assignment, Layer expected)
    {
        var layers = RecipeText.Read(RecipeText.Whole, assignment).Generator.Layers;
        Assert.Equal(expected, layers[0]);
        Assert.Equal(RecipeText.Read(RecipeText.Whole).Generator.Layers.Skip(1), layers.Skip(1));
    }

    [Fact]
    public void An_option_joins_a_bare_layer() =>
        Assert.Equal(
            new BatchNorm(Momentum: 0.3f),
            RecipeText.Read(RecipeText.Spoilt("- tanh", "- batch_norm"), "generator.layers[2].batch_norm.momentum=0.3").Generator.Layers[2]);

    [Fact]
    public void An_override_of_a_shared_part_changes_one_place()
    {
        const string shared = """
            generator: { layers: [ { dense: 2 } ], optimizer: &adam { lr: 0.5 } }
            discriminator: { layers: [ { dense: 1 } ], optimizer: *adam }
            """;
        var recipe = RecipeText.Read(shared, "generator.optimizer.lr=0.25");
        Assert.Equal((0.25f, 0.5f), (recipe.Generator.Optimizer.LearningRate, recipe.Discriminator.Optimizer.LearningRate));
    }

    [Fact]
    public void A_length_displaces_the_files_other_length()
    {
        Assert.Equal(new RunSpec(null, 5, 7), RecipeText.Read(RecipeText.Whole, "run.epochs=5").Run);
        Assert.Equal(new RunSpec(9, null, 7), RecipeText.Read(RecipeText.Whole.Replace("iterations: 500", "epochs: 5", StringComparison.Ordinal), "run.iterations=9").Run);
        Assert.Equal("run.epochs", RecipeText.Fault(RecipeText.Whole, "run.iterations=9", "run.epochs=5").Key);
    }

    [Fact]
    public void A_kind_of_optimizer_displaces_the_files_options_of_the_other_kind()
    {
        var optimizer = RecipeText.Read(RecipeText.Whole, "generator.optimizer.kind=sgd").Generator.Optimizer;
        Assert.Equal(new OptimizerSpec(OptimizerKind.Sgd, 0.0002f), optimizer);
        var fault = RecipeText.Fault(RecipeText.Whole, "generator.optimizer.betas=[0, 0.9]", "generator.optimizer.kind=sgd");
        Assert.Equal("generator.optimizer.betas", fault.Key);
    }

    [Theory]
    [InlineData("batch", null, "expected key=value, such as generator.optimizer.lr=0.0002")]
    [InlineData("=5", null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu")]
    [InlineData("a..b=5", null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu")]
    [InlineData("[0]=5", null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu")]
    [InlineData("generator.layers[x]=5", null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu")]
    [InlineData("generator.layers[1=5", null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu")]
    [InlineData("generator.layers[1]x=5", null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q=5", null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu")]
    [InlineData("btach=5", "btach", "unknown key; did you mean 'batch'?")]
    [InlineData("generatr.optimizer.lr=5", "generatr", "unknown key; did you mean 'generator'?")]
    [InlineData("generator.optimizer.rl=5", "generator.optimizer.rl", "unknown key; did you mean 'lr'?")]
    [InlineData("generator.optimizer.lr=fast", "generator.optimizer.lr", "expected a number above 0 and at most 10, found 'fast'")]
    [InlineData("generator.optimizer.lr=99", "generator.optimizer.lr", "99 is out of range: expected a number above 0 and at most 10")]
    [InlineData("generator.optimizer=[1]", "generator.optimizer", "expected a mapping with the keys kind, lr, betas, alpha, momentum, nesterov, eps, weight_decay, clip_norm, clip_value, schedule, found a list")]
    [InlineData("batch=", "batch", "expected a whole number from 1 to 65536, found nothing")]
    [InlineData("batch.size=5", "batch", "expected a whole number from 1 to 65536, found a mapping")]
    [InlineData("batch[0]=5", "batch", "is no list, but '64'")]
    [InlineData("wombats[0]=5", "wombats", "is not in the recipe, so it has no items")]
    [InlineData("generator.layers.dense=5", "generator.layers", "is a list; name one of its items, such as generator.layers[0]")]
    [InlineData("generator.layers[4]=relu", "generator.layers[4]", "is not there: generator.layers has the items [0] to [3]")]
    [InlineData("generator.layers[2147483648]=relu", null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu")]
    [InlineData("generator.layers[2].dense=5", "generator.layers[2]", "is tanh, not dense; to replace it, write generator.layers[2]={ dense: ... }")]
    [InlineData("generator.layers[1].leaky_relu=7", "generator.layers[1].leaky_relu", "7 is out of range: expected a number at least 0 and at most 1")]
    [InlineData("generator.layers[1]=leaky_rleu", "generator.layers[1]", "unknown layer 'leaky_rleu'; did you mean 'leaky_relu'?")]
    [InlineData("generator.optimizer.betas=[0.5, 0.9", null, "*")]
    [InlineData("name=a: b: c", null, "*")]
    [InlineData("batch=&a *a", null, "*")]
    public void A_wrong_override_is_named(string assignment, string? key, string problem)
    {
        var fault = RecipeText.Fault(RecipeText.Whole, assignment);
        if (problem != "*")
            Assert.Equal(problem, fault.Problem);
        Assert.Equal(key, fault.Key);
        Assert.Equal(assignment, fault.Override);
        Assert.StartsWith($"--set {assignment}: ", fault.Message, StringComparison.Ordinal);
        Assert.Null(fault.File);
        Assert.Equal(0, fault.Line);
    }

    [Fact]
    public void An_error_of_the_file_keeps_its_line_when_there_are_overrides() =>
        Assert.Equal(19, RecipeText.Fault(RecipeText.Spoilt("label_smoothing: 0.1", "label_smoothing: 1"), "batch=5").Line);
}
