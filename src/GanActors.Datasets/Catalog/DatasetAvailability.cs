namespace GanActors.Datasets;

/// <summary>How much of a data set is at hand.</summary>
public enum DatasetAvailability
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>The test items, which serve where the training items are missing.</summary>
    TestOnly,

    /// <summary>The training items lie on this machine.</summary>
    Installed,

    /// <summary>It is drawn when it is wanted, and needs no file.</summary>
    BuiltIn,
}
