namespace Actors.Service.Node;

/// <summary>The stages of a node's life, in order.</summary>
internal enum NodeStage
{
    /// <summary>Nothing is served yet.</summary>
    Starting,

    /// <summary>Requests are served.</summary>
    Running,

    /// <summary>Told to stop: no new streams, the open ones end, jobs drain.</summary>
    Leaving,

    /// <summary>Nothing is served any more.</summary>
    Stopped,
}
