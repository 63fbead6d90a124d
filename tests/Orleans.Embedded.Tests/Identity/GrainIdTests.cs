using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Identity;

/// <summary>docs/site/src/content/docs/grains/grain-identity.md and src/Orleans.Core.Abstractions/IDs/.</summary>
public class GrainIdTests
{
    [Fact]
    public void A_grain_id_is_written_type_slash_key_and_read_back()
    {
        var id = GrainId.Create("generator", "run/7");
        Assert.Equal("generator/run/7", id.ToString());
        Assert.Equal(id, GrainId.Parse("generator/run/7"));
        Assert.Equal(id, JsonSerializer.Deserialize<GrainId>(JsonSerializer.Serialize(id)));
        Assert.False(GrainId.TryParse("generator", out _));
        Assert.Throws<ArgumentException>(() => GrainId.Parse("generator"));
    }

    [Fact]
    public void Equal_ids_hash_alike_in_every_process()
    {
        Assert.Equal(GrainId.Create("a", "b"), GrainId.Create("a", "b"));
        Assert.NotEqual(GrainId.Create("a", "b"), GrainId.Create("b", "a"));
        Assert.Equal(0xE40C292Cu, IdSpan.Create("a").GetUniformHashCode());
    }

    [Fact]
    public void Integer_and_GUID_keys_come_back_with_their_extensions()
    {
        Prop.ForAll<long, Guid, NonEmptyString>((number, guid, extension) =>
        {
            var text = $"x{extension.Get.Replace("\0", "", StringComparison.Ordinal)}";
            var plain = GrainId.Create(GrainType.Create("g"), GrainIdKeyExtensions.CreateIntegerKey(number));
            Assert.True(plain.TryGetIntegerKey(out var key, out var none));
            Assert.Equal((number, null), (key, none));
            Assert.Equal(number, GrainId.Create(GrainType.Create("g"), GrainIdKeyExtensions.CreateIntegerKey(number, text)).GetIntegerKey(out var extended));
            Assert.StartsWith("x", extended, StringComparison.Ordinal);
            Assert.Equal(guid, GrainId.Create(GrainType.Create("g"), GrainIdKeyExtensions.CreateGuidKey(guid)).GetGuidKey());
            Assert.Equal(guid, GrainId.Create(GrainType.Create("g"), GrainIdKeyExtensions.CreateGuidKey(guid, text)).GetGuidKey(out _));
        }).QuickCheckThrowOnFailure();
    }
}
