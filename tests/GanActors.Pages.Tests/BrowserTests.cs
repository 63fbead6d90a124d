namespace GanActors.Pages.Tests;

/// <summary>Tests of this collection share the browser, and come one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Browser>
{
    public const string Name = "browser";
}
