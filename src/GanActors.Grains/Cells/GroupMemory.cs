using System.Text.Json;
using GanActors.Checkpoints;

namespace GanActors.Grains.Cells;

/// <summary>Reads what a member of a group, or the group, knew at a checkpoint.</summary>
internal static class GroupMemory
{
    /// <summary>The memory that a manifest holds.</summary>
    /// <exception cref="CheckpointException">It holds another, or none.</exception>
    public static T Of<T>(CheckpointManifest manifest, string location)
        where T : class
    {
        try
        {
            return SavedState.Read<T>(JsonSerializer.SerializeToElement(manifest.State));
        }
        catch (JsonException fault)
        {
            throw new CheckpointException(location, $"{manifest.Version} is no checkpoint of this kind: {fault.Message}", cause: fault);
        }
    }
}
