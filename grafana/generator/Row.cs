namespace GanActors.Grafana;

/// <summary>Panels under a heading.</summary>
internal sealed record Row(string Title, params IReadOnlyList<Panel> Panels);
