namespace Orleans.Runtime;

/// <summary>Starts and stops with the silo.</summary>
internal interface ISiloPart
{
    /// <summary>Called once the silo takes calls.</summary>
    void Start();

    /// <summary>Called before grains deactivate.</summary>
    void Stop();
}
