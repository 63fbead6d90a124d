using System.Text.Json;

namespace Orleans.Configuration;

/// <summary>Where and how grains' states are kept in files.</summary>
public sealed class FileGrainStorageOptions
{
    /// <summary>The directory; made when it is not there.</summary>
    public string RootDirectory { get; set; } = "";

    /// <summary>How states become JSON; null for public fields and properties, NaN and infinities included.</summary>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }
}
