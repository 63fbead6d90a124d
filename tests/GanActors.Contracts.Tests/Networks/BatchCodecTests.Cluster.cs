using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Duel;
using GanActors.Networks;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace GanActors.Contracts.Tests.Networks;

/// <summary>Batches on the wire between two silos.</summary>
public sealed class BatchCodecTests
{
    private const int Fixed = 4;

    private static readonly Serializer Exact = Serializer(options => { });
    private static readonly Serializer Rounding = Serializer(options => options.RoundBatches = true);
    private static readonly Serializer Small = Serializer(options => (options.BatchBytes, options.MessageBytes) = (1_024, 2_048));

    private static Arbitrary<Batch> Batches { get; } = Arb.From(
        from rank in Gen.Choose(1, 4)
        from dimensions in Gen.Choose(1, 5).ArrayOf(rank)
        from count in Gen.Choose(1, 7)
        let item = new Shape(dimensions)
        from bits in ArbMap.Default.GeneratorFor<int>().ArrayOf(item.Size * count)
        from hasClasses in ArbMap.Default.GeneratorFor<bool>()
        from classes in ArbMap.Default.GeneratorFor<byte>().ArrayOf(hasClasses ? count : 0)
        from mayRound in ArbMap.Default.GeneratorFor<bool>()
        let batch = new Batch(item, count, MemoryMarshal.Cast<int, float>(bits).ToArray(), classes)
        select mayRound ? batch.Roundable() : batch);

    [Fact]
    public void A_batch_comes_back_bit_for_bit() => Prop.ForAll(Batches, batch => Same(batch, RoundTrip(Exact, batch))).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_batches_that_may_be_rounded_are() =>
        Prop.ForAll(Batches, batch => batch.MayRound || Same(batch, RoundTrip(Rounding, batch))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1f)]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    [InlineData(1e-45f)]
    [InlineData(0f)]
    public void A_rounded_batch_keeps_eleven_binary_digits_of_its_larger_values_whatever_their_scale(float scale)
    {
        float[] values = [.. Enumerable.Range(0, 5_000).Select(at => scale * MathF.Sin(at))];
        var batch = new Batch(new Shape(10), 500, values).Roundable();
        byte[] wire = Rounding.SerializeToArray(batch);
        Assert.InRange(wire.Length, 10_000, 10_040);
        var back = Rounding.Deserialize<Batch>(wire)!;
        float largest = values.Max(MathF.Abs);
        Assert.All(back.Values.ToArray().Zip(values), pair => Assert.True(
            Math.Abs((double)pair.First - pair.Second) <= Math.Max(Math.Abs(pair.Second) / 2_048.0, largest / (1 << 24)), $"{pair.Second} became {pair.First}"));
        Assert.True(back.MayRound);
    }

    [Fact]
    public void Values_that_are_not_finite_are_never_rounded()
    {
        var batch = new Batch(new Shape(3), 1, new[] { 0.1f, float.NaN, float.NegativeInfinity }).Roundable();
        Assert.Equal(Bits(batch), Bits(RoundTrip(Rounding, batch)));
    }

    [Fact]
    public void A_float_costs_four_bytes()
    {
        byte[] wire = Exact.SerializeToArray(new Batch(new Shape(1, 28, 28), 64, new float[64 * 784]));
        Assert.InRange(wire.Length, 64 * 784 * 4, (64 * 784 * 4) + 40);
    }

    [Fact]
    public void A_batch_that_is_there_twice_is_sent_once()
    {
        var batch = new Batch(new Shape(100), 1, new float[100]);
        var back = Exact.Deserialize<GeneratorWeights>(Exact.SerializeToArray(new GeneratorWeights(1, [new("a", batch), new("b", batch)], 0)))!;
        Assert.Same(back.Tensors[0].Values, back.Tensors[1].Values);
    }

    [Fact]
    public void No_batch_is_still_none()
    {
        Assert.Null(Exact.Deserialize<Batch?>(Exact.SerializeToArray<Batch?>(null)));
    }

    [Fact]
    public void A_batch_is_not_copied_for_a_grain_of_the_same_silo()
    {
        using var services = Services(options => { });
        var copier = services.GetRequiredService<DeepCopier>();
        var fakes = new FakeBatch(new Turn(new RunId("a"), 1, 2, Phase.Generator, 0), new Batch(new Shape(2), 1, new float[2]));
        Assert.Same(fakes.Images, copier.Copy(fakes.Images));
        Assert.Same(fakes, copier.Copy(fakes));
    }

    [Fact]
    public void A_batch_that_is_cut_off_anywhere_is_refused()
    {
        byte[] wire = Exact.SerializeToArray(new Batch(new Shape(2, 3), 2, new float[12], new byte[] { 1, 2 }));
        for (int length = 0; length < wire.Length; length++)
            Assert.ThrowsAny<Exception>(() => Exact.Deserialize<Batch>(wire.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(0, 3, "format 3")]
    [InlineData(1, 0, "rank 0")]
    [InlineData(1, 9, "rank 9")]
    [InlineData(1, 8, "head of 40 bytes")]
    [InlineData(2, 2, "classes 2")]
    [InlineData(2, 1, "39 bytes, not 36")]
    [InlineData(3, 5, "exponent 5")]
    public void A_head_that_lies_is_refused(int at, byte value, string reason)
    {
        byte[] wire = Plain(out int head);
        wire[head + at] = value;
        Refuses(wire, reason);
    }

    [Theory]
    [InlineData(2, 4, "44 bytes, not 36")]
    [InlineData(2, 0, "at least one item")]
    [InlineData(2, -1, "at least one item")]
    [InlineData(0, 3, "48 bytes, not 36")]
    [InlineData(3, 1, "24 bytes, not 36")]
    [InlineData(int.MaxValue, 3, "at most")]
    [InlineData(2, int.MaxValue, "at most")]
    [InlineData(int.MinValue, 3, "no empty dimension")]
    public void A_shape_that_lies_about_the_length_is_refused_before_anything_is_allocated(int dimension, int count, string reason)
    {
        byte[] wire = Plain(out int head);
        BinaryPrimitives.WriteInt32LittleEndian(wire.AsSpan(head + Fixed), dimension);
        BinaryPrimitives.WriteInt32LittleEndian(wire.AsSpan(head + Fixed + 4), count);
        Refuses(wire, dimension == 0 ? "no empty dimension" : reason);
    }

    [Fact]
    public void Any_change_of_the_head_gives_a_batch_that_fits_or_a_refusal()
    {
        byte[] wire = Plain(out int head);
        Prop.ForAll(Gen.Choose(head, head + 11).Two().ToArbitrary(), Gen.Choose(0, 255).Two().ToArbitrary(), (at, values) =>
        {
            byte[] changed = [.. wire];
            (changed[at.Item1], changed[at.Item2]) = ((byte)values.Item1, (byte)values.Item2);
            try
            {
                var batch = Exact.Deserialize<Batch>(changed)!;
                return batch.Values.Length == batch.Item.Size * batch.Count;
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_batch_over_the_limit_is_refused_before_it_is_sent()
    {
        Assert.NotEmpty(Small.SerializeToArray(new Batch(new Shape(16), 16, new float[256])));
        var fault = Assert.Throws<BatchTooLargeException>(() => Small.SerializeToArray(new Batch(new Shape(16), 17, new float[272])));
        Assert.Contains("17 x [16] is 1088 bytes, and 1024 may be sent", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_over_the_limit_is_refused_when_it_comes()
    {
        byte[] wire = Exact.SerializeToArray(new Batch(new Shape(16), 17, new float[272]));
        var fault = Assert.Throws<InvalidDataException>(() => Small.Deserialize<Batch>(wire));
        Assert.Contains("at most 256 values", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_that_are_too_much_together_are_refused_before_they_are_sent()
    {
        var weights = new GeneratorWeights(1, [.. "abc".Select(name => new NamedTensor($"{name}", new Batch(new Shape(250), 1, new float[250])))], 0);
        var fault = Assert.Throws<BatchTooLargeException>(() => Small.SerializeToArray(weights));
        Assert.Contains("2048 may be sent", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_of_too_many_dimensions_is_not_sent() =>
        Assert.Throws<ArgumentException>(() => Exact.SerializeToArray(new Batch(new Shape(1, 1, 1, 1, 1, 1, 1, 1, 1), 1, new float[1])));

    // Three items of two values: 36 bytes, at the end of the buffer.
    private static byte[] Plain(out int head)
    {
        byte[] wire = Exact.SerializeToArray(new Batch(new Shape(2), 3, new float[6]));
        head = wire.Length - 36;
        Assert.Equal([1, 1, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0], wire[head..(head + 12)]);
        return wire;
    }

    private static void Refuses(byte[] wire, string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<InvalidDataException>(() => Exact.Deserialize<Batch>(wire));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    private static Batch RoundTrip(Serializer serializer, Batch batch) => serializer.Deserialize<Batch>(serializer.SerializeToArray(batch))!;

    private static bool Same(Batch one, Batch other) =>
        one.Item == other.Item && one.Count == other.Count && Bits(one).SequenceEqual(Bits(other)) && one.Classes.Span.SequenceEqual(other.Classes.Span);

    private static int[] Bits(Batch batch) => MemoryMarshal.Cast<float, int>(batch.Values.Span).ToArray();

    private static Serializer Serializer(Action<WireOptions> configure) => Services(configure).GetRequiredService<Serializer>();

    private static ServiceProvider Services(Action<WireOptions> configure) => new ServiceCollection()
        .AddSerializer(serializer => serializer.AddAssembly(typeof(Batch).Assembly))
        .Configure(configure)
        .BuildServiceProvider();
}
