using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("GanActors.Engines.Tests")]
[assembly: InternalsVisibleTo("GanActors.Grains.Tests")]
[assembly: InternalsVisibleTo("GanActors.Benchmarks")]
