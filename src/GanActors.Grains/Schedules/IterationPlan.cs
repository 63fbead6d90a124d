namespace GanActors.Grains.Schedules;

/// <summary>What an iteration plays. One of the two learns at least; who has no steps is frozen throughout.</summary>
/// <param name="DiscriminatorSteps">Sub-steps of the discriminator's phase; 0 keeps it frozen, and it only looks on.</param>
/// <param name="GeneratorSteps">Sub-steps of the generator's phase; 0 keeps it frozen.</param>
internal readonly record struct IterationPlan(int DiscriminatorSteps, int GeneratorSteps);
