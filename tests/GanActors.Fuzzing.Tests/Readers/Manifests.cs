using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GanActors.Checkpoints;
using GanActors.Duel;

namespace GanActors.Fuzzing.Tests;

/// <summary>A checkpoint's manifest, which vouches for itself; most are spoilt before their digest is made, as an attacker would.</summary>
internal sealed class Manifests() : Reader("manifest", 3_000, new MemoryBound(PerByte: 200, Constant: 1 << 20))
{
    private const string File = "runs/known/checkpoints/1/manifest.json";

    private static readonly byte[] Good = ManifestJson.Write(new CheckpointManifest(
        new RunId("sample-run"), new CheckpointVersion(120, 2), new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero), "0.1.0", "name: sample # \"naïve\"\nbatch: 64\n",
        ImmutableSortedDictionary<string, double>.Empty.Add("fid", 12.5).Add("kid", double.NaN),
        [
            new PartReceipt(CheckpointArchive.Generator, 1_000, new string('a', 64)), new PartReceipt(CheckpointArchive.Discriminator, 2_000, new string('b', 64)),
            new PartReceipt("course.csv", 0, new string('c', 64)),
        ],
        new JsonObject { ["iteration"] = 120, ["schedule"] = new JsonObject { ["window"] = new JsonArray(1, 2.5, "NaN") } }));

    private static readonly string[] Words =
        ["format", "format_version", "incarnation", "iteration", "written", "product", "recipe", "metrics", "parts", "state", "bytes", "null", "true", "manifest.json", "pinned", "..", "NaN"];

    public override IReadOnlyList<byte[]> Small => [Good];

    public override byte[] Input(Dice dice)
    {
        if (dice.Chance(25))
            return ByteMutations.Spoil(dice, Good, [Good]);
        string text = Encoding.UTF8.GetString(Good);
        string body = text[..text.LastIndexOf(",\n  \"sha256\"", StringComparison.Ordinal)];
        dice.Note("digest fits");
        byte[] spoilt = Encoding.UTF8.GetBytes(TextMutations.Spoil(dice, body, Words, [body]));
        return [.. spoilt, .. Encoding.UTF8.GetBytes($",\n  \"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(spoilt))}\"\n}}\n")];
    }

    public override bool Read(byte[] input)
    {
        CheckpointManifest manifest;
        try
        {
            manifest = ManifestJson.Read(input, File);
        }
        catch (CheckpointException fault)
        {
            return Refusal.Check(fault.Message, File);
        }

        // It must be one that could have been written.
        ManifestJson.Write(manifest);
        return true;
    }
}
