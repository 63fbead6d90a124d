using GanActors.Recipes;

namespace GanActors.Contracts.Tests.Recipes;

public sealed class RecipeErrorTests
{
    /// <summary>
    /// A part of the whole recipe; what is put in its place, with a § where the reader finds fault; the key it names, or ? for none; and
    /// what it says, to the end or to a *.
    /// </summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        // Unknown keys.
        { "batch: 64", "§btach: 64", "btach", "unknown key; did you mean 'batch'?" },
        { "batch: 64", "§batch_size: 64", "batch_size", "unknown key; did you mean 'batch'?" },
        { "init: dcgan", "§wombat: 1", "generator.wombat", "unknown key; allowed: layers, optimizer, init, conv, ema" },
        { "lr: 0.0002", "§learning_rate: 0.0002", "generator.optimizer.learning_rate", "unknown key; did you mean 'lr'?" },
        { "label_smoothing: 0.1", "§label_smooting: 0.1", "loss.label_smooting", "unknown key; did you mean 'label_smoothing'?" },
        { "{ dense: 784 }", "{ dense: { §unit: 784 } }", "generator.layers[0].dense.unit", "unknown key; did you mean 'units'?" },
        { "metrics: { every: 2 }", "metrics: { every: 2 }\n§<<: { batch: 3 }", "'<<'", "unknown key; allowed: name, description, data, batch, noise, conditional, generator, discriminator, loss, penalty, instance_noise, schedule, run, stop, alarms, samples, metrics, checkpoint, on_divergence, evaluate" },

        // Unknown layers.
        { "- tanh", "- §tahn", "generator.layers[2]", "unknown layer 'tahn'; did you mean 'tanh'?" },
        { "- tanh", "- §LeakyReLU", "generator.layers[2]", "unknown layer 'LeakyReLU'; did you mean 'leaky_relu'?" },
        { "{ dense: 784 }", "{ §Linear: 784 }", "generator.layers[0]", "unknown layer 'Linear'; did you mean 'dense'?" },
        { "- tanh", "- §attention", "generator.layers[2]", "unknown layer 'attention'; allowed: dense, conv2d, conv_transpose2d, batch_norm, layer_norm, instance_norm, dropout, dropout2d, flatten, reshape, upsample, avg_pool2d, minibatch_stddev, class, leaky_relu, relu, selu, elu, gelu, softplus, tanh, sigmoid" },

        // Layers written wrongly.
        { "- tanh", "- §128", "generator.layers[2]", "unknown layer '128'; allowed: *" },
        { "- tanh", "-§", "generator.layers[2]", "expected a layer, such as tanh or { dense: 128 }, found nothing" },
        { "- tanh", "- §[tanh]", "generator.layers[2]", "expected a layer, such as tanh or { dense: 128 }, found a list" },
        { "- tanh", "- §dense", "generator.layers[2].dense.units", "missing; write for example { dense: 128 }" },
        { "- tanh", "- { conv2d: §{ channels: 3 } }", "generator.layers[2].conv2d.kernel", "missing; write for example { conv2d: { channels: 64, kernel: 4 } }" },
        { "- tanh", "- { conv2d: §3 }", "generator.layers[2].conv2d", "expected a mapping with the keys channels, kernel, stride, padding, bias, spectral_norm, found '3'" },
        { "- tanh", "- { tanh: §3 }", "generator.layers[2].tanh", "takes no options, found '3'; write tanh" },
        { "- tanh", "- { dense: 3, §tanh: {} }", "generator.layers[2]", "a layer is one name, found 2 keys; write each layer as an item of its own" },
        { "- tanh", "- dense: 3\n      §bias: false", "generator.layers[2]", "a layer is one name, found 2 keys; write the options in braces: { dense: { bias: ... } }" },
        { "- tanh", "- { reshape: §784 }", "generator.layers[2].reshape", "expected a list of 1 to 4 sizes, such as [1, 28, 28], found '784'" },
        { "[1, 28, 28]", "[1, 28, §-28]", "generator.layers[3].reshape[2]", "-28 is out of range: expected a whole number from 1 to 16777216" },
        { "[1, 28, 28]", "§[1, 65536, 65536]", "generator.layers[3].reshape", "an item holds at most 16777216 elements" },
        { "[1, 28, 28]", "§[]", "generator.layers[3].reshape", "expected a list of 1 to 4 sizes, such as [1, 28, 28], found a list of 0" },
        { "- tanh", "- { conv2d: { channels: 3, kernel: 3, padding: §valid } }", "generator.layers[2].conv2d.padding", "expected a number of pixels or same, found 'valid'; write 0" },
        { "- tanh", "- { conv2d: { channels: 3, kernel: 3, padding: §-1 } }", "generator.layers[2].conv2d.padding", "-1 is out of range: expected a whole number from 0 to 256" },
        { "- tanh", "- { conv_transpose2d: { channels: 3, kernel: 3, stride: 2, output_padding: §2 } }", "generator.layers[2].conv_transpose2d.output_padding", "2 is out of range: expected less than the stride, 2" },
        { "- tanh", "- { conv_transpose2d: { channels: 3, kernel: 3, stride: 2, padding: same, output_padding: §1 } }", "generator.layers[2].conv_transpose2d.output_padding", "padding: same settles the output's size by itself; remove one of the two" },
        { "- flatten\n    - { dense: 1 }", "- flatten\n    - { dense: 1 }\n    - §sigmoid", "discriminator.layers[2]", "a discriminator ends in its logit, and the loss takes the sigmoid; remove this layer" },

        // Whole numbers.
        { "batch: 64", "batch: §abc", "batch", "expected a whole number from 1 to 65536, found 'abc'" },
        { "batch: 64", "batch: §64.5", "batch", "expected a whole number from 1 to 65536, found '64.5'" },
        { "batch: 64", "batch: §64.0", "batch", "expected a whole number from 1 to 65536, found '64.0'; write 64" },
        { "batch: 64", "batch: §6e1", "batch", "expected a whole number from 1 to 65536, found '6e1'; write 60" },
        { "batch: 64", "batch: §1_024", "batch", "expected a whole number from 1 to 65536, found '1_024'; write 1024" },
        { "batch: 64", "batch: §0x40", "batch", "expected a whole number from 1 to 65536, found '0x40'" },
        { "batch: 64", "batch: §1,024", "batch", "expected a whole number from 1 to 65536, found '1,024'" },
        { "batch: 64", "batch: §'64'", "batch", "expected a whole number from 1 to 65536, found the quoted text '64'; remove the quotes" },
        { "batch: 64", "batch:§", "batch", "expected a whole number from 1 to 65536, found nothing" },
        { "batch: 64", "batch: §~", "batch", "expected a whole number from 1 to 65536, found nothing" },
        { "batch: 64", "batch: §[64]", "batch", "expected a whole number from 1 to 65536, found a list" },
        { "batch: 64", "batch: §{ size: 64 }", "batch", "expected a whole number from 1 to 65536, found a mapping" },
        { "batch: 64", "batch: §0", "batch", "0 is out of range: expected a whole number from 1 to 65536" },
        { "batch: 64", "batch: §-64", "batch", "-64 is out of range: expected a whole number from 1 to 65536" },
        { "batch: 64", "batch: §99999999999999999999999999999999999999999999999999", "batch", "9999999999999999999999999999999999999999... is out of range: expected a whole number from 1 to 65536" },
        { "dense: 784", "dense: §70000", "generator.layers[0].dense", "70000 is out of range: expected a whole number from 1 to 65536" },
        { "seed: 7", "seed: §18446744073709551616", "run.seed", "18446744073709551616 is out of range: expected a whole number from 0 to 18446744073709551615" },
        { "seed: 7", "seed: §-1", "run.seed", "-1 is out of range: expected a whole number from 0 to 18446744073709551615" },
        { "size: 100", "size: §0", "noise.size", "0 is out of range: expected a whole number from 1 to 65536" },
        { "discriminator: 2", "discriminator: §1001", "schedule.discriminator", "1001 is out of range: expected a whole number from 1 to 1000" },
        { "metrics: { every: 2 }", "metrics: { every: §0 }", "metrics.every", "0 is out of range: expected a whole number from 1 to 1000000000" },

        // Numbers.
        { "lr: 0.0002", "lr: §fast", "generator.optimizer.lr", "expected a number above 0 and at most 10, found 'fast'" },
        { "lr: 0.0002", "lr: §0", "generator.optimizer.lr", "0 is out of range: expected a number above 0 and at most 10" },
        { "lr: 0.0002", "lr: §-0.0002", "generator.optimizer.lr", "-0.0002 is out of range: expected a number above 0 and at most 10" },
        { "lr: 0.0002", "lr: §1e-60", "generator.optimizer.lr", "1e-60 is out of range: expected a number above 0 and at most 10" },
        { "lr: 0.0002", "lr: §1e60", "generator.optimizer.lr", "1e60 is out of range: expected a number above 0 and at most 10" },
        { "lr: 0.0002", "lr: §1e99999999999", "generator.optimizer.lr", "1e99999999999 is out of range: expected a number above 0 and at most 10" },
        { "lr: 0.0002", "lr: §.nan", "generator.optimizer.lr", "expected a finite number above 0 and at most 10, found '.nan'" },
        { "lr: 0.0002", "lr: §NaN", "generator.optimizer.lr", "expected a finite number above 0 and at most 10, found 'NaN'" },
        { "lr: 0.0002", "lr: §-.inf", "generator.optimizer.lr", "expected a finite number above 0 and at most 10, found '-.inf'" },
        { "lr: 0.0002", "lr: 0,§0002", "generator.optimizer.0002", "unknown key; a decimal point is a point, not a comma" },
        { "lr: 0.0002", "lr: §\"0.0002\"", "generator.optimizer.lr", "expected a number above 0 and at most 10, found the quoted text '0.0002'; remove the quotes" },
        { "betas: [0.5, 0.999]", "betas: [0.5, §1]", "generator.optimizer.betas[1]", "1 is out of range: expected a number at least 0 and below 1" },
        { "betas: [0.5, 0.999]", "betas: [0.5, §0.99999999]", "generator.optimizer.betas[1]", "0.99999999 is out of range: expected a number at least 0 and below 1" },
        { "betas: [0.5, 0.999]", "betas: §0.5", "generator.optimizer.betas", "expected two decays, such as [0.5, 0.999], found '0.5'" },
        { "betas: [0.5, 0.999]", "betas: §[0.5, 0.9, 0.999]", "generator.optimizer.betas", "expected two decays, such as [0.5, 0.999], found a list of 3" },
        { "label_smoothing: 0.1", "label_smoothing: §0.5", "loss.label_smoothing", "0.5 is out of range: expected a number at least 0 and below 0.5" },
        { "leaky_relu: 0.2", "leaky_relu: §1.5", "generator.layers[1].leaky_relu", "1.5 is out of range: expected a number at least 0 and at most 1" },
        { "- tanh", "- { dropout: §1 }", "generator.layers[2].dropout", "1 is out of range: expected a number at least 0 and below 1" },
        { "scale: [-1, 1]", "scale: §[1, -1]", "data.scale", "expected the lower bound first, such as [-1, 1], found [1, -1]" },
        { "scale: [-1, 1]", "scale: [-1, §1e9]", "data.scale[1]", "1e9 is out of range: expected a number at least -1000 and at most 1000" },

        // Words.
        { "kind: adam", "kind: §adm", "generator.optimizer.kind", "expected one of adam, adamw, rmsprop, sgd, found 'adm'; did you mean 'adam'?" },
        { "kind: adam", "kind: §lion", "generator.optimizer.kind", "expected one of adam, adamw, rmsprop, sgd, found 'lion'" },
        { "kind: non-saturating", "kind: §non_saturating", "loss.kind", "expected one of non-saturating, saturating, least-squares, hinge, wasserstein, found 'non_saturating'; did you mean 'non-saturating'?" },
        { "study: separate", "study: §seperate", "schedule.study", "expected one of combined, separate, shuffled, switched, found 'seperate'; did you mean 'separate'?" },
        { "init: dcgan", "init: §xavier", "generator.init", "expected one of pytorch, dcgan, glorot, he, lecun, found 'xavier'; did you mean 'glorot'?" },
        { "distribution: normal", "distribution: §[normal]", "noise.distribution", "expected one of normal, uniform, found a list" },
        { "smoothing: one-sided", "smoothing: §both", "loss.smoothing", "expected one of one-sided, two-sided, found 'both'" },

        // True and false.
        { "nesterov: true", "nesterov: §yes", "discriminator.optimizer.nesterov", "expected true or false, found 'yes'; write true" },
        { "nesterov: true", "nesterov: §0", "discriminator.optimizer.nesterov", "expected true or false, found '0'; write false" },
        { "nesterov: true", "nesterov: §'true'", "discriminator.optimizer.nesterov", "expected true or false, found the quoted text 'true'" },
        { "nesterov: true", "nesterov: §maybe", "discriminator.optimizer.nesterov", "expected true or false, found 'maybe'" },

        // Names and texts.
        { "name: whole", "name: §The Whole", "name", "expected a name: at most 64 lower-case letters and digits, joined by single hyphens, found 'The Whole'" },
        { "name: whole", "name: §../whole", "name", "expected a name: at most 64 lower-case letters and digits, joined by single hyphens, found '../whole'" },
        { "name: whole", "name: §[]", "name", "expected a name, found an empty list" },
        { "name: mnist", "name: §MNIST", "data.name", "expected a data set's name: at most 64 lower-case letters and digits, joined by single hyphens, found 'MNIST'" },
        { "description: Says everything.", "description: §|\n  Two\n  lines", "description", "expected one line of text without control characters" },
        { "description: Says everything.", "description: §\"bell \\a\"", "description", "expected one line of text without control characters" },

        // Things missing, or too many.
        { "generator:\n", "§generatr:\n", "generatr", "unknown key; did you mean 'generator'?" },
        { "run: { iterations: 500, seed: 7 }", "run: §{ seed: 7 }", "run", "a run needs a length; write iterations: 10000, or epochs: 20" },
        { "run: { iterations: 500, seed: 7 }", "run: { iterations: 500, epochs: §7 }", "run.epochs", "a run has a length in iterations or in epochs, and both are given; remove one" },
        { "samples: { every: 100,", "samples: { every: §{ iterations: 5, epochs: 1 },", "samples.every", "expected either iterations or epochs; write 1000, or { epochs: 1 }" },
        { "samples: { every: 100,", "samples: { every: §{},", "samples.every", "expected either iterations or epochs; write 1000, or { epochs: 1 }" },
        { "samples: { every: 100,", "samples: { every: §[1],", "samples.every", "expected a number of iterations, or { epochs: 1 }, found a list" },
        { "grid: [4, 5]", "grid: §[4]", "samples.grid", "expected [rows, columns], such as [8, 8], found a list of 1" },
        { "grid: [4, 5]", "grid: [4, §65]", "samples.grid[1]", "65 is out of range: expected a whole number from 1 to 64" },
        { "batch: 64", "batch: 64\n§batch: 65", "batch", "given twice; the first is at test.yaml:4:1" },
        { "momentum: 0.9,", "momentum: 0.9, §momentum: 0.8,", "discriminator.optimizer.momentum", "given twice; the first is at test.yaml:18:36" },
        { "data: { name: mnist, scale: [-1, 1], limit: 1000 }", "data: §mnist", "data", "expected a mapping with the keys name, folder, scale, limit, size, channels, fit, background, flip, found 'mnist'" },
        { "data: { name: mnist, scale: [-1, 1], limit: 1000 }", "data:§", "data", "expected a mapping with the keys name, folder, scale, limit, size, channels, fit, background, flip, found nothing" },

        // Values that do not go together.
        { "betas: [0.5, 0.999]", "momentum: §0.9", "generator.optimizer.momentum", "means nothing to adam: it is for rmsprop and sgd; remove it, or choose another kind" },
        { "momentum: 0.9,", "betas: §[0.5, 0.9],", "discriminator.optimizer.betas", "means nothing to sgd: they are the decays of adam's and adamw's moments; remove it, or choose another kind" },
        { "momentum: 0.9,", "alpha: §0.9,", "discriminator.optimizer.alpha", "means nothing to sgd: it is the decay of rmsprop's second moment; remove it, or choose another kind" },
        { "momentum: 0.9, nesterov: true", "nesterov: §true", "discriminator.optimizer.nesterov", "needs a momentum above 0; write for example momentum: 0.9" },
        { "generator: 1, study: separate, fakes: reused", "generator: 3, study: separate, fakes: §reused", "schedule.fakes", "reused fakes serve one generator sub-step only, and schedule.generator is 3; write fresh, or generator: 1" },
        { "name: mnist", "name: mnist, folder: §photos, size: 64", "data.folder", "a data set is a name or a folder, and both are given; remove one" },
        { "name: mnist", "folder: §'', size: 64", "data.folder", "expected the path of a folder of pictures, found an empty text" },
        { "name: mnist", "folder: §[photos]", "data.folder", "expected a text, found a list" },
        { "limit: 1000", "limit: 1000, size: §[64]", "data.size", "expected [height, width], such as [64, 64], found a list of 1" },
        { "limit: 1000", "limit: 1000, size: §wide", "data.size", "expected a whole number from 1 to 1024, found 'wide'" },
        { "limit: 1000", "limit: 1000, size: [64, §0]", "data.size[1]", "0 is out of range: expected a whole number from 1 to 1024" },
        { "limit: 1000", "limit: 1000, size: 64, channels: §2", "data.channels", "pictures have 1 channel (grey) or 3 (colour), not 2" },
        { "limit: 1000", "limit: 1000, size: 64, fit: §corp", "data.fit", "expected one of crop, pad, stretch, found 'corp'; did you mean 'crop'?" },
        { "limit: 1000", "limit: 1000, size: 64, background: §grey", "data.background", "expected one of black, white, found 'grey'*" },
        { "limit: 1000", "limit: 1000, fit: §pad", "data.fit", "means nothing without a size; write for example size: [64, 64]" },
        { "limit: 1000", "limit: 1000, flip: §yes", "data.flip", "expected true or false, found 'yes'; write true" },
        { "limit: 1000", "limit: §63", "data.limit", "63 items do not fill one batch of 64; write at least 64, or all" },

        // YAML itself.
        { "batch: 64", "§\tbatch: 64", "?", "a tab indents this line, and YAML allows spaces only; replace it" },
        { "batch: 64", "batch: 64\n  more§: 5", "?", "a second ':' on one line, or a line indented under a finished value; put quotes around text that holds ': ', or mend the indentation" },
        { "description: Says everything.", "description: It says§: everything.", "?", "a second ':' on one line, *" },
        { "description: Says everything.", "description: §\"Says everything.", "?", "the quote that opens here is not closed" },
        { "data: { name: mnist,", "data: §{ name: mnist, {", "?", "the bracket that opens here is not closed, or what it holds is not valid YAML" },
        { "{ name: mnist, scale: [-1, 1], limit: 1000 }", "§{ name: mnist, scale: [-1, 1], limit: 1000", "?", "the bracket that opens here is not closed, or what it holds is not valid YAML" },
        { "batch: 64", "batch: §*adam", "?", "the alias '*adam' has no complete anchor '&adam' before it" },
        { "batch: 64", "batch: &a [ §*a ]", "?", "the alias '*a' has no complete anchor '&a' before it" },
        { "batch: 64", "batch: §!!int 64", "?", "a tag ('!' before a value) means nothing in a recipe; remove it" },
        { "batch: 64", "§[batch]: 64", "?", "a key is a word, not a list, a mapping or an alias" },
        { "metrics: { every: 2 }", "§---\nmetrics: { every: 2 }", "?", "a second document begins here, but a file holds one recipe; remove the '---' line" },
        { "batch: 64", "§batch:64", "?", "*" },
        { "{ every: 2 }", "§every:2", "metrics", "expected a mapping with the keys every, found 'every:2'; is the space after the ':' missing?" },
        { "batch: 64", "batch: 6§\04", "?", "the control character U+0000 does not belong in a text file; remove it" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_with_line_column_and_key(string good, string bad, string key, string problem)
    {
        var (text, line, column) = RecipeText.Marked(RecipeText.Spoilt(good, bad));
        var fault = RecipeText.Fault(text);
        string open = problem.TrimEnd('*');
        Assert.StartsWith(open, fault.Problem, StringComparison.Ordinal);
        if (open == problem)
            Assert.Equal(problem, fault.Problem);
        Assert.Equal((line, column), (fault.Line, fault.Column));
        Assert.Equal("test.yaml", fault.File);
        Assert.Equal(key == "?" ? null : key, fault.Key);
        Assert.Equal($"test.yaml:{line}:{column}: {(key == "?" ? "" : key + ": ")}{fault.Problem}", fault.Message);
    }

    [Theory]
    [InlineData('\ud800')]
    [InlineData('\udc00')]
    public void Half_a_character_is_none(char half)
    {
        var fault = RecipeText.Fault(RecipeText.Spoilt("Says", $"Say{half}s"));
        Assert.Equal((2, 17), (fault.Line, fault.Column));
        Assert.Equal("half a surrogate pair is no character; remove it", fault.Problem);
    }

    [Theory]
    [InlineData("generator")]
    [InlineData("discriminator")]
    public void Both_networks_must_be_there(string network)
    {
        string other = network == "generator" ? "discriminator" : "generator";
        var fault = RecipeText.Fault($"{other}: {{ layers: [ {{ dense: 1 }} ] }}\nbatch: 3\n");
        Assert.Equal(network, fault.Key);
        Assert.Equal((1, 1), (fault.Line, fault.Column));
        Assert.StartsWith($"missing; write for example {network}: {{ layers: [", fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("generator: {}\n", 1, 12, "generator.layers", "missing; *")]
    [InlineData("generator: { layers: [] }\n", 1, 22, "generator.layers", "expected a list of 1 to 256 layers, found a list of 0")]
    [InlineData("generator: { layers: tanh }\n", 1, 22, "generator.layers", "expected a list of 1 to 256 layers, found 'tanh'")]
    [InlineData("generator:\n  layers:\n", 2, 10, "generator.layers", "expected a list of 1 to 256 layers, found nothing")]
    [InlineData("generator: [ tanh ]\n", 1, 12, "generator", "expected a mapping with the keys layers, optimizer, init, conv, ema, found a list")]
    public void A_network_has_layers(string text, int line, int column, string key, string problem)
    {
        var fault = RecipeText.Fault(text);
        Assert.StartsWith(problem.TrimEnd('*'), fault.Problem, StringComparison.Ordinal);
        Assert.Equal((key, line, column), (fault.Key, fault.Line, fault.Column));
    }

    [Theory]
    [InlineData("", "the recipe is empty; it needs at least a generator and a discriminator")]
    [InlineData("# nothing but a comment\n", "the recipe is empty; it needs at least a generator and a discriminator")]
    [InlineData("hello", "expected a mapping with the keys generator, discriminator, and more, found 'hello'")]
    [InlineData("- 1\n- 2", "expected a mapping with the keys generator, discriminator, and more, found a list")]
    [InlineData("---\n", "expected a mapping with the keys generator, discriminator, and more, found nothing")]
    public void A_text_that_is_no_recipe_says_what_a_recipe_is(string text, string problem) => Assert.Equal(problem, RecipeText.Fault(text).Problem);

    [Fact]
    public void A_text_without_a_file_is_called_a_recipe()
    {
        var fault = Assert.Throws<RecipeException>(() => RecipeReader.Read(RecipeText.Spoilt("batch: 64", "batch: x")));
        Assert.Equal("recipe:4:8: batch: expected a whole number from 1 to 65536, found 'x'", fault.Message);
        Assert.Null(fault.File);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.yaml");
        var fault = Assert.Throws<RecipeException>(() => RecipeReader.ReadFile(path));
        Assert.Equal($"{path}: there is no such file", fault.Message);
        fault = Assert.Throws<RecipeException>(() => RecipeReader.ReadFile(Path.Combine(path, "deeper.yaml")));
        Assert.Equal("there is no such file", fault.Problem);
    }

    [Fact]
    public void A_folder_is_no_recipe() =>
        Assert.Equal("is a folder, not a recipe file", Assert.Throws<RecipeException>(() => RecipeReader.ReadFile(Path.GetTempPath())).Problem);
}
