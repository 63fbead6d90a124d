namespace GanActors.Grains.Devices;

/// <summary>The silo that a grain lives on, and a way to have grains live on another.</summary>
internal interface ISiloHere
{
    /// <summary>Its name, which no other silo has or had.</summary>
    string Name { get; }

    /// <summary>Until it is disposed, grains that the calls made here bring to life come to life on that silo, if it is there.</summary>
    IDisposable Toward(string silo);
}
