using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>One element-wise update that also sums the squares of the gradient, piece by piece.</summary>
internal unsafe interface IUpdate : ITiledWork
{
    float* SquareSums { get; set; }
}

/// <summary>Runs updates in pieces of fixed size, so that the norm does not depend on the threads.</summary>
internal static unsafe class GradientNorm
{
    /// <summary>Weights of one piece of work.</summary>
    public const int Piece = 8 * 1024;

    public static float Run<TUpdate>(Crew crew, TUpdate update, nint count, ref float[] sums)
        where TUpdate : unmanaged, IUpdate
    {
        int pieces = (int)((count + Piece - 1) / Piece);
        if (sums.Length < pieces)
            sums = new float[pieces];
        fixed (float* squares = sums)
        {
            update.SquareSums = squares;
            crew.Run(pieces, ref update);
        }

        double total = 0;
        for (int i = 0; i < pieces; i++)
            total += sums[i];
        return (float)Math.Sqrt(total);
    }
}
