namespace GanActors.Pictures;

/// <summary>Whose turn it was in some iterations that follow one another: the discriminator's steps come first in each.</summary>
/// <param name="First">Number of the first iteration, from 1.</param>
/// <param name="Last">Number of the last one; the first again for one alone.</param>
/// <param name="DiscriminatorSteps">Steps of the discriminator in all of them.</param>
/// <param name="GeneratorSteps">Steps of the generator in all of them.</param>
public readonly record struct TurnSpan(long First, long Last, long DiscriminatorSteps, long GeneratorSteps);
