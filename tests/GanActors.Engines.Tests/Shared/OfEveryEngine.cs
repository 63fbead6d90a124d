namespace GanActors.Engines.Tests;

/// <summary>Claims about every engine, against the seam alone. One subclass for each engine, and for each of its ways to compute.</summary>
public abstract class OfEveryEngine
{
    /// <summary>The device under test; skips the test if the machine has none.</summary>
    protected abstract IDevice CreateDevice();
}
