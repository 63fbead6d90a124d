using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>
/// Writes, at run time, the class that implements a grain interface as a reference. For each method there are two:
/// one packs the arguments into a tuple and hands them to <see cref="GrainReference"/>; its counterpart, static,
/// unpacks the tuple and calls the grain. No reflection runs when a grain is called.
/// </summary>
internal static class ProxyEmitter
{
    private const BindingFlags Internals = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Befriended = [];
    private static int _count;
    private static ModuleBuilder? _module;
    private static ConstructorInfo? _befriend;
    private static AssemblyBuilder? _assembly;

    public static Func<GrainReferenceShared, GrainId, GrainReference> Emit(GrainInterface @interface)
    {
        lock (Gate)
        {
            var methods = MethodsOf(@interface.Type);
            var module = Module();
            Befriend(@interface.Type.Assembly);
            foreach (var inherited in @interface.Type.GetInterfaces()) Befriend(inherited.Assembly);

            var type = module.DefineType($"Proxies.{@interface.Type.Name}{_count++}", TypeAttributes.Class | TypeAttributes.Sealed | TypeAttributes.Public, typeof(GrainReference), [@interface.Type]);
            var table = type.DefineField("Methods", typeof(GrainMethod[]), FieldAttributes.Public | FieldAttributes.Static);
            EmitConstructor(type);
            for (var i = 0; i < methods.Count; i++) EmitMethod(type, table, methods[i], i);

            var proxy = type.CreateType();
            proxy.GetField("Methods")!.SetValue(null, methods.Select((method, i) => Describe(@interface, proxy, method, i)).ToArray());
            return proxy.GetMethod("Create")!.CreateDelegate<Func<GrainReferenceShared, GrainId, GrainReference>>();
        }
    }

    private static List<MethodInfo> MethodsOf(Type grainInterface)
    {
        var methods = new List<MethodInfo>();
        foreach (var type in grainInterface.GetInterfaces().Prepend(grainInterface))
        {
            foreach (var method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (!method.IsVirtual || method.IsFinal || method.IsPrivate) continue;
                Check(grainInterface, method);
                methods.Add(method);
            }
        }

        return methods;
    }

    private static void Check(Type grainInterface, MethodInfo method)
    {
        var where = $"{grainInterface.FullName}.{method.Name}";
        if (method.IsGenericMethodDefinition)
            throw new NotSupportedException($"{where} is generic; the embedded stack calls only non-generic grain methods.");
        var returns = method.ReturnType;
        var shape = returns.IsGenericType ? returns.GetGenericTypeDefinition() : returns;
        var observer = typeof(IGrainObserver).IsAssignableFrom(grainInterface);
        if (shape != typeof(Task) && shape != typeof(Task<>) && shape != typeof(ValueTask) && shape != typeof(ValueTask<>) && !(observer && shape == typeof(void)))
            throw new NotSupportedException($"{where} returns {returns}; grain methods return Task, Task<T>, ValueTask or ValueTask<T>{(observer ? ", and observer methods also void" : "")}.");
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].ParameterType.IsByRef)
                throw new NotSupportedException($"{where} takes '{parameters[i].Name}' by reference; arguments of grain methods are values.");
            if (parameters[i].ParameterType == typeof(CancellationToken) && i != parameters.Length - 1)
                throw new NotSupportedException($"{where} takes a cancellation token before its last parameter; one token, last, is what a grain method takes.");
        }
    }

    private static void EmitConstructor(TypeBuilder type)
    {
        Type[] parameters = [typeof(GrainReferenceShared), typeof(GrainId)];
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, parameters);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(Internals, parameters)!);
        il.Emit(OpCodes.Ret);

        il = type.DefineMethod("Create", MethodAttributes.Public | MethodAttributes.Static, typeof(GrainReference), parameters).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder type, FieldBuilder table, MethodInfo method, int index)
    {
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var args = TupleOf(parameters);

        // Task<T> M(a, b) => Call<(A, B), T>(Methods[index], (a, b));
        var caller = type.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType,
            parameters);
        var il = caller.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldsfld, table);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
        EmitPack(il, args, parameters.Length, 0);
        il.Emit(OpCodes.Call, SenderOf(method.ReturnType, args));
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(caller, method);

        // static Task<T> Run(object grain, ref (A, B) args) => ((IGrain)grain).M(args.Item1, args.Item2);
        var runner = type.DefineMethod($"Run{index}", MethodAttributes.Public | MethodAttributes.Static, TaskOf(method.ReturnType), [typeof(object), args.MakeByRefType()]);
        il = runner.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        for (var i = 0; i < parameters.Length; i++)
        {
            EmitAddress(il, args, i);
            il.Emit(OpCodes.Ldobj, parameters[i]);
        }

        il.Emit(OpCodes.Callvirt, method);
        EmitAsTask(il, method.ReturnType);
        il.Emit(OpCodes.Ret);

        if (parameters.Length == 0 || parameters[^1] != typeof(CancellationToken)) return;
        var token = type.DefineMethod($"Token{index}", MethodAttributes.Public | MethodAttributes.Static, typeof(CancellationToken).MakeByRefType(), [args.MakeByRefType()]);
        il = token.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        EmitFieldAddress(il, args, parameters.Length - 1);
        il.Emit(OpCodes.Ret);
    }

    private static GrainMethod Describe(GrainInterface @interface, Type proxy, MethodInfo method, int index)
    {
        var args = TupleOf(method.GetParameters().Select(parameter => parameter.ParameterType).ToArray());
        return new GrainMethod(@interface.Type, @interface.Name, method)
        {
            Call = proxy.GetMethod($"Run{index}")!.CreateDelegate(typeof(GrainCall<,>).MakeGenericType(args, TaskOf(method.ReturnType))),
            Token = proxy.GetMethod($"Token{index}")?.CreateDelegate(typeof(TokenOf<>).MakeGenericType(args)),
        };
    }

    private static MethodInfo SenderOf(Type returns, Type args)
    {
        var (name, result) = returns switch
        {
            _ when returns == typeof(void) => (nameof(GrainReference.Notify), null),
            _ when returns == typeof(Task) => ("Call", null),
            _ when returns == typeof(ValueTask) => ("CallValue", null),
            _ when returns.GetGenericTypeDefinition() == typeof(Task<>) => ("Call", returns.GenericTypeArguments[0]),
            _ => ("CallValue", returns.GenericTypeArguments[0]),
        };
        Type[] arguments = result is null ? [args] : [args, result];
        return typeof(GrainReference).GetMethods(Internals)
            .Single(method => method.Name == name && method.IsGenericMethodDefinition && method.GetGenericArguments().Length == arguments.Length)
            .MakeGenericMethod(arguments);
    }

    private static Type TaskOf(Type returns)
    {
        if (returns == typeof(void) || returns == typeof(Task) || returns == typeof(ValueTask)) return typeof(Task);
        return returns.GetGenericTypeDefinition() == typeof(Task<>) ? returns : typeof(Task<>).MakeGenericType(returns.GenericTypeArguments);
    }

    private static void EmitAsTask(ILGenerator il, Type returns)
    {
        if (returns == typeof(void))
        {
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
            return;
        }

        if (!returns.IsValueType) return;
        var task = il.DeclareLocal(returns);
        il.Emit(OpCodes.Stloc, task);
        il.Emit(OpCodes.Ldloca, task);
        il.Emit(OpCodes.Call, returns.GetMethod(nameof(ValueTask.AsTask))!);
    }

    // Arguments beyond the seventh nest in the tuple's eighth field, as in C#.
    private static Type TupleOf(ReadOnlySpan<Type> types)
    {
        Type[] generic = [typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>)];
        if (types.Length == 0) return typeof(ValueTuple);
        if (types.Length <= 7) return generic[types.Length - 1].MakeGenericType(types.ToArray());
        return typeof(ValueTuple<,,,,,,,>).MakeGenericType([.. types[..7], TupleOf(types[7..])]);
    }

    private static void EmitPack(ILGenerator il, Type tuple, int count, int first)
    {
        if (count == 0)
        {
            var empty = il.DeclareLocal(tuple);
            il.Emit(OpCodes.Ldloc, empty);
            return;
        }

        for (var i = 0; i < Math.Min(count, 7); i++) il.Emit(OpCodes.Ldarg, (short)(first + i + 1));
        if (count > 7) EmitPack(il, tuple.GenericTypeArguments[7], count - 7, first + 7);
        il.Emit(OpCodes.Newobj, tuple.GetConstructor(tuple.GenericTypeArguments)!);
    }

    private static void EmitAddress(ILGenerator il, Type tuple, int index)
    {
        il.Emit(OpCodes.Ldarg_1);
        EmitFieldAddress(il, tuple, index);
    }

    private static void EmitFieldAddress(ILGenerator il, Type tuple, int index)
    {
        for (; index >= 7; index -= 7)
        {
            var rest = tuple.GetField("Rest")!;
            il.Emit(OpCodes.Ldflda, rest);
            tuple = rest.FieldType;
        }

        il.Emit(OpCodes.Ldflda, tuple.GetField($"Item{index + 1}")!);
    }

    private static ModuleBuilder Module()
    {
        if (_module is not null) return _module;
        _assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Orleans.Embedded.Proxies"), AssemblyBuilderAccess.Run);
        _module = _assembly.DefineDynamicModule("Proxies");

        // The runtime lets an assembly with this attribute see the internals of the assemblies it names; the attribute's
        // class is looked up by name, so the emitted assembly brings its own.
        var attribute = _module.DefineType("System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute", TypeAttributes.Class | TypeAttributes.Public, typeof(Attribute));
        var constructor = attribute.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(Internals, Type.EmptyTypes)!);
        il.Emit(OpCodes.Ret);
        _befriend = attribute.CreateType().GetConstructor([typeof(string)])!;
        Befriend(typeof(ProxyEmitter).Assembly);
        return _module;
    }

    private static void Befriend(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        if (Befriended.Add(name)) _assembly!.SetCustomAttribute(new CustomAttributeBuilder(_befriend!, [name]));
    }
}
