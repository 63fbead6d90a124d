using GanActors.Cli;
using GanActors.Cli.Commands;

using var interruption = new Interruption();
return await CommandTree.RunAsync(args, Surroundings.OfProcess(), interruption.Asked);
