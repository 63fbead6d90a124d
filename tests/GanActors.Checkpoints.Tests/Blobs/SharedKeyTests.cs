using GanActors.Checkpoints.Blobs;

namespace GanActors.Checkpoints.Tests;

public sealed class SharedKeyTests
{
    [Fact]
    public void What_is_signed_is_what_the_service_makes_of_the_request()
    {
        var settings = BlobSettings.Read($"AccountName=cats;AccountKey={FakeBlobs.Secret};Container=runs", "the test");
        var request = new BlobRequest(HttpMethod.Put, "ring/a", "written") { Query = "comp=block&blockid=YQ%3D%3D", Headers = [("x-ms-blob-type", "BlockBlob")], Body = "text"u8.ToArray() };
        using var message = request.Message(settings, new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero));
        Assert.Equal(
            """
            PUT


            4
            HLJR7A1WjeapKbUgxK7Y0Q==
            application/octet-stream






            x-ms-blob-type:BlockBlob
            x-ms-date:Sat, 31 Jan 2026 23:59:59 GMT
            x-ms-version:2020-10-02
            /cats/runs/ring/a
            blockid:YQ==
            comp:block
            """.ReplaceLineEndings("\n"),
            settings.SharedKey!.TextOf(message));
        Assert.StartsWith("SharedKey cats:", message.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_body_has_no_length()
    {
        var settings = BlobSettings.Read($"AccountName=cats;AccountKey={FakeBlobs.Secret}", "the test");
        using var message = new BlobRequest(HttpMethod.Put, "a", "written").Message(settings, DateTimeOffset.UnixEpoch);
        Assert.StartsWith("PUT\n\n\n\n\n\n", settings.SharedKey!.TextOf(message), StringComparison.Ordinal);
    }
}
