using GanActors.Networks;

namespace GanActors.Datasets;

/// <summary>A data set that the catalog knows.</summary>
/// <param name="Name">What recipes call it.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Item">Shape of one item; null where the items differ in size, and a recipe says what they are brought to.</param>
/// <param name="Count">How many items it has when it is whole; null where nobody knows beforehand.</param>
/// <param name="Classes">How many classes its labels tell apart; null where nobody knows beforehand.</param>
/// <param name="HowToGet">Where it comes from.</param>
public sealed record DatasetEntry(string Name, string Title, Shape? Item, int? Count, int? Classes, string HowToGet);
