using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Configuration;
using Orleans.Metadata;

namespace Orleans.Runtime;

/// <summary>
/// The grain classes of the process. They are looked for on first use: in the assemblies that are loaded and know this
/// one, then, when that does not do, in those that the loaded ones refer to. Keys here are text and types, for collections
/// over structs would be compiled anew, and a process is to reach its first call soon.
/// </summary>
internal sealed class GrainClasses(GrainTypeOptions options)
{
    private static readonly string OwnName = typeof(GrainClasses).Assembly.GetName().Name!;
    private readonly Lock _gate = new();
    private readonly HashSet<Assembly> _scanned = [];
    private readonly HashSet<Type> _types = [];
    private readonly Dictionary<string, List<Type>> _byGrainType = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, GrainClass> _classes = new();
    private readonly ConcurrentDictionary<Type, GrainClass> _byInterface = new();
    private bool _optionsRead;

    /// <summary>The class of a grain type.</summary>
    /// <exception cref="ArgumentException">There is none, or there are several.</exception>
    public GrainClass Of(GrainType grainType) => Of(grainType.ToString());

    /// <summary>The grain class that implements an interface.</summary>
    /// <param name="grainInterface">The interface.</param>
    /// <param name="prefix">How the class's full name begins; null for the only implementation.</param>
    /// <exception cref="ArgumentException">There is none, or there are several.</exception>
    public GrainClass Implementing(Type grainInterface, string? prefix = null) =>
        prefix is null && _byInterface.TryGetValue(grainInterface, out var known) ? known : FindImplementing(grainInterface, prefix);

    private GrainClass Of(string grainType) => _classes.TryGetValue(grainType, out var known) ? known : Find(grainType);

    private GrainClass Find(string grainType)
    {
        lock (_gate)
        {
            ScanLoaded();
            if (!_byGrainType.ContainsKey(grainType)) ScanReferenced();
            var types = _byGrainType.TryGetValue(grainType, out var found) ? found : [];
            return types switch
            {
                [var type] => _classes.GetOrAdd(grainType, static (_, type) => new GrainClass(type), type),
                [] => throw new ArgumentException($"Could not find a grain class for grain type \"{grainType}\". {Searched()}"),
                _ => throw new ArgumentException($"Grain type \"{grainType}\" names several classes: {Names(types)}. Tell them apart with [GrainType(\"...\")]."),
            };
        }
    }

    private GrainClass FindImplementing(Type grainInterface, string? prefix)
    {
        lock (_gate)
        {
            ScanLoaded();
            var candidates = Candidates(grainInterface, prefix);
            if (candidates.Count == 0)
            {
                ScanReferenced();
                candidates = Candidates(grainInterface, prefix);
            }

            var grainClass = Of(Choose(grainInterface, prefix, candidates));
            if (prefix is null) _byInterface[grainInterface] = grainClass;
            return grainClass;
        }
    }

    private List<Type> Candidates(Type grainInterface, string? prefix) =>
        _types.Where(type => grainInterface.IsAssignableFrom(type) && (prefix is null || type.FullName!.StartsWith(prefix, StringComparison.Ordinal))).ToList();

    // As in Orleans: the interface's attribute, then the class named like the interface without its I, then the only one.
    private string Choose(Type grainInterface, string? prefix, List<Type> candidates)
    {
        if (prefix is null && grainInterface.GetCustomAttribute<DefaultGrainTypeAttribute>() is { } attribute) return attribute.GrainType;
        var chosen = prefix is null ? candidates.Where(type => type.Name == grainInterface.Name[1..]).ToList() : candidates.Where(type => type.FullName == prefix).ToList();
        if (chosen.Count == 1) return NameOf(chosen[0]);
        var like = prefix is null ? "" : $" with a name that begins with \"{prefix}\"";
        return candidates switch
        {
            [var only] => NameOf(only),
            [] => throw new ArgumentException($"Could not find a grain class that implements {grainInterface.FullName}{like}. {Searched()}"),
            _ => throw new ArgumentException($"Several grain classes implement {grainInterface.FullName}{like}: {Names(candidates)}. Ask for one by a class name prefix, or mark the interface with [DefaultGrainType(\"...\")]."),
        };
    }

    private void ScanLoaded()
    {
        if (!_optionsRead)
        {
            _optionsRead = true;
            foreach (var type in options.Classes) Add(type);
        }

        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()) Scan(assembly);
    }

    private void ScanReferenced()
    {
        var pending = new Queue<Assembly>(_scanned);
        if (Assembly.GetEntryAssembly() is { } entry) pending.Enqueue(entry);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (pending.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies())
            {
                if (IsFramework(name.Name!) || !seen.Add(name.Name!)) continue;
                Assembly referenced;
                try
                {
                    referenced = Assembly.Load(name);
                }
                catch (Exception exception) when (exception is IOException or BadImageFormatException)
                {
                    continue;
                }

                Scan(referenced);
                pending.Enqueue(referenced);
            }
        }
    }

    private void Scan(Assembly assembly)
    {
        if (assembly.IsDynamic || _scanned.Contains(assembly) || !Array.Exists(assembly.GetReferencedAssemblies(), name => name.Name == OwnName)) return;
        _scanned.Add(assembly);
        foreach (var type in TypesOf(assembly))
            if (type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IGrainBase).IsAssignableFrom(type)) Add(type);
    }

    private void Add(Type type)
    {
        if (!_types.Add(type)) return;
        var grainType = NameOf(type);
        if (!_byGrainType.TryGetValue(grainType, out var types)) _byGrainType[grainType] = types = [];
        types.Add(type);
    }

    private string Searched() => $"Searched: {string.Join(", ", _scanned.Select(assembly => assembly.GetName().Name).Order(StringComparer.Ordinal))}.";

    private static string NameOf(Type type) => GrainClass.NameOf(type).ToString();

    private static string Names(IEnumerable<Type> types) => string.Join(", ", types.Select(type => type.FullName).Order(StringComparer.Ordinal));

    private static bool IsFramework(string name) =>
        name is "mscorlib" or "netstandard" || name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }
}
