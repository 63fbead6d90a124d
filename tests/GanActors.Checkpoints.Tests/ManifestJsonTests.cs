using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Checkpoints.Tests;

public sealed class ManifestJsonTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Right = """
        "format": "ganactors-checkpoint", "format_version": 1, "run": "ring", "incarnation": 1, "iteration": 1000,
        "written": "2026-01-31T23:59:59.0000000Z", "product": "0.1.0", "recipe": "name: ring", "metrics": { "d_loss": 0.5 },
        "parts": [ { "name": "generator.safetensors", "bytes": 12, "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" } ], "state": { "epoch": 3 }
        """;

    [Fact]
    public void What_is_written_is_read()
    {
        var number = Gen.Choose(int.MinValue, int.MaxValue).Zip(Gen.Choose(int.MinValue, int.MaxValue))
            .Select(halves => BitConverter.Int64BitsToDouble(((long)halves.Item1 << 32) | (uint)halves.Item2));
        var value = Gen.OneOf(number, Gen.Elements(
            0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, double.MinValue, 0.1, 1e22, 9007199254740993.0));
        var metrics = Gen.ArrayOf(Gen.Zip(Gen.Elements("d_loss", "fid", "ключ", "a \"b\"\\", "", "\u0001\u2028"), value));
        var text = Gen.ArrayOf(Gen.Elements("name: x\n", "\t", "\"", "\\", "naïve", "\u2028", "\0", "<&>", "\U0001F600")).Select(string.Concat);
        Prop.ForAll(metrics.ToArbitrary(), text.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (given, recipe, count) =>
        {
            var version = new CheckpointVersion((long)count << 20, count);
            var parts = Enumerable.Range(0, count % 4).Select(i => new PartReceipt($"part-{i}.bin", (long)i << 40, Digest));
            var manifest = Sample.Manifest(version, parts, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)).AddTicks(count), [.. given.DistinctBy(one => one.Item1)]);
            manifest = manifest with { Recipe = recipe, State = new JsonObject { ["values"] = new JsonArray([.. given.Select(one => ExactNumber.Of(one.Item2))]), [recipe] = recipe } };
            byte[] bytes = ManifestJson.Write(manifest);
            var read = ManifestJson.Read(bytes, "manifest.json");
            Assert.Equal(bytes, ManifestJson.Write(read));
            Assert.Equal(manifest with { Metrics = read.Metrics, Parts = read.Parts, State = read.State }, read);
            Assert.Equal(manifest.Parts.AsEnumerable(), read.Parts);
            Assert.Equal(manifest.Metrics.Keys, read.Metrics.Keys);
            Assert.Equal(manifest.Metrics.Values.Select(Bits), read.Metrics.Values.Select(Bits));
            Assert.Equal(given.Select(one => Bits(one.Item2)), read.State["values"]!.AsArray().Select(node => Bits(ExactNumber.Read(node))));
            Assert.Equal(recipe, read.State[recipe]!.GetValue<string>());
        }).QuickCheckThrowOnFailure();

        // A NaN is a NaN, whatever its payload.
        static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);
    }

    [Fact]
    public void A_manifest_ends_with_the_digest_of_what_comes_before()
    {
        byte[] bytes = ManifestJson.Write(Sample.Manifest(Sample.Version(1), []));
        string text = Encoding.UTF8.GetString(bytes);
        int at = text.IndexOf(",\n  \"sha256\": \"", StringComparison.Ordinal);
        Assert.Equal($",\n  \"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text[..at])))}\"\n}}\n", text[at..]);
        Assert.Equal(1, JsonNode.Parse(text)!["format_version"]!.GetValue<int>());
    }

    [Fact]
    public void A_manifest_by_other_hands_is_read() => Assert.Equal(1000, Read(Right).Version.Iteration);

    [Theory]
    [InlineData("\"format\": \"ganactors-checkpoint\"", "\"format\": \"other\"", "format", "is not \"ganactors-checkpoint\"")]
    [InlineData("\"format\": \"ganactors-checkpoint\",", "", "format", "is missing")]
    [InlineData("\"format_version\": 1", "\"format_version\": 2", "format_version", "is 2; this version of the product reads 1")]
    [InlineData("\"format_version\": 1", "\"format_version\": 0", "format_version", "is 0")]
    [InlineData("\"format_version\": 1", "\"format_version\": \"1\"", "format_version", "is not a number")]
    [InlineData("\"run\": \"ring\"", "\"run\": \"../ring\"", "run", "is no run id")]
    [InlineData("\"run\": \"ring\"", "\"run\": null", "run", "is not a text")]
    [InlineData("\"run\": \"ring\",", "", "run", "is missing")]
    [InlineData("\"incarnation\": 1", "\"incarnation\": 2147483648", "incarnation", "is more than 2147483647")]
    [InlineData("\"incarnation\": 1", "\"incarnation\": -1", "incarnation", "is no whole number from 0")]
    [InlineData("\"iteration\": 1000", "\"iteration\": 1e3000", "iteration", "is no whole number from 0")]
    [InlineData("\"iteration\": 1000", "\"iteration\": 1.5", "iteration", "is no whole number from 0")]
    [InlineData("\"iteration\": 1000", "\"iteration\": 99999999999999999999", "iteration", "is no whole number from 0")]
    [InlineData("\"iteration\": 1000", "\"iterations\": 1000", "iterations", "is unknown")]
    [InlineData("2026-01-31T23:59:59.0000000Z", "2026-02-31T23:59:59.0000000Z", "written", "is no time as")]
    [InlineData("2026-01-31T23:59:59.0000000Z", "yesterday", "written", "is no time as")]
    [InlineData("\"product\": \"0.1.0\"", "\"product\": 1", "product", "is not a text")]
    [InlineData("\"recipe\": \"name: ring\"", "\"recipe\": {}", "recipe", "is not a text")]
    [InlineData("\"metrics\": { \"d_loss\": 0.5 }", "\"metrics\": [0.5]", "metrics", "is not an object")]
    [InlineData("\"d_loss\": 0.5", "\"d_loss\": \"nan\"", "metrics.d_loss", "is no number")]
    [InlineData("\"d_loss\": 0.5", "\"d_loss\": 1e999", "metrics.d_loss", "is no number")]
    [InlineData("\"d_loss\": 0.5", "\"d_loss\": null", "metrics.d_loss", "is no number")]
    [InlineData("\"name\": \"generator.safetensors\"", "\"name\": \"../../x\"", "parts[0].name", "is no name of a part")]
    [InlineData("\"name\": \"generator.safetensors\"", "\"name\": \"/etc/passwd\"", "parts[0].name", "is no name of a part")]
    [InlineData("\"name\": \"generator.safetensors\"", "\"name\": \"manifest.json\"", "parts[0].name", "is taken")]
    [InlineData("\"name\": \"generator.safetensors\"", "\"name\": \"pinned\"", "parts[0].name", "is taken")]
    [InlineData("\"name\": \"generator.safetensors\",", "", "parts[0].name", "is missing")]
    [InlineData("\"bytes\": 12", "\"bytes\": -12", "parts[0].bytes", "is no whole number from 0")]
    [InlineData("\"bytes\": 12", "\"bytes\": \"12\"", "parts[0].bytes", "is not a number")]
    [InlineData("\"bytes\": 12", "\"length\": 12", "parts[0].length", "is unknown")]
    [InlineData("\"sha256\": \"0123", "\"sha256\": \"012", "parts[0].sha256", "is no SHA-256 digest")]
    [InlineData("\"sha256\": \"0123456789a", "\"sha256\": \"0123456789A", "parts[0].sha256", "is no SHA-256 digest")]
    [InlineData("\"state\": { \"epoch\": 3 }", "\"state\": []", "state", "is not an object")]
    [InlineData(", \"state\": { \"epoch\": 3 }", "", "state", "is missing")]
    [InlineData("\"state\":", "\"extra\": 1, \"state\":", "extra", "is unknown")]
    public void A_field_that_is_wrong_is_named(string right, string wrong, string field, string problem)
    {
        Assert.Contains(right, Right, StringComparison.Ordinal);
        var error = Assert.Throws<CheckpointException>(() => Read(Right.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Equal(field, error.Field);
        Assert.StartsWith($"manifest.json: {field}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"run\": \"ring\",", "\"run\": \"ring\", \"run\": \"other\",")]
    [InlineData("\"epoch\": 3", "\"epoch\": 3, \"epoch\": 4")]
    [InlineData("\"epoch\": 3", "\"epoch\": ")]
    [InlineData("\"epoch\": 3", "// three\n\"epoch\": 3")]
    [InlineData("\"recipe\": \"name: ring\"", "\"recipe\": \"\\ud800\"")]
    public void What_is_no_clear_json_is_an_error(string right, string wrong)
    {
        var error = Assert.Throws<CheckpointException>(() => Read(Right.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.StartsWith("manifest.json: is no JSON: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Deep_nesting_is_an_error() => Assert.Throws<CheckpointException>(() =>
        Read(Right.Replace("\"epoch\": 3", "\"epoch\": " + new string('[', 100_000) + new string(']', 100_000), StringComparison.Ordinal)));

    [Fact]
    public async Task A_huge_manifest_is_an_error_before_it_is_read()
    {
        var store = new MemoryStore();
        var archive = new CheckpointArchive(store);
        await Sample.Write(archive, Sample.Version(1));
        store.Parts[$"{Sample.Version(1)}/manifest.json"] = new byte[ManifestJson.Longest + 1];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = await Assert.ThrowsAsync<CheckpointException>(() => archive.ReadManifestAsync(Sample.Version(1), TestContext.Current.CancellationToken));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains($"at most {ManifestJson.Longest} are read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_could_not_be_read_again_is_not_written()
    {
        var good = Sample.Manifest(Sample.Version(1), []);
        foreach (var bad in new[]
        {
            good with { Parts = [new PartReceipt("../x", 1, Digest)] },
            good with { Parts = [new PartReceipt("x", 1, Digest), new PartReceipt("x", 1, Digest)] },
            good with { Parts = [new PartReceipt("x", 1, "no digest")] },
            good with { State = new JsonObject { ["long"] = new string('x', ManifestJson.Longest) } },
            good with { State = new JsonObject { ["nan"] = double.NaN } },
        })
        {
            Assert.Throws<ArgumentException>(() => ManifestJson.Write(bad));
        }
    }

    [Fact]
    public void Whatever_a_manifest_says_it_is_read_or_one_clear_error()
    {
        byte[] right = Encoding.UTF8.GetBytes($"{{{Right}");
        string[] scraps = ["\"", "{", "}", "[", "]", ",", ":", "null", "-1", "1e999", "\\u0000", "\\ud800", "99999999999999999999", "../", "\0", "\n", "\u2028", "NaN"];
        int read = 0;
        Prop.ForAll(
            Gen.Choose(0, right.Length - 1).ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), Gen.Elements(scraps).ToArbitrary(), (at, cut, scrap) =>
            {
                byte[] body = [.. right[..at], .. Encoding.UTF8.GetBytes(scrap), .. right[Math.Min(at + cut, right.Length)..]];
                try
                {
                    ManifestJson.Read(Sealed(body), "manifest.json");
                    read++;
                }
                catch (CheckpointException error)
                {
                    Assert.StartsWith("manifest.json: ", error.Message, StringComparison.Ordinal);
                    Assert.DoesNotContain('\n', error.Message);
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20261122, 1));
        Assert.InRange(read, 1, 4999);
    }

    [Fact]
    public void A_version_is_what_its_name_says_and_no_other_name()
    {
        Assert.Equal("00001000-0001", new CheckpointVersion(1000, 1).ToString());
        Assert.Equal("123456789012-12345", new CheckpointVersion(123456789012, 12345).ToString());
        foreach (string name in new[] { "00001000-0001", "123456789012-12345", "00000000-0000" })
        {
            Assert.True(CheckpointVersion.TryParse(name, out var version));
            Assert.Equal(name, version.ToString());
        }

        foreach (string? name in new[] { null, "", "1000-1", "00001000", "00001000-0001-1", "-0001000-0001", "00001000-00001", "000001000-0001", "99999999999999999999-0001", "00001000-0001 ", "0000１000-0001" })
            Assert.False(CheckpointVersion.TryParse(name, out _), name);
    }

    private static CheckpointManifest Read(string fields) => ManifestJson.Read(Sealed(Encoding.UTF8.GetBytes($"{{{fields}")), "manifest.json");

    private static byte[] Sealed(byte[] body) =>
        [.. body, .. Encoding.UTF8.GetBytes($",\n  \"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(body))}\"\n}}\n")];
}
