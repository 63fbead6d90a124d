using System.Reflection;
using System.Runtime.ExceptionServices;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Leads a call through the silo's incoming filters, the grain's own filter, and to its method.</summary>
internal sealed class IncomingCall(GrainRequest request, Activation target) : IIncomingGrainCallContext
{
    private readonly IIncomingGrainCallFilter[] _filters = target.Silo.IncomingFilters;
    private int _stage;

    public IInvokable Request => request;

    public object Grain => target.GrainInstance!;

    public GrainId? SourceId => request.Sender?.GrainId;

    public GrainId TargetId => target.GrainId;

    public IGrainContext TargetContext => target;

    public GrainInterfaceType InterfaceType => GrainInterfaceType.Create(request.GetInterfaceName());

    public string InterfaceName => request.GetInterfaceName();

    public string MethodName => request.GetMethodName();

    public MethodInfo InterfaceMethod => request.GetMethod();

    public MethodInfo ImplementationMethod => target.Class.ImplementationOf(request.GetMethod());

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
                ThrowIfBroken(_filters[stage]);
            }
            else if (stage == _filters.Length && Grain is IIncomingGrainCallFilter own)
            {
                await own.Invoke(this);
                ThrowIfBroken(own);
            }
            else if (stage <= _filters.Length + 1)
            {
                Response = await request.Invoke();
                if (Response.Exception is { } exception) ExceptionDispatchInfo.Throw(exception);
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

    private void ThrowIfBroken(object filter)
    {
        if (Response is null)
            throw new InvalidOperationException($"{filter.GetType().FullName} neither went on with the call nor set a result.");
    }
}
