using GanActors.Cells;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Cells;

/// <summary>What files of groups may say.</summary>
public sealed class CellsReaderTests
{
    private const string Recipe = """
        recipe:
          data: { name: ring }
          batch: 16
          noise: { size: 4 }
          generator: { layers: [ { dense: 2 } ] }
          discriminator: { layers: [ { dense: 1 } ] }

        """;

    private static readonly RecipeLibrary Library = new(Path.Combine(AppContext.BaseDirectory, "no-recipes"));

    [Fact]
    public void A_grid_of_cells_has_the_published_defaults()
    {
        var cells = Assert.IsType<CellsSpec>(Read("kind: cells\nepochs: 3\n" + Recipe).Spec);
        Assert.Equal(new CellGrid(3, 3), cells.Grid);
        Assert.Equal(ExchangeKind.LockStep, cells.Exchange);
        Assert.Equal(new FitnessSpec(1_000, FitnessKind.Average), cells.Fitness);
        Assert.Equal((2, 1, 1f), (cells.Tournament, cells.DiscriminatorSkips, cells.DataShare));
        Assert.Equal(new MutationSpec(0.5f, 1e-4f), cells.Mutation);
        Assert.Equal([LossKind.NonSaturating], cells.Losses);
        Assert.Null(cells.Mixture);
        Assert.Equal((3, 1UL, "group"), (cells.Basics.Epochs, cells.Basics.Seed, cells.Basics.Name));
    }

    [Fact]
    public void Every_key_of_cells_is_heard()
    {
        var cells = Assert.IsType<CellsSpec>(Read(
            "kind: cells\nname: all\nepochs: 3\nepoch_batches: 7\nseed: 9\ngrid: [2, 5]\nneighbourhood: moore\nexchange: asynchronous\n"
            + "fitness: { sample: 50, of: worst }\ntournament: 3\nreplacement: always\nmutation: none\ndiscriminator_skips: 0\nlosses: mustangs\ndata_share: 0.5\n"
            + "mixture: { every: 2, generations: 5, std: 0.1, samples: 32 }\nsheets: { every: 4 }\ncheckpoint: { keep: 5 }\n" + Recipe).Spec);
        Assert.Equal(new CellGrid(2, 5, Neighbourhood.Moore), cells.Grid);
        Assert.Equal(ExchangeKind.Asynchronous, cells.Exchange);
        Assert.Equal(new FitnessSpec(50, FitnessKind.Worst), cells.Fitness);
        Assert.Equal((3, ReplacementKind.Always, 0, 0.5f), (cells.Tournament, cells.Replacement, cells.DiscriminatorSkips, cells.DataShare));
        Assert.Null(cells.Mutation);
        Assert.Equal([LossKind.Saturating, LossKind.LeastSquares, LossKind.NonSaturating], cells.Losses);
        Assert.Equal(new MixtureSpec(2, 5, 0.1f, 32), cells.Mixture);
        Assert.Equal((7, 9UL, 4, 5), (cells.Basics.EpochBatches, cells.Basics.Seed, cells.Basics.SheetsEvery, cells.Basics.Keep));
    }

    [Theory]
    [InlineData("kind: cells\nepochs: 3\ngrid: [2, 5]\nexchange: none\nlosses: [hinge, saturating]\nmixture: { samples: 64 }\n")]
    [InlineData("kind: cells\nepochs: 3\nmutation: none\nepoch_batches: 4\nmixture: { every: 3 }\n")]
    [InlineData("kind: md-gan\nepochs: 3\ndiscriminators: 10\nsteps: 2\nswap: none\n")]
    [InlineData("kind: md-gan\nepochs: 3\ndiscriminators: 4\nbatches: 2\nswap: { every: 5 }\n")]
    public void What_is_written_reads_back_the_same(string text)
    {
        string written = CellsWriter.Write(Read(text + Recipe).Spec);
        Assert.Equal(written, CellsWriter.Write(Read(written).Spec));
    }

    [Fact]
    public void Many_discriminators_are_read()
    {
        var shards = Assert.IsType<MdGanSpec>(Read("kind: md-gan\nepochs: 3\ndiscriminators: 10\n" + Recipe).Spec);
        Assert.Equal((10, 3, 1, 1), (shards.Members, shards.BatchesMade, shards.Steps, shards.SwapEvery));
    }

    [Fact]
    public void An_override_reaches_the_grid_and_the_recipe()
    {
        var cells = Assert.IsType<CellsSpec>(Read("kind: cells\nepochs: 3\n" + Recipe, "grid=[1, 4]", "recipe.batch=8", "mixture=none").Spec);
        Assert.Equal((new CellGrid(1, 4), 8), (cells.Grid, cells.Basics.Recipe.Batch));
    }

    [Theory]
    [InlineData("kind: cell\nepochs: 3\n", "kind", "one of cells, md-gan")]
    [InlineData("epochs: 3\n", "kind", "kind: cells")]
    [InlineData("kind: cells\n", "epochs", "missing")]
    [InlineData("kind: cells\nepochs: 3\ngrid: [3]\n", "grid", "[rows, columns]")]
    [InlineData("kind: cells\nepochs: 3\ngrid: [0, 3]\n", "grid[0]", "from 1")]
    [InlineData("kind: cells\nepochs: 3\nneighborhood: moore\n", "neighborhood", "neighbourhood")]
    [InlineData("kind: cells\nepochs: 3\nexchange: lockstep\n", "exchange", "lock-step")]
    [InlineData("kind: cells\nepochs: 3\nlosses: [hinges]\n", "losses[0]", "hinge")]
    [InlineData("kind: cells\nepochs: 3\ndata_share: 0\n", "data_share", "above 0")]
    [InlineData("kind: cells\nepochs: 3\ncheckpoint: { keep: 1 }\n", "checkpoint.keep", "from 2")]
    [InlineData("kind: cells\nepochs: 3\ndiscriminators: 3\n", "discriminators", "unknown key")]
    [InlineData("kind: md-gan\nepochs: 3\n", "discriminators", "missing")]
    [InlineData("kind: md-gan\nepochs: 3\ndiscriminators: 3\nbatches: 4\n", "batches", "1 to 3")]
    public void A_fault_names_the_key_and_what_would_be_right(string text, string key, string words)
    {
        var fault = Assert.Throws<RecipeException>(() => Read(text + Recipe));
        Assert.Equal(key, fault.Key);
        Assert.Contains(words, fault.Problem, StringComparison.Ordinal);
        Assert.Equal("group.yaml", fault.File);
    }

    [Fact]
    public void A_group_needs_a_recipe_that_it_can_train()
    {
        Assert.Equal("recipe", Assert.Throws<RecipeException>(() => Read("kind: cells\nepochs: 3\n")).Key);
        Assert.Contains("no recipe is named", Assert.Throws<RecipeException>(() => Read("kind: cells\nepochs: 3\nrecipe: dcgan\n")).Problem, StringComparison.Ordinal);
        string switched = Recipe.TrimEnd() + "\n  schedule: { study: switched }\n";
        Assert.Contains("combined", Assert.Throws<RecipeException>(() => Read("kind: cells\nepochs: 3\n" + switched)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_the_data_is_told_before_anything_starts()
    {
        Assert.Equal("data_share", Fault("kind: cells\nepochs: 3\ndata_share: 0.1\n", 100).Key);
        Assert.Equal("mixture", Fault("kind: cells\nepochs: 3\nmixture: { every: 1 }\n", 1_000).Key);
        Assert.Equal("discriminators", Fault("kind: md-gan\nepochs: 3\ndiscriminators: 10\n", 100).Key);
        Read("kind: cells\nepochs: 3\n" + Recipe).Check(new Shape(2), 100);

        static RecipeException Fault(string text, int items) => Assert.Throws<RecipeException>(() => Read(text + Recipe).Check(new Shape(2), items));
    }

    [Theory]
    [InlineData("kind: cells\n", true)]
    [InlineData("recipe: ring\nkind: md-gan\n", true)]
    [InlineData("recipe: ring\nscheduler: { kind: asha }\n", false)]
    [InlineData("kind: [", false)]
    [InlineData("", false)]
    public void A_group_is_known_by_its_kind(string text, bool isGroup) => Assert.Equal(isGroup, CellsReader.IsGroup(text));

    private static CellsDocument Read(string text, params string[] overrides) => CellsReader.Read(text, "group.yaml", Library, overrides);
}
