namespace Orleans.Runtime;

/// <summary>Sets a member of a boxed value tuple, however nested; only call filters do that.</summary>
internal static class TupleFields
{
    private const int FieldsBeforeRest = 7;

    public static void Set(ref object tuple, int index, object? value)
    {
        var type = tuple.GetType();
        if (index < FieldsBeforeRest)
        {
            var field = type.GetField($"Item{index + 1}") ?? throw new ArgumentOutOfRangeException(nameof(index), index, "There is no such argument.");
            field.SetValue(tuple, value);
            return;
        }

        var restField = type.GetField("Rest") ?? throw new ArgumentOutOfRangeException(nameof(index), index, "There is no such argument.");
        var rest = restField.GetValue(tuple)!;
        Set(ref rest, index - FieldsBeforeRest, value);
        restField.SetValue(tuple, rest);
    }
}
