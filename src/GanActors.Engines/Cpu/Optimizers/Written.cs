namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>Recipes are written in decimals, and a float's nearest short decimal is what was meant.</summary>
internal static class Written
{
    /// <summary>
    /// The number as it was written: 0.999 and not 0.99900001, whose complement would be off by a hundred-thousandth.
    /// </summary>
    public static double Number(float value) => MathF.Abs(value) is > 1e-20f and < 1e20f ? (double)(decimal)value : value;
}
