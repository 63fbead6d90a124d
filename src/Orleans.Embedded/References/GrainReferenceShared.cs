namespace Orleans.Runtime;

/// <summary>What all references through one interface to grains of one class share.</summary>
internal sealed class GrainReferenceShared(Silo silo, GrainInterface @interface)
{
    public Silo Silo => silo;

    public GrainInterface Interface => @interface;

    public GrainInterfaceType InterfaceType => @interface.InterfaceType;
}
