namespace Orleans.Runtime;

/// <summary>Requests in the order in which they came; any of them leaves without a search.</summary>
internal sealed class RequestList
{
    public GrainRequest? First { get; private set; }

    public GrainRequest? Last { get; private set; }

    public int Count { get; private set; }

    /// <summary>How many might start before a request ahead of them: while there are none, nobody needs to look.</summary>
    public int Passing { get; private set; }

    public void Add(GrainRequest request)
    {
        request.List = this;
        request.Previous = Last;
        request.Next = null;
        if (Last is null) First = request;
        else Last.Next = request;
        Last = request;
        Count++;
        if (request.MayPass) Passing++;
    }

    public void Remove(GrainRequest request)
    {
        if (request.Previous is null) First = request.Next;
        else request.Previous.Next = request.Next;
        if (request.Next is null) Last = request.Previous;
        else request.Next.Previous = request.Previous;
        request.List = null;
        request.Next = request.Previous = null;
        Count--;
        if (request.MayPass) Passing--;
    }
}
