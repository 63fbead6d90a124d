using System.Numerics;

namespace GanActors.Engines.Cpu.Lanes;

/// <summary>
/// A register of float lanes. Kernels are written once against it and compiled for each width that the machine may have.
/// </summary>
/// <typeparam name="TSelf">The register itself.</typeparam>
internal unsafe interface ILanes<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Floats in one register.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of a full GEMM tile: as many as the accumulators leave registers for.</summary>
    static abstract int TileRows { get; }

    /// <summary>Registers across a full GEMM tile.</summary>
    static abstract int TileVectors { get; }

    static abstract TSelf Load(float* source);

    static abstract void Store(float* target, TSelf value);

    /// <summary>Asks for memory that will be read soon, but not before what is at work now: into the second-level cache. Any address may be given.</summary>
    static abstract void Prefetch(float* source);

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf All(float value);

    /// <summary>a * b + c, rounded once where the machine can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The larger one; the second if either is not a number, so a bound goes first and NaN comes through.</summary>
    static abstract TSelf Max(TSelf bound, TSelf value);

    /// <summary>The smaller one; the second if either is not a number, so a bound goes first and NaN comes through.</summary>
    static abstract TSelf Min(TSelf bound, TSelf value);

    static abstract TSelf Abs(TSelf value);

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>value * 2^exponent; the exponent is a whole number for which 2^exponent is a normal float.</summary>
    static abstract TSelf Scale(TSelf value, TSelf exponent);

    /// <summary>Lane by lane: left &gt; right ? yes : no.</summary>
    static abstract TSelf IfGreater(TSelf left, TSelf right, TSelf yes, TSelf no);

    /// <summary>The magnitude of one with the sign of the other.</summary>
    static abstract TSelf WithSign(TSelf magnitude, TSelf sign);

    /// <summary>Writes the transpose of a block of <see cref="Count"/> rows and columns.</summary>
    static abstract void Transpose(float* source, nint sourceStride, float* target, nint targetStride);

    /// <summary>The sum of all lanes, in an order of the width's own.</summary>
    static abstract float Sum(TSelf value);
}
