namespace GanActors.Server.Security;

/// <summary>What a key allows.</summary>
internal enum Scope
{
    /// <summary>To look.</summary>
    Read,

    /// <summary>To look, to start, to stop and to delete.</summary>
    Admin,
}

/// <summary>Who is let in.</summary>
internal enum AuthKind
{
    /// <summary>Whoever reaches the server: this machine's users.</summary>
    None,

    /// <summary>Whoever has an API key.</summary>
    Key,

    /// <summary>Whoever a reverse proxy has let in.</summary>
    Proxy,
}
