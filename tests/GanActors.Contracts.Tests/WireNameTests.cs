using System.Reflection;
using GanActors.Networks;

namespace GanActors.Contracts.Tests;

/// <summary>What crosses between silos is known there by a name that is not its name in the code, so that the code may change.</summary>
public sealed class WireNameTests
{
    private static IEnumerable<Type> Interfaces { get; } =
        [.. typeof(Batch).Assembly.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)))];

    private static IEnumerable<Type> Messages { get; } =
        [.. typeof(Batch).Assembly.GetTypes().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))];

    [Fact]
    public void Every_grain_interface_and_its_methods_have_names_on_the_wire()
    {
        Assert.NotEmpty(Interfaces);
        Assert.DoesNotContain(Interfaces, type => NameOf(type) is null);
        Assert.DoesNotContain(Interfaces.SelectMany(type => type.GetMethods()), method => NameOf(method) is null);
        foreach (var type in Interfaces)
            Assert.Distinct(type.GetMethods().Select(NameOf));
    }

    [Fact]
    public void Every_message_has_a_name_on_the_wire()
    {
        Assert.NotEmpty(Messages);
        Assert.DoesNotContain(Messages, type => NameOf(type) is null);
        Assert.Distinct(Messages.Concat(Interfaces).Select(NameOf));
    }

    private static string? NameOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;
}
