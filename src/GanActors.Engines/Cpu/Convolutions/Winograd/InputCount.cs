namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>A number known to the compiler, so that as many registers hold a transform's arguments.</summary>
internal interface IInputCount
{
    static abstract int Value { get; }
}

internal readonly struct Inputs2 : IInputCount
{
    public static int Value => 2;
}

internal readonly struct Inputs3 : IInputCount
{
    public static int Value => 3;
}

internal readonly struct Inputs4 : IInputCount
{
    public static int Value => 4;
}

internal readonly struct Inputs5 : IInputCount
{
    public static int Value => 5;
}

internal readonly struct Inputs6 : IInputCount
{
    public static int Value => 6;
}

internal readonly struct Inputs7 : IInputCount
{
    public static int Value => 7;
}

internal readonly struct Inputs8 : IInputCount
{
    public static int Value => 8;
}
