namespace GanActors.Pictures;

/// <summary>A picture and when it was drawn.</summary>
/// <param name="Label">In words, such as <c>epoch 10</c> or <c>iteration 4,000</c>.</param>
/// <param name="Picture">Grey or RGB.</param>
public sealed record LabelledSheet(string Label, Pixmap Picture);
