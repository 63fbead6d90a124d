using System.Globalization;
using System.Text;
using System.Text.Json;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>
/// What every engine answers to, against the seam alone: layers, gradient penalties, optimisers and whole duels give what PyTorch gives in double precision. One
/// subclass an engine; what it cannot run yet is skipped.
/// </summary>
public abstract class EngineConformance : OfEveryEngine
{
    public static TheoryData<string> LayerNames => [.. Stored.Layers.Keys];

    public static TheoryData<string> PenaltyNames => [.. Stored.Penalties.Keys];

    public static TheoryData<string> OptimizerNames => [.. Stored.Optimizers.Keys];

    public static TheoryData<string> DuelNames => [.. Stored.Duels.Keys];

    /// <summary>Largest error of a layer, as a share of a tensor's largest number.</summary>
    protected virtual double LayerTolerance => 5e-6;

    /// <summary>The same for one of the stored cases.</summary>
    protected virtual double ToleranceOf(StoredLayers stored) => LayerTolerance;

    /// <summary>Largest error of a penalty's gradients, as a share of a layer's largest number.</summary>
    protected virtual double PenaltyTolerance => 1e-5;

    /// <summary>How near to PyTorch's losses ten iterations of equal weights and noise stay.</summary>
    protected virtual double LossTolerance => 1e-4;

    /// <summary>How convolutions are computed.</summary>
    protected virtual ConvolutionKind Convolutions => ConvolutionKind.Direct;

    /// <summary>Whether the engine runs a layer.</summary>
    protected abstract bool Supports(Layer layer);

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Layers_and_their_gradients_agree_with_PyTorch(string name)
    {
        var stored = Stored.Layers[name];
        double tolerance = ToleranceOf(stored);
        using var device = CreateDevice();
        using var network = Create(device, stored);
        var parts = Parts(stored);

        stored.Inference.Check("inference", network.Infer(parts[0]).Values.Span, tolerance);

        var output = network.ForwardTraining(parts, draw: 0);
        stored.Output.Check("output", output.Values.Span, tolerance);
        var inputGradient = network.Backward(OutputGradient(stored, network), inputGradient: true)!;
        stored.InputGradient.Check("input gradient", inputGradient.Values.Span, tolerance);
        var gradients = Gradients(network, out var after);
        Assert.Equal(stored.Gradients.Keys.Order(), gradients.Keys.Order());
        Check(stored.Gradients, gradients, tolerance);

        foreach (var (statistic, values) in stored.Statistics)
            values.Check(statistic, Tensor(after, statistic).Values.Span, tolerance);
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void A_frozen_network_passes_the_same_gradient_and_keeps_no_trace(string name)
    {
        var stored = Stored.Layers[name];
        double tolerance = ToleranceOf(stored);
        using var device = CreateDevice();
        using var network = Create(device, stored);
        var before = network.Save();

        var output = network.Forward(Parts(stored), draw: 0, keepTape: true);
        stored.Output.Check("output", output.Values.Span, tolerance);
        var inputGradient = network.InputGradient(OutputGradient(stored, network));
        stored.InputGradient.Check("input gradient", inputGradient.Values.Span, tolerance);

        foreach (var (expected, actual) in before.Tensors.Zip(network.Save().Tensors))
            Assert.True(expected.Values.Span.SequenceEqual(actual.Values.Span), $"{expected.Name} moved");
    }

    [Theory]
    [MemberData(nameof(PenaltyNames))]
    public void Penalties_and_their_gradients_agree_with_PyTorch(string name)
    {
        var stored = Stored.Penalties[name];
        using var device = CreateDevice();
        using var network = Create(device, stored.Name, stored.Input, stored.Layers, stored.Items, stored.Tensors);
        var spec = new PenaltySpec(Stored.Named<PenaltyKind>(stored.Kind), stored.Weight);
        var item = new Shape(stored.Input);
        var input = new Batch(item, stored.Items, Formula.Values($"{stored.Name}.input", stored.Items * item.Size, stored.Scale), Classes(stored.Items));
        float[] direction = new float[input.Values.Length];

        network.ForwardTraining([input], draw: 0);
        var ones = Ones(network, stored.Items);
        var slope = network.InputGradient(ones);
        stored.InputGradient.Check("input gradient", slope.Values.Span, LayerTolerance);
        float penalty = GradientPenalty.Of(spec, slope, direction);
        Assert.Equal(stored.Penalty, penalty, 1e-5 * Math.Max(1, stored.Penalty));
        network.BackwardInputGradient(ones, new Batch(item, stored.Items, direction));

        var gradients = Gradients(network, out _);
        Assert.Equal(stored.Gradients.Keys.Order(), gradients.Keys.Order());
        Check(stored.Gradients, gradients, PenaltyTolerance);
    }

    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void Ten_steps_of_an_optimizer_follow_PyTorch(string name)
    {
        const double Tolerance = 2e-6;
        var stored = Stored.Optimizers[name];
        int units = stored.Weights[0], inputs = stored.Weights[1];
        var dense = new Dense(units, Bias: false);
        SkipUnlessSupported([dense]);
        using var device = CreateDevice();
        var plan = Networks.Plan(new Shape(inputs), [dense], Stored.Optimizer(stored.Spec), refine: spec => Stored.Refine(spec, stored.Spec));
        using var network = device.Create(plan, inputs, seed: 1);
        Load(network, name => name is "0.weight" or "average.0.weight" ? Formula.Values($"{stored.Name}.weights", units * inputs) : null);

        // Unit vectors in: the weights' gradient is the output's gradient, transposed.
        float[] unitVectors = new float[inputs * inputs];
        for (int i = 0; i < inputs; i++)
            unitVectors[i * inputs + i] = 1f;
        var items = new Batch(new Shape(inputs), inputs, unitVectors);

        for (int step = 0; step < stored.Steps.Length; step++)
        {
            float[] gradient = Formula.Values($"{stored.Name}.gradient.{step}", units * inputs, Math.Pow(2, step % 4 - 2));
            float[] transposed = new float[gradient.Length];
            for (int i = 0; i < gradient.Length; i++)
                transposed[i % inputs * units + i / inputs] = gradient[i];
            network.ForwardTraining([items], draw: 0);
            network.Backward(new Batch(new Shape(units), inputs, transposed), inputGradient: false);
            var report = network.Step();

            Assert.Equal(stored.Norms[step], report.GradientNorm, 1e-6 * stored.Norms[step]);
            Assert.Equal(stored.Rates[step], report.LearningRate, 1e-6 * stored.Rates[step]);
            var state = network.Save();
            AssertNear(stored.Steps[step], Tensor(state, "0.weight"));
            if (stored.Averages != null)
                AssertNear(stored.Averages[step], Tensor(state, "average.0.weight"));
        }

        static void AssertNear(double[] expected, StateTensor tensor)
        {
            var values = tensor.Values.Span;
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(expected[i], values[i], Tolerance * Math.Max(1, Math.Abs(values[i])));
        }
    }

    [Theory]
    [MemberData(nameof(DuelNames))]
    public void Ten_iterations_of_a_duel_follow_PyTorchs_losses(string name)
    {
        // Biases before a batch norm have no gradient but rounding errors, which Adam makes steps of; running means lag behind them.
        const double SampleTolerance = 2e-3;
        var stored = Stored.Duels[name];

        using var device = CreateDevice();
        Shape noise = new(stored.Noise), image = new(stored.Image);
        using var generator = Create(device, stored, NetworkRole.Generator, stored.Generator, noise, image, "generator", stored.GeneratorTensors);
        using var discriminator = Create(
            device, stored, NetworkRole.Discriminator, stored.Discriminator, image, new Shape(1), "discriminator", stored.DiscriminatorTensors);
        var loss = new LossSpec(Stored.Named<LossKind>(stored.Loss));
        var penalty = new PenaltySpec(PenaltyKind.WganGp, (float)stored.Penalty);
        float[] studied = new float[2 * stored.Batch], judged = new float[stored.Batch], direction = new float[stored.Batch * image.Size];

        var course = new StringBuilder();
        double worst = 0;
        for (int iteration = 0; iteration < stored.Iterations.Length; iteration++)
        {
            ulong draw = (ulong)iteration;
            var fakes = generator.ForwardTraining([Drawn(stored, noise, $"noise.{iteration}", stored.Batch, 1.75)], draw).Of(Classes(stored.Batch));
            var real = Drawn(stored, image, $"real.{iteration}", stored.Batch, 1);
            var logits = discriminator.ForwardTraining([real, fakes], draw).Values.Span;
            double ofDiscriminator = GanLoss.Real(loss, logits[..stored.Batch], studied.AsSpan(0, stored.Batch));
            ofDiscriminator += GanLoss.Fake(loss, logits[stored.Batch..], studied.AsSpan(stored.Batch));
            discriminator.Backward(new Batch(new Shape(1), studied.Length, studied), inputGradient: false);
            if (stored.Penalty > 0)
            {
                float[] mix = Formula.Values($"{stored.Name}.mix.{iteration}", stored.Batch, 0.5, 0.5);
                discriminator.ForwardTraining([Between(real, fakes, mix)], draw);
                var ones = Ones(discriminator, stored.Batch);
                double punished = GradientPenalty.Of(penalty, discriminator.InputGradient(ones), direction);
                discriminator.BackwardInputGradient(ones, new Batch(image, stored.Batch, direction));
                course.AppendLine(CultureInfo.InvariantCulture, $"  penalty off by {punished / stored.Penalty - stored.Iterations[iteration][2]:E1}");
                worst = Math.Max(worst, Math.Abs(punished / stored.Penalty - stored.Iterations[iteration][2]));
                ofDiscriminator += punished;
            }

            discriminator.Step();

            var verdict = discriminator.Forward([fakes], draw, keepTape: true);
            double ofGenerator = GanLoss.Generator(loss, verdict.Values.Span, judged);
            generator.Backward(discriminator.InputGradient(new Batch(new Shape(1), judged.Length, judged)), inputGradient: false);
            generator.Step();

            double criticOff = ofDiscriminator - stored.Iterations[iteration][0], generatorOff = ofGenerator - stored.Iterations[iteration][1];
            course.AppendLine(CultureInfo.InvariantCulture, $"{iteration}: the discriminator's loss off by {criticOff:E1}, the generator's by {generatorOff:E1}");
            worst = Math.Max(worst, Math.Max(Math.Abs(criticOff), Math.Abs(generatorOff)));
        }

        Assert.True(worst <= LossTolerance, course.ToString());

        var samples = generator.Infer(Drawn(stored, noise, "noise.final", 4, 1.75));
        stored.Samples.Check("samples", samples.Values.Span, SampleTolerance);
    }

    private INetwork Create(IDevice device, StoredLayers stored) =>
        Create(device, stored.Name, stored.Input, stored.Layers, stored.Parts.Max(), stored.Tensors);

    private INetwork Create(IDevice device, string name, int[] input, JsonElement[] json, int batch, Dictionary<string, StoredForm> tensors)
    {
        Layer[] layers = [.. json.Select(Stored.Layer)];
        SkipUnlessSupported(layers);
        // A first moment that is half the gradient: no bit is lost when it is doubled.
        var plan = Networks.Plan(new Shape(input), layers, new OptimizerSpec(Beta1: 0.5f), convolutions: Convolutions);
        var network = device.Create(plan, batch, seed: 1);
        Load(network, name, tensors);
        return network;
    }

    private INetwork Create(
        IDevice device,
        StoredDuel stored,
        NetworkRole role,
        JsonElement[] json,
        Shape input,
        Shape output,
        string player,
        Dictionary<string, StoredForm> tensors)
    {
        Layer[] layers = [.. json.Select(Stored.Layer)];
        SkipUnlessSupported(layers);
        var network = device.Create(
            NetworkPlan.Infer(role, new NetworkSpec([.. layers], Stored.Optimizer(stored.Optimizer), Convolutions: Convolutions), input, output, Networks.Classes), stored.Batch, seed: 1);
        Load(network, $"{stored.Name}.{player}", tensors);
        return network;
    }

    private void SkipUnlessSupported(IEnumerable<Layer> layers)
    {
        foreach (var layer in layers)
        {
            if (!Supports(layer))
                Assert.Skip($"The engine does not run {layer} yet.");
        }
    }

    private static void Check(Dictionary<string, StoredTensor> stored, Dictionary<string, float[]> gradients, double tolerance)
    {
        foreach (var (parameter, gradient) in stored)
        {
            // A bias before a batch norm has a gradient of zero, which its layer's weights give a measure for.
            string layer = parameter[..(parameter.IndexOf('.', StringComparison.Ordinal) + 1)];
            double largest = stored.Where(other => other.Key.StartsWith(layer, StringComparison.Ordinal)).Max(other => other.Value.Largest);
            gradient.Check($"gradient of {parameter}", gradients[parameter], tolerance, largest);
        }
    }

    private static Batch Ones(INetwork network, int items) =>
        new(network.Plan.Output, items, Enumerable.Repeat(1f, items * network.Plan.Output.Size).ToArray());

    private static Batch Between(Batch real, Batch fakes, float[] mix)
    {
        float[] values = new float[real.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double share = mix[i / real.Item.Size];
            values[i] = (float)(share * real.Values.Span[i] + (1 - share) * fakes.Values.Span[i]);
        }

        return new Batch(real.Item, real.Count, values, real.Classes);
    }

    // The gathered gradients, from Adam's first moment after its first step: (1 - beta1) times the gradient.
    private static Dictionary<string, float[]> Gradients(INetwork network, out NetworkState after)
    {
        const string Prefix = "optimizer.", Suffix = ".exp_avg";
        float share = 1f - network.Plan.Spec.Optimizer.Beta1;
        network.Step();
        after = network.Save();
        return after.Tensors
            .Where(tensor => tensor.Name.EndsWith(Suffix, StringComparison.Ordinal))
            .ToDictionary(
                tensor => tensor.Name[Prefix.Length..^Suffix.Length],
                tensor => tensor.Values.ToArray().Select(value => value / share).ToArray(),
                StringComparer.Ordinal);
    }

    private static Batch[] Parts(StoredLayers stored)
    {
        var item = new Shape(stored.Input);
        float[] values = Formula.Values($"{stored.Name}.input", stored.Parts.Sum() * item.Size, stored.Scale);
        int from = 0;
        var parts = new Batch[stored.Parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new Batch(item, stored.Parts[i], values.AsMemory(from, stored.Parts[i] * item.Size), Classes(stored.Parts[i]));
            from += stored.Parts[i] * item.Size;
        }

        return parts;
    }

    private static Batch OutputGradient(StoredLayers stored, INetwork network)
    {
        int items = stored.Parts.Sum();
        return new Batch(network.Plan.Output, items, Formula.Values($"{stored.Name}.gradient", items * network.Plan.Output.Size));
    }

    private static Batch Drawn(StoredDuel stored, Shape item, string what, int count, double scale) =>
        new(item, count, Formula.Values($"{stored.Name}.{what}", count * item.Size, scale), Classes(count));

    private static byte[] Classes(int count) => [.. Enumerable.Range(0, count).Select(Networks.ClassOf)];

    private static void Load(INetwork network, string prefix, Dictionary<string, StoredForm> tensors)
    {
        var shapes = network.Save().Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        Assert.All(tensors.Keys, name => Assert.True(shapes.ContainsKey(name), $"The engine's state has no {name}."));
        Load(network, name => tensors.TryGetValue(name, out var form) ? Formula.Values($"{prefix}.{name}", shapes[name].Size, form.Scale, form.Offset) : null);
    }

    private static void Load(INetwork network, Func<string, float[]?> values)
    {
        var state = network.Save();
        network.Load(state with
        {
            Tensors = [.. state.Tensors.Select(tensor => values(tensor.Name) is { } given ? tensor with { Values = given } : tensor)],
        });
    }

    private static StateTensor Tensor(NetworkState state, string name) => state.Tensors.Single(tensor => tensor.Name == name);
}
