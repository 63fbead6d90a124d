namespace Orleans;

/// <summary>Between a type and its form on the wire.</summary>
public interface IConverter<TValue, TSurrogate>
    where TSurrogate : struct
{
    /// <summary>Reads the wire form.</summary>
    TValue ConvertFromSurrogate(in TSurrogate surrogate);

    /// <summary>Makes the wire form.</summary>
    TSurrogate ConvertToSurrogate(in TValue value);
}
