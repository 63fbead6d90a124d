using GanActors.Checkpoints.Blobs;

namespace GanActors.Checkpoints.Tests;

public sealed class BlobSettingsTests
{
    private const string Key = "c2VjcmV0IGtleSBvZiBhbiBhY2NvdW50";

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=cats;AccountKey=" + Key + ";EndpointSuffix=core.windows.net", "https://cats.blob.core.windows.net/ganactors")]
    [InlineData("AccountName=cats;AccountKey=" + Key + ";Container=runs", "https://cats.blob.core.windows.net/runs")]
    [InlineData(" accountname = cats ; accountkey = " + Key + " ; BlobEndpoint=http://localhost:1/cats/ ; TableEndpoint=x;", "http://localhost:1/cats/ganactors")]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10000/devstoreaccount1/ganactors")]
    public void A_connection_string_with_a_key_signs(string text, string container)
    {
        var settings = BlobSettings.Read(text, "HERE");
        Assert.Equal(container, settings.Container.AbsoluteUri);
        Assert.NotNull(settings.SharedKey);
        Assert.Equal("", settings.SharedAccessSignature);
    }

    [Theory]
    [InlineData("https://cats.blob.core.windows.net/runs?sv=1&sig=a%2Bb", "https://cats.blob.core.windows.net/runs")]
    [InlineData("http://127.0.0.1:10000/cats/runs/?sv=1&sig=a%2Bb", "http://127.0.0.1:10000/cats/runs")]
    [InlineData("http://azurite:10000/cats/runs?sv=1&sig=a%2Bb", "http://azurite:10000/cats/runs")]
    [InlineData("BlobEndpoint=https://cats.example/;SharedAccessSignature=?sv=1&sig=a%2Bb;Container=runs", "https://cats.example/runs")]
    public void A_signature_goes_with_requests_as_it_is(string text, string container)
    {
        var settings = BlobSettings.Read(text, "HERE");
        Assert.Equal(container, settings.Container.AbsoluteUri);
        Assert.Null(settings.SharedKey);
        Assert.Equal("sv=1&sig=a%2Bb", settings.SharedAccessSignature);
    }

    [Theory]
    [InlineData("runs/checkpoints", "has a setting that none of these is")]
    [InlineData("AcountKey=" + Key, "has a setting that none of these is")]
    [InlineData("AccountName=cats;AccountName=dogs", "AccountName: is there twice")]
    [InlineData("AccountKey=" + Key, "AccountName: is missing")]
    [InlineData("AccountKey=" + Key + ";BlobEndpoint=https://cats.example", "AccountName: is missing")]
    [InlineData("AccountName=cats", "neither AccountKey nor SharedAccessSignature")]
    [InlineData("AccountName=cats;AccountKey=no-" + Key, "AccountKey: is no key")]
    [InlineData("AccountName=cats;AccountKey=", "AccountKey: is no key")]
    [InlineData("AccountName=ca/ts;AccountKey=" + Key + ";Container=RUNS", "Container: names no container")]
    [InlineData("AccountName=ca ts;AccountKey=" + Key, "AccountName: makes no name of a host")]
    [InlineData("AccountName=cats;AccountKey=" + Key + ";DefaultEndpointsProtocol=ftp", "DefaultEndpointsProtocol: is neither")]
    [InlineData("AccountName=cats;AccountKey=" + Key + ";BlobEndpoint=cats", "BlobEndpoint: is no URL")]
    [InlineData("AccountName=cats;SharedAccessSignature=sv=1", "SharedAccessSignature: has no sig")]
    [InlineData("UseDevelopmentStorage=perhaps", "UseDevelopmentStorage: is not true")]
    [InlineData("https://cats.blob.core.windows.net/?sig=" + Key, "names no container")]
    [InlineData("https://cats.blob.core.windows.net/runs/ring?sig=" + Key, "names no container")]
    [InlineData("https://cats.blob.core.windows.net/-runs?sig=" + Key, "names no container")]
    [InlineData("https://cats.blob.core.windows.net/runs?sv=1", "has no shared access signature")]
    [InlineData("https://user@cats.blob.core.windows.net/runs?sig=" + Key, "is no URL of a container")]
    [InlineData("https://", "is no URL of a container")]
    public void What_is_neither_is_told_and_not_repeated(string text, string words)
    {
        var error = Assert.Throws<CheckpointException>(() => BlobSettings.Read(text, "HERE"));
        Assert.StartsWith("HERE: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.Message, StringComparison.Ordinal);
    }
}
