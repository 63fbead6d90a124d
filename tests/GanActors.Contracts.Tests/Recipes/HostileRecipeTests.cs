using System.Text;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

/// <summary>Whatever a file holds, reading it gives a recipe or a <see cref="RecipeException"/>, soon.</summary>
public sealed class HostileRecipeTests
{
    private static readonly Dictionary<string, Func<string>> Texts = new()
    {
        ["lists in lists"] = () => new string('[', 500_000),
        ["mappings in mappings"] = () => Repeat("{a: ", 200_000),
        ["lists in lists, a line each"] = () => string.Concat(Enumerable.Range(0, 1_000).Select(depth => new string(' ', depth) + "-\n")),
        ["block lists on one line"] = () => Repeat("- ", 500_000),
        ["keys of keys"] = () => Repeat("? ", 500_000),
        ["an alias bomb"] = () => AliasBomb("layers"),
        ["an alias bomb as layers"] = () => "generator: { layers: &a [ tanh ] }\ndiscriminator:\n  layers: [ *a, *a, *a ]\n",
        ["an alias within its anchor"] = () => "generator: &a { layers: [ *a ] }\n",
        ["far too many layers"] = () => "generator:\n  layers:\n" + Repeat("  - tanh\n", 90_000),
        ["far too many keys"] = () => string.Concat(Enumerable.Range(0, 80_000).Select(i => $"k{i}: x\n")),
        ["one key many times"] = () => Repeat("batch: 1\n", 100_000),
        ["many documents"] = () => Repeat("--- a\n", 150_000),
        ["many directives"] = () => Repeat("%TAG !a! b\n", 90_000),
        ["a long word"] = () => new string('x', 1_000_000),
        ["a long name"] = () => $"name: {new string('x', 1_000_000)}\n",
        ["a long number"] = () => $"batch: {new string('9', 1_000_000)}\n",
        ["a long quoted text"] = () => $"batch: \"{new string('9', 1_000_000)}\n",
        ["a long key"] = () => $"{new string('x', 1_000_000)}: 1\n",
        ["colons"] = () => new string(':', 1_000_000),
        ["commas"] = () => "[" + new string(',', 1_000_000),
        ["quotes"] = () => new string('"', 1_000_001),
        ["empty lines"] = () => new string('\n', 1_000_000),
        ["blanks"] = () => new string(' ', 1_000_000) + "x",
        ["tabs"] = () => new string('\t', 1_000_000) + "x",
        ["line separators"] = () => new string('\u2028', 300_000) + "x",
        ["more than a mebibyte"] = () => "# " + new string('x', 1 << 20),
        ["more than a mebibyte in few characters"] = () => "# " + new string('語', 400_000),
        ["zeros"] = () => new string('\0', 1_000),
        ["an escaped half character"] = () => RecipeText.Spoilt("description: Says", "description: \"\\ud800\" #"),
        ["an escape beyond Unicode"] = () => RecipeText.Spoilt("description: Says", "description: \"\\UFFFFFFFF\" #"),
    };

    public static TheoryData<string> Bombs => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_does_not_go_off(string bomb)
    {
        var fault = RecipeText.Fault(Texts[bomb]());
        Assert.True(fault.Message.Length < 2_000, "A message is for reading.");
    }

    [Fact]
    public void A_bomb_in_an_override_does_not_go_off()
    {
        foreach (var text in Texts.Values)
        {
            var fault = RecipeText.Fault(RecipeText.Least, "batch=" + text());
            Assert.True(fault.Message.Length < 2_000, "A message is for reading.");
        }
    }

    [Fact]
    public void Aliases_make_no_network_larger_than_allowed()
    {
        string text = $"generator: {{ layers: [ &a {{ dense: 1 }}, {Repeat("*a, ", 255)} ] }}\ndiscriminator: {{ layers: [ {{ dense: 1 }} ] }}\n";
        Assert.Equal(256, RecipeText.Read(text).Generator.Layers.Length);
        Assert.Equal(
            "expected a list of 1 to 256 layers, found a list of 257",
            RecipeText.Fault(text.Replace("&a { dense: 1 },", "&a { dense: 1 }, *a,", StringComparison.Ordinal)).Problem);
    }

    [Fact]
    public void A_file_of_exactly_a_mebibyte_is_read_and_one_byte_more_is_not()
    {
        byte[] bytes = new byte[(1 << 20) + 1];
        bytes.AsSpan().Fill((byte)'#');
        Encoding.UTF8.GetBytes(RecipeText.Least, bytes);
        Assert.Equal(64, ReadBytes(bytes.AsSpan(0, 1 << 20)).Batch);
        var fault = Assert.Throws<RecipeException>(() => ReadBytes(bytes));
        Assert.Equal("too large for a recipe: at most 1 MiB is read", fault.Problem);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_named_with_their_line()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(RecipeText.Whole);
        bytes[Array.IndexOf(bytes, (byte)'S')] = 0xE4;
        var fault = Assert.Throws<RecipeException>(() => ReadBytes(bytes));
        Assert.Equal("holds bytes that are not UTF-8; save it as UTF-8", fault.Problem);
        Assert.Equal(2, fault.Line);
    }

    [Fact]
    public void UTF_16_is_named()
    {
        var fault = Assert.Throws<RecipeException>(() => ReadBytes([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(RecipeText.Least)]));
        Assert.Equal("is UTF-16; save it as UTF-8", fault.Problem);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Spoilt_bytes_give_a_recipe_or_a_recipe_error(int seed)
    {
        var random = new Random(seed);
        byte[] whole = Encoding.UTF8.GetBytes(RecipeText.Whole);
        byte[] signs = "{}[]:,-#&*!|>'\"%@`?\t\n \\~0e.\0"u8.ToArray();
        string path = Path.GetTempFileName();
        int recipes = 0;
        try
        {
            for (int i = 0; i < 5_000; i++)
            {
                var bytes = new List<byte>(whole);
                for (int edits = random.Next(1, 6); edits > 0; edits--)
                {
                    int at = random.Next(bytes.Count);
                    int length = Math.Min(random.Next(1, 12), bytes.Count - at);
                    switch (random.Next(5))
                    {
                        case 0: bytes[at] = (byte)random.Next(256); break;
                        case 1: bytes.Insert(at, signs[random.Next(signs.Length)]); break;
                        case 2: bytes.RemoveRange(at, length); break;
                        case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                        default: bytes.RemoveRange(at, bytes.Count - at); bytes.Add((byte)'\n'); break;
                    }
                }

                // Through the text where it is text, which is faster; each tenth through a file.
                recipes += Survives(() => i % 10 == 0 ? ReadBytes([.. bytes], path) : RecipeReader.Read(Encoding.UTF8.GetString([.. bytes])).Recipe) ? 1 : 0;
            }
        }
        finally
        {
            File.Delete(path);
        }

        Assert.InRange(recipes, 1, 4_999);
    }

    [Fact]
    public void Spoilt_overrides_give_a_recipe_or_a_recipe_error()
    {
        string[] good =
        [
            "generator.optimizer.betas=[0.5, 0.9]", "generator.layers[1].leaky_relu=0.3", "data={ name: ring }", "run.epochs=5",
            "samples.every.epochs=3", "generator.optimizer.kind=sgd", "generator.layers[0].dense.bias=false",
        ];
        const string signs = "{}[]:,-#&*!|>'\"%@`?\t\n \\~0e.=\0\ud800";
        var random = new Random(3);
        int recipes = 0;
        for (int i = 0; i < 2_000; i++)
        {
            var text = new StringBuilder(good[random.Next(good.Length)]);
            for (int edits = random.Next(3); edits > 0; edits--)
            {
                int at = random.Next(text.Length);
                if (random.Next(2) == 0)
                    text.Remove(at, 1);
                else
                    text.Insert(at, signs[random.Next(signs.Length)]);
            }

            recipes += Survives(() => RecipeText.Read(RecipeText.Whole, text.ToString())) ? 1 : 0;
        }

        Assert.InRange(recipes, 1, 1_999);
    }

    /// <summary>Whether a reading gives a recipe; anything but a recipe or a recipe error fails the test.</summary>
    private static bool Survives(Func<Recipe> read)
    {
        Recipe recipe;
        try
        {
            recipe = read();
        }
        catch (RecipeException fault)
        {
            Assert.DoesNotContain('\n', fault.Message);
            return false;
        }

        Assert.Equal(recipe, RecipeReader.Read(RecipeWriter.Write(recipe)).Recipe);
        try
        {
            recipe.PlanGenerator(new Shape(1, 28, 28));
            recipe.PlanDiscriminator(new Shape(1, 28, 28));
        }
        catch (NetworkShapeException fault)
        {
            Assert.NotEmpty(fault.Problem);
        }

        return true;
    }

    private static Recipe ReadBytes(ReadOnlySpan<byte> bytes)
    {
        string path = Path.GetTempFileName();
        try
        {
            return ReadBytes(bytes, path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Recipe ReadBytes(ReadOnlySpan<byte> bytes, string path)
    {
        File.WriteAllBytes(path, bytes);
        return RecipeReader.ReadFile(path).Recipe;
    }

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    /// <summary>Thirty lists, each of nine times the one before: 9^30 words if anyone wrote them out.</summary>
    private static string AliasBomb(string key)
    {
        var text = new StringBuilder("a0: &a0 [ tanh ]\n");
        for (int i = 1; i <= 30; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [ {string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))} ]\n");
        return text.Append(System.Globalization.CultureInfo.InvariantCulture, $"generator: {{ {key}: *a30 }}\n").ToString();
    }
}
