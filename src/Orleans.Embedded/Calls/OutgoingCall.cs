using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Leads a call through the silo's outgoing filters and sends it.</summary>
internal sealed class OutgoingCall(GrainReference reference, GrainRequest request, Func<Task<Response>> send) : IOutgoingGrainCallContext
{
    private readonly IOutgoingGrainCallFilter[] _filters = reference.Silo.OutgoingFilters;
    private readonly Activation? _source = Activation.Current;
    private int _stage;

    public IInvokable Request => request;

    public object Grain => reference;

    public IGrainContext? SourceContext => _source;

    public GrainId? SourceId => _source?.GrainId;

    public GrainId TargetId => reference.GrainId;

    public GrainInterfaceType InterfaceType => reference.InterfaceType;

    public string InterfaceName => request.GetInterfaceName();

    public string MethodName => request.GetMethodName();

    public MethodInfo InterfaceMethod => request.GetMethod();

    public object? Result
    {
        get => Response?.Result;
        set => Response = Response.FromResult(value);
    }

    public Response? Response { get; set; }

    public async Task<Response> Run()
    {
        await Invoke();
        return Response!;
    }

    public async Task Invoke()
    {
        var stage = _stage++;
        try
        {
            if (stage < _filters.Length)
            {
                await _filters[stage].Invoke(this);
                if (Response is null)
                    throw new InvalidOperationException($"{_filters[stage].GetType().FullName} neither went on with the call nor set a result.");
            }
            else if (stage == _filters.Length)
            {
                Response = await send();
            }
            else
            {
                throw new InvalidOperationException("Invoke was called once too often.");
            }
        }
        finally
        {
            _stage = stage;
        }
    }
}
