using FsCheck;
using FsCheck.Fluent;
using GanActors.Engines.Cpu;
using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Convolutions.Winograd;
using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Fast convolutions give what direct ones give, to a rounding error that the documentation states.</summary>
public sealed class FastConvolutionTests
{
    private static readonly Layer[] Dcgan =
    [
        new Dense(32 * 49), new Reshape(new Shape(32, 7, 7)), new LeakyRelu(0.2f), new ConvTranspose2d(48, 4, 2, Padding.Of(1)), new BatchNorm(), new LeakyRelu(0.2f),
        new Conv2d(32, 3, 1, Padding.Of(1)), new LeakyRelu(0.2f), new Conv2d(40, 5, 2, Padding.KerasSame), new LeakyRelu(0.2f), new Flatten(), new Dense(1),
    ];

    public static TheoryData<VectorPath> Paths => CpuPaths.Paths();

    [Theory]
    [MemberData(nameof(Paths))]
    public void Any_tiling_of_any_shape_gives_what_direct_products_give(VectorPath path)
    {
        var shapes = from kernel in Gen.Choose(2, 5)
                     from stride in Gen.Choose(1, Math.Min(3, kernel))
                     from same in Gen.Elements(true, false)
                     from padding in Gen.Choose(0, kernel - 1)
                     from extra in Gen.Choose(0, stride - 1)
                     from transposed in Gen.Elements(true, false)
                     from height in Gen.Choose(kernel, 13)
                     from width in Gen.Choose(kernel, 13)
                     from inputs in Gen.OneOf(Gen.Choose(1, 9), Gen.Elements(16, 33, 48))
                     from outputs in Gen.OneOf(Gen.Choose(1, 9), Gen.Elements(16, 33, 64))
                     from tiling in Gen.Choose(0, 1000)
                     let pad = same ? Padding.KerasSame : Padding.Of(padding)
                     select (
                         Layer: transposed
                             ? new ConvTranspose2d(outputs, kernel, stride, pad, same ? 0 : extra)
                             : (Layer)new Conv2d(outputs, kernel, stride, pad),
                         Input: new Shape(inputs, height, width),
                         Tiling: tiling);

        Prop.ForAll(shapes.ToArbitrary(), shape => AgreesWithDirect(path, shape.Layer, shape.Input, shape.Tiling))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(2, 2, 4e-7)]
    [InlineData(3, 2, 4e-7)]
    [InlineData(4, 2, 1e-6)]
    [InlineData(5, 2, 1.5e-6)]
    [InlineData(7, 2, 6e-6)]
    [InlineData(2, 3, 4e-7)]
    [InlineData(4, 3, 1.5e-6)]
    [InlineData(5, 3, 5e-6)]
    [InlineData(6, 3, 6e-6)]
    [InlineData(4, 5, 6e-6)]
    public void A_tile_costs_no_more_accuracy_than_the_recipes_page_says(int outputs, int taps, double rms)
    {
        using var device = new CpuDevice(1) { FastTiling = _ => new WinogradTiling(outputs, outputs) };
        var layer = new Conv2d(32, taps, 1, Bias: false);
        int size = 2 * outputs + taps - 1;
        var input = new Shape(64, size, size);
        using var network = device.Create(Networks.Plan(input, [layer], convolutions: ConvolutionKind.Fast), 4, seed: 3);
        var items = Networks.Items(input, 4, 7);
        float[] weights = network.Save().Tensors[0].Values.ToArray();

        float[] output = network.Infer(items).Values.ToArray();

        double[] expected = Convolved(items.Values.ToArray(), weights, 4, 64, size, 32, taps);
        double error = Math.Sqrt(expected.Zip(output, (e, o) => (e - o) * (e - o)).Sum() / expected.Sum(e => e * e));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"F({outputs},{taps}): rms {error:E1}, largest {expected.Zip(output, (e, o) => Math.Abs(e - o)).Max() / expected.Max(Math.Abs):E1}");
        Assert.InRange(error, 0, rms);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        using var one = new CpuDevice(1);
        using var many = new CpuDevice(threads);
        var plan = Networks.Plan(new Shape(20), Dcgan, convolutions: ConvolutionKind.Fast);
        using var alone = one.Create(plan, 19, 1);
        using var shared = many.Create(plan, 19, 1);

        for (int step = 0; step < 3; step++)
        {
            var (output, gradient) = Train(alone, step);
            var (sharedOutput, sharedGradient) = Train(shared, step);
            Assert.Equal(output, sharedOutput);
            Assert.Equal(gradient, sharedGradient);
        }

        foreach (var (expected, actual) in alone.Save().Tensors.Zip(shared.Save().Tensors))
            Assert.True(expected.Values.Span.SequenceEqual(actual.Values.Span), expected.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_steady_step_allocates_nothing(int threads)
    {
        using var device = new CpuDevice(threads);
        using var network = device.Create(Networks.Plan(new Shape(20), Dcgan, convolutions: ConvolutionKind.Fast), 16, 1);
        Batch[] parts = [Networks.Items(new Shape(20), 16, 1)];
        var gradient = Networks.Items(new Shape(1), 16, 3);
        void Step()
        {
            network.Infer(parts[0]);
            network.Forward(parts, 1, keepTape: true);
            network.InputGradient(gradient);
            network.ForwardTraining(parts, 2);
            network.Backward(gradient, inputGradient: true);
            network.Step();
        }

        // So often that the runtime has done with its own profile of the code, for which it allocates.
        for (int warm = 0; warm < 60; warm++)
            Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 5; step++)
            Step();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_frozen_pass_makes_no_weight_gradient_and_fast_products_are_fewer()
    {
        using var device = new CpuDevice(1);
        using var direct = device.Create(Networks.Plan(new Shape(20), Dcgan), 16, 1);
        using var fast = device.Create(Networks.Plan(new Shape(20), Dcgan, convolutions: ConvolutionKind.Fast), 16, 1);
        WorkCount Frozen(INetwork network)
        {
            network.Forward([Networks.Items(new Shape(20), 16, 1)], 1, keepTape: true);
            network.InputGradient(Networks.Items(new Shape(1), 16, 3));
            return ((ICountedWork)network).Work;
        }

        var (many, few) = (Frozen(direct), Frozen(fast));

        Assert.Equal(0, few.WeightGradients);
        Assert.InRange(few.Forward, 1, many.Forward * 6 / 10);
        Assert.InRange(few.InputGradients, 1, many.InputGradients * 6 / 10);
    }

    [Theory]
    [InlineData(64, 14, 128, 4, 2, true)]
    [InlineData(128, 16, 256, 4, 2, true)]
    [InlineData(64, 16, 64, 3, 1, true)]
    [InlineData(64, 14, 128, 5, 2, true)]
    [InlineData(3, 64, 64, 4, 2, false)]
    [InlineData(64, 14, 128, 1, 1, false)]
    [InlineData(64, 14, 1, 4, 2, false)]
    public void Fast_is_taken_where_it_pays(int channels, int size, int features, int kernel, int stride, bool fast)
    {
        var plan = Networks.Plan(new Shape(channels, size, size), [new Conv2d(features, kernel, stride, Padding.KerasSame)]);

        Assert.Equal(fast, WinogradTiling.Best(Geometry.Of(plan.Layers[0])) != null);
    }

    // Two backward passes, of a batch in two parts and then of another: outputs, input gradients and the sum of the weight gradients.
    private static bool AgreesWithDirect(VectorPath path, Layer layer, Shape input, int choice)
    {
        NetworkPlan? direct;
        try
        {
            direct = Networks.Plan(input, [layer], new OptimizerSpec(Beta1: 0.5f));
        }
        catch (NetworkShapeException)
        {
            return true;
        }

        using var device = CpuPaths.Device(path, fastTiling: geometry =>
        {
            WinogradTiling[] possible = [.. WinogradTiling.Possible(geometry)];
            return possible.Length == 0 ? null : possible[choice % possible.Length];
        });
        using var exact = device.Create(direct, 4, seed: 1);
        using var fast = device.Create(Networks.Plan(input, [layer], new OptimizerSpec(Beta1: 0.5f), convolutions: ConvolutionKind.Fast), 4, seed: 1);
        List<float[]> expected = Results(exact), actual = Results(fast);
        return expected.Zip(actual).All(pair => Near(pair.First, pair.Second));
    }

    private static List<float[]> Results(INetwork network)
    {
        var results = new List<float[]>();
        var before = network.Save();
        for (ulong pass = 0; pass < 2; pass++)
        {
            Batch[] parts = [Networks.Items(network.Plan.Input, 3, 1 + pass), Networks.Items(network.Plan.Input, 2, 8 + pass)];
            var output = network.ForwardTraining(parts, pass);
            results.Add(output.Values.ToArray());
            results.Add(network.Backward(Networks.Items(network.Plan.Output, output.Count, 5 + pass), inputGradient: true)!.Values.ToArray());
        }

        results.AddRange(GradientProbe.Of(network, before).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value));
        return results;
    }

    private static bool Near(float[] expected, float[] actual)
    {
        float largest = expected.Max(Math.Abs);
        return expected.Length == actual.Length && expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-4f * largest + 1e-7f);
    }

    private static (float[] Output, float[] Gradient) Train(INetwork network, int step)
    {
        var output = network.ForwardTraining([Networks.Items(network.Plan.Input, 19, (ulong)step), Networks.Items(network.Plan.Input, 11, (ulong)step + 50)], 0);
        float[] values = output.Values.ToArray();
        float[] gradient = network.Backward(Networks.Items(network.Plan.Output, output.Count, 9), inputGradient: true)!.Values.ToArray();
        network.Step();
        return (values, gradient);
    }

    private static double[] Convolved(float[] images, float[] weights, int items, int channels, int size, int features, int kernel)
    {
        int outputs = size - kernel + 1;
        double[] result = new double[items * features * outputs * outputs];
        for (int i = 0; i < result.Length; i++)
        {
            int x = i % outputs, y = i / outputs % outputs, feature = i / (outputs * outputs) % features, item = i / (outputs * outputs * features);
            for (int channel = 0; channel < channels; channel++)
            {
                for (int tap = 0; tap < kernel * kernel; tap++)
                {
                    result[i] += (double)weights[(feature * channels + channel) * kernel * kernel + tap]
                        * images[((item * channels + channel) * size + y + tap / kernel) * size + x + tap % kernel];
                }
            }
        }

        return result;
    }
}
