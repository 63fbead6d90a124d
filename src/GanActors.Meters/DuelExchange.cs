using GanActors.Networks;

namespace GanActors.Meters;

/// <summary>What a coordinator tells of its dealings with its two networks, which live where they live for one incarnation.</summary>
public sealed class DuelExchange
{
    private readonly BatchCounts _batches;
    private readonly bool _isOnWire;

    internal DuelExchange(Func<NetworkCommand, Duel.Phase, bool, ExchangeMeter> meter, BatchCounts batches, bool isGeneratorAway, bool isDiscriminatorAway, bool isOnWire)
    {
        (_batches, _isOnWire) = (batches, isOnWire);
        ForgeFrozen = meter(NetworkCommand.Forge, Duel.Phase.Discriminator, isGeneratorAway);
        Forge = meter(NetworkCommand.Forge, Duel.Phase.Generator, isGeneratorAway);
        Study = meter(NetworkCommand.Study, Duel.Phase.Discriminator, isDiscriminatorAway);
        Assess = meter(NetworkCommand.Assess, Duel.Phase.Discriminator, isDiscriminatorAway);
        Judge = meter(NetworkCommand.Judge, Duel.Phase.Generator, isDiscriminatorAway);
        Learn = meter(NetworkCommand.Learn, Duel.Phase.Generator, isGeneratorAway);
    }

    /// <summary>Fakes of a frozen generator.</summary>
    public ExchangeMeter ForgeFrozen { get; }

    /// <summary>Fakes that the generator is to learn from.</summary>
    public ExchangeMeter Forge { get; }

    /// <summary>The discriminator learns.</summary>
    public ExchangeMeter Study { get; }

    /// <summary>The discriminator looks on.</summary>
    public ExchangeMeter Assess { get; }

    /// <summary>The discriminator judges.</summary>
    public ExchangeMeter Judge { get; }

    /// <summary>The generator learns.</summary>
    public ExchangeMeter Learn { get; }

    /// <summary>Fakes went to the discriminator.</summary>
    public void CarriedFakes(Batch batch) => _batches.Fakes(batch, _isOnWire);

    /// <summary>Feedback went to the generator.</summary>
    public void CarriedFeedback(Batch batch) => _batches.Feedback(batch, _isOnWire);
}
