namespace Actors.Service.Configuration;

/// <summary>What carries frames and digests: <c>Live:Kind</c>.</summary>
internal enum LiveKind
{
    /// <summary>This process itself.</summary>
    InProcess,

    /// <summary>Nothing: feeds read the log continuously.</summary>
    Log,

    /// <summary>Redis, between nodes.</summary>
    Redis,
}
